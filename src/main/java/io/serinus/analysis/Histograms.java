package io.serinus.analysis;

import io.serinus.metric.LatencyCounts;
import io.serinus.stats.Buckets;

/** Durations as the statistics know them. */
final class Histograms {
    private Histograms() {}

    /** At least one bound must have been measured. */
    static Buckets of(LatencyCounts counts) {
        return new Buckets(
                counts.atMost().keySet().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray(),
                counts.atMost().values().stream().mapToLong(Long::longValue).toArray(),
                counts.total());
    }
}
