package io.serinus.metric;

import java.util.Collection;
import java.util.Comparator;

/**
 * Histograms of several proxies added up, the busiest first: their common bounds remain, and one that has none in common
 * with busier ones is left out.
 *
 * @param counts the sum
 * @param unreadable how many were left out
 */
record LatencySum(LatencyCounts counts, int unreadable) {

    static LatencySum of(Collection<LatencyCounts> histograms) {
        LatencyCounts sum = LatencyCounts.NONE;
        int unreadable = 0;
        for (LatencyCounts histogram : histograms.stream().sorted(BUSIEST_FIRST).toList()) {
            LatencyCounts next = sum.plus(histogram);
            if (next.atMost().isEmpty() && histogram.total() > 0) {
                unreadable++;
            } else {
                sum = next;
            }
        }
        return new LatencySum(sum, unreadable);
    }

    /** The buckets decide where totals are the same, so that the sum does not depend on the order of the histograms. */
    private static final Comparator<LatencyCounts> BUSIEST_FIRST = Comparator.comparingLong(LatencyCounts::total)
            .reversed()
            .thenComparing(histogram -> histogram.atMost().toString());
}
