package io.serinus.simulation;

import java.util.List;

/**
 * Finished requests of one series and how long they took, in the buckets of Istio's proxies.
 *
 * <p>The bound that Envoy prints is not where a bucket ends. Istio records whole milliseconds, and Envoy's histogram keeps
 * two significant digits and puts the whole bin of the bound into the bucket: "at most 100 ms" holds all requests under
 * 110 ms, "at most 1000" all under 1100.
 */
final class DurationHistogram {
    /** The bounds as Envoy prints them, in ms. */
    static final List<Double> BOUNDS_MILLIS = List.of(
            0.5,
            1.0,
            5.0,
            10.0,
            25.0,
            50.0,
            100.0,
            250.0,
            500.0,
            1_000.0,
            2_500.0,
            5_000.0,
            10_000.0,
            30_000.0,
            60_000.0,
            300_000.0,
            600_000.0,
            1_800_000.0,
            3_600_000.0);

    private static final double[] EDGES = {
        1, 2, 6, 11, 26, 51, 110, 260, 510, 1_100, 2_600, 5_100, 11_000, 31_000, 61_000, 310_000, 610_000, 1_900_000,
        3_700_000
    };

    private final long[] buckets = new long[EDGES.length];
    private long requests;
    private long sumMillis;

    void add(double millis) {
        requests++;
        sumMillis += (long) millis;
        for (int i = 0; i < EDGES.length; i++) {
            if (millis < EDGES[i]) {
                buckets[i]++;
                return;
            }
        }
    }

    long requests() {
        return requests;
    }

    long sumMillis() {
        return sumMillis;
    }

    /** Requests per bound or below, in the order of {@link #BOUNDS_MILLIS}. */
    long[] cumulative() {
        long[] cumulative = buckets.clone();
        for (int i = 1; i < cumulative.length; i++) {
            cumulative[i] += cumulative[i - 1];
        }
        return cumulative;
    }
}
