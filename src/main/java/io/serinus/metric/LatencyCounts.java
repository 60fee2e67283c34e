package io.serinus.metric;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Request durations of one version in one span of time, as cumulative bucket counts.
 *
 * @param atMost requests that took at most so many milliseconds, by bound in ms, ascending and non-decreasing; a request
 *     in no bucket is above every bound
 * @param total all requests of the histogram (its {@code +Inf} bucket), at least as many as in any bucket; it may differ
 *     slightly from the request counter, which Envoy flushes at another moment
 */
public record LatencyCounts(Map<Double, Long> atMost, long total) {
    public static final LatencyCounts NONE = new LatencyCounts(Map.of(), 0);

    public LatencyCounts {
        requireNonNull(atMost, "atMost is null");
        var sorted = new TreeMap<>(atMost);
        long previous = 0;
        for (var entry : sorted.entrySet()) {
            if (entry.getValue() < previous || entry.getValue() > total) {
                throw new IllegalArgumentException("bucket counts must not fall: " + sorted + " of " + total);
            }
            previous = entry.getValue();
        }
        atMost = Collections.unmodifiableSortedMap(sorted);
    }

    /**
     * Counts from buckets that may contradict each other by a few requests, as they do when a proxy is scraped while it
     * counts: the buckets become a running maximum that ends at the total.
     *
     * @param total the {@code +Inf} bucket; negative counts as 0
     */
    public static LatencyCounts repaired(Map<Double, Long> atMost, long total) {
        long all = Math.max(0, total);
        var repaired = new TreeMap<Double, Long>();
        long highest = 0;
        for (var bucket : new TreeMap<>(atMost).entrySet()) {
            highest = Math.max(highest, Math.min(bucket.getValue(), all));
            repaired.put(bucket.getKey(), highest);
        }
        return new LatencyCounts(repaired, all);
    }

    /** The same histogram with only those of its bounds that are in the set. */
    public LatencyCounts at(Set<Double> boundsMillis) {
        if (boundsMillis.size() == atMost.size() && boundsMillis.containsAll(atMost.keySet())) {
            return this;
        }
        var kept = new TreeMap<>(atMost);
        kept.keySet().retainAll(boundsMillis);
        return new LatencyCounts(kept, total);
    }

    /**
     * Requests slower than the bound.
     *
     * @throws IllegalArgumentException if the bound was not measured
     */
    public long above(double boundMillis) {
        Long inside = atMost.get(boundMillis);
        if (inside == null) {
            if (total == 0) {
                return 0;
            }
            throw new IllegalArgumentException("no bucket at " + boundMillis + " ms, only " + atMost.keySet());
        }
        return total - inside;
    }

    /** The counts of two spans together; bounds that only one of them has are dropped, unless the other is empty. */
    public LatencyCounts plus(LatencyCounts other) {
        if (total == 0 && atMost.isEmpty()) {
            return other;
        }
        if (other.total == 0 && other.atMost.isEmpty()) {
            return this;
        }
        var sum = new TreeMap<Double, Long>();
        atMost.forEach((bound, count) -> {
            Long more = other.atMost.get(bound);
            if (more != null) {
                sum.put(bound, count + more);
            }
        });
        return new LatencyCounts(sum, total + other.total);
    }
}
