package io.serinus.prometheus;

import io.serinus.metric.Reporter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** One pod of a {@link Churn}: what its proxy counts, what scrapes have seen of it, and what none has. Times in seconds. */
final class ScrapedPod {
    static final int SCRAPE_INTERVAL = 15;
    static final long BOUND = 250;

    private static final int NEVER = Integer.MAX_VALUE;

    /** Requests of one kind. */
    record Key(String version, String code, String flags) {}

    /** Requests by version, code and bucket. */
    record Counts(Map<Key, Long> requests, Map<String, long[]> latency) {
        Counts() {
            this(new LinkedHashMap<>(), new LinkedHashMap<>());
        }

        void add(Key key, boolean isFast, long n) {
            requests.merge(key, n, Long::sum);
            long[] histogram = latency.computeIfAbsent(key.version(), fresh -> new long[2]);
            histogram[0] += isFast ? n : 0;
            histogram[1] += n;
        }

        void clear() {
            requests.clear();
            latency.clear();
        }

        long total(String version) {
            long[] histogram = latency.get(version);
            return histogram == null ? 0 : histogram[1];
        }
    }

    private final Reporter reporter;
    private final String host;
    private final String instance;
    private final List<SortedMap<String, String>> written = new ArrayList<>();
    final String version;
    final int phase;

    /** Since the process began. */
    private final Counts counts = new Counts();
    /** The part that no scrape has seen. */
    private final Counts unseen = new Counts();
    /** What dead processes had counted that no scrape saw, until the next scrape would have been. */
    private final Map<String, Long> lost = new HashMap<>();

    int startedAt;
    int discoveredAt;
    int downUntil;
    int unreachableUntil = Integer.MIN_VALUE;
    int quietFrom = NEVER;
    int goneFrom = NEVER;
    private boolean isStale = true;
    private boolean isOver;

    ScrapedPod(Reporter reporter, String host, String version, String instance, int phase, int startedAt) {
        this.reporter = reporter;
        this.host = host;
        this.version = version;
        this.instance = instance;
        this.phase = phase;
        this.startedAt = startedAt;
        this.discoveredAt = startedAt;
        this.downUntil = startedAt;
    }

    boolean isGone(int second) {
        return second >= goneFrom;
    }

    /** Whether it serves. */
    boolean serves(int second) {
        return second < goneFrom && second < quietFrom && second >= downUntil;
    }

    /** Whether scrapes have written its end, so that nothing comes any more. */
    boolean isOver() {
        return isOver;
    }

    void serve(Key key, boolean isFast) {
        counts.add(key, isFast, 1);
        unseen.add(key, isFast, 1);
    }

    /** What it had counted before anybody looked. */
    void preload(Key key, long n) {
        counts.add(key, true, n);
    }

    /** Another process from {@code until} on. */
    void restart(int until) {
        loseUnseen();
        counts.clear();
        startedAt = until;
        downUntil = until;
    }

    void gone(int second) {
        goneFrom = second;
        loseUnseen();
    }

    private void loseUnseen() {
        unseen.latency().forEach((of, histogram) -> lost.merge(of, histogram[1], Long::sum));
        unseen.clear();
    }

    /** The scrape that is due. */
    void scrape(int second, long millis, boolean fails, Ledger ledger, RemoteWrite write) {
        if (second < discoveredAt || isOver) {
            return;
        }
        lost.forEach((of, n) -> ledger.lost(second, of, n));
        lost.clear();
        boolean isGood = !fails && !isGone(second) && second >= downUntil && second >= unreachableUntil;
        List<SortedMap<String, String>> before = List.copyOf(written);
        written.clear();
        if (isGood) {
            write(millis, second - startedAt, write);
            if (isStale && discoveredAt > startedAt) {
                // Nobody can know when an old proxy counted what it had counted when it was found.
                unseen.latency().forEach((of, histogram) -> ledger.lost(second, of, histogram[1]));
            } else {
                ledger.seen(second, unseen);
            }
            unseen.clear();
            discoveredAt = startedAt;
        }
        before.stream().filter(labels -> !written.contains(labels)).forEach(labels -> write.stale(labels, millis));
        isStale = !isGood;
        isOver = isGone(second);
    }

    private void write(long millis, int age, RemoteWrite write) {
        sample(write, series("envoy_server_uptime", Map.of()), millis, age);
        counts.requests().forEach((key, n) -> {
            var labels = destination(key.version());
            labels.put("response_code", key.code());
            labels.put("response_flags", key.flags());
            sample(write, series("istio_requests_total", labels), millis, n);
        });
        counts.latency().forEach((of, histogram) -> {
            var labels = destination(of);
            for (var bucket : Map.of(Long.toString(BOUND), histogram[0], "+Inf", histogram[1])
                    .entrySet()) {
                labels.put("le", bucket.getKey());
                sample(write, series("istio_request_duration_milliseconds_bucket", labels), millis, bucket.getValue());
            }
        });
    }

    private Map<String, String> destination(String of) {
        var labels = new HashMap<String, String>();
        labels.put("reporter", reporter.label());
        labels.put("destination_service", host);
        labels.put("destination_version", of);
        labels.put("destination_canonical_revision", of);
        labels.put("destination_workload", "app-" + of);
        return labels;
    }

    private SortedMap<String, String> series(String name, Map<String, String> labels) {
        var all = new TreeMap<>(labels);
        all.put("__name__", name);
        all.put("job", "istio-proxies");
        all.put("instance", instance);
        return all;
    }

    private void sample(RemoteWrite write, SortedMap<String, String> labels, long millis, double value) {
        write.sample(labels, millis, value);
        written.add(labels);
    }

    /** Of the events of a Poisson process with this mean. */
    static int poisson(SplittableRandom random, double mean) {
        double limit = Math.exp(-mean);
        int n = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            n++;
        }
        return n;
    }
}
