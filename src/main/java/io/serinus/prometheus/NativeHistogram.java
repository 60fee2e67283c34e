package io.serinus.prometheus;

import java.util.List;

/**
 * A native histogram as the backend spells it. Empty buckets are left out, so the bounds of a histogram do not tell which
 * buckets it has, only which have been hit.
 *
 * @param count all observations
 * @param buckets ascending, each with its own count, not cumulative
 */
record NativeHistogram(String count, List<Bucket> buckets) {
    NativeHistogram {
        buckets = List.copyOf(buckets);
    }

    /**
     * One bucket.
     *
     * @param rule which ends belong to it: 0 the right one, 1 the left one, 2 none, 3 both
     * @param left lower bound
     * @param right upper bound
     * @param count observations in it
     */
    record Bucket(int rule, String left, String right, String count) {}
}
