package io.serinus.prometheus;

import io.serinus.prometheus.ScrapedPod.Counts;
import java.util.Map;
import java.util.TreeMap;

/** The truth of a {@link Churn}: what scrapes saw and what none can have seen, by the tick that ends after the scrape. */
final class Ledger {
    /** The truth of a span. */
    static final class Entry {
        /** By version and code. */
        final Map<String, Map<String, Long>> requests = new TreeMap<>();

        /** By version: at most the bound, and all. */
        final Map<String, long[]> latency = new TreeMap<>();

        /** By version: requests that no scrape can see any more, where the scrape would have been. */
        final Map<String, Long> lost = new TreeMap<>();

        void add(Entry more) {
            more.requests.forEach((version, codes) -> codes.forEach((code, n) -> add(version, code, n)));
            more.latency.forEach(this::add);
            more.lost.forEach((version, n) -> lost.merge(version, n, Long::sum));
        }

        Map<String, Long> requests(String version) {
            return requests.getOrDefault(version, Map.of());
        }

        private void add(String version, String code, long n) {
            requests.computeIfAbsent(version, fresh -> new TreeMap<>()).merge(code, n, Long::sum);
        }

        private void add(String version, long[] histogram) {
            long[] sum = latency.computeIfAbsent(version, fresh -> new long[2]);
            sum[0] += histogram[0];
            sum[1] += histogram[1];
        }
    }

    private final int tick;
    private final Map<Integer, Entry> entries = new TreeMap<>();

    /**
     * @param tick the length of a tick in seconds
     */
    Ledger(int tick) {
        this.tick = tick;
    }

    /** A scrape somewhat after this second saw these for the first time. */
    void seen(int second, Counts counts) {
        Entry entry = at(second);
        counts.requests().forEach((key, n) -> entry.add(key.version(), key.code(), n));
        counts.latency().forEach(entry::add);
    }

    void lost(int second, String version, long n) {
        if (n > 0) {
            at(second).lost.merge(version, n, Long::sum);
        }
    }

    private Entry at(int second) {
        return entries.computeIfAbsent(Math.floorDiv(second, tick) * tick + tick, fresh -> new Entry());
    }

    /** Of the tick that ends at this second. */
    Entry endingAt(int second) {
        return entries.getOrDefault(second, new Entry());
    }
}
