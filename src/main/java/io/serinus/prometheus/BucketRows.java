package io.serinus.prometheus;

import io.serinus.metric.BucketBounds;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.LatencySeries;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.prometheus.QueryClient.UnreadableRowException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Cumulative buckets by series. */
final class BucketRows implements QueryClient.Rows {
    private final BucketBounds wanted;
    private final Map<LatencySeries, Buckets> classic = new HashMap<>();

    BucketRows(BucketBounds wanted) {
        this.wanted = wanted;
    }

    /** The buckets of one histogram, and how their bounds were spelled. */
    private record Buckets(Map<Double, Long> counts, Set<String> spellings) {}

    /**
     * While a backend changes from one spelling of bounds to another, it has a bucket under both; the higher count is the
     * newer one of the same counter.
     */
    @Override
    public void accept(Map<String, String> labels, double time, String value) throws UnreadableRowException {
        double bound = Labels.bound(labels);
        long count = Labels.count(labels, value);
        if (!isWanted(bound)) {
            return;
        }
        Buckets buckets = classic.computeIfAbsent(
                Labels.latencySeries(labels), key -> new Buckets(new HashMap<>(), new HashSet<>()));
        if (!buckets.spellings.add(labels.getOrDefault("le", ""))) {
            throw UnreadableRowException.twice(labels);
        }
        buckets.counts.merge(bound, count, Math::max);
    }

    private boolean isWanted(double bound) {
        return bound == Double.POSITIVE_INFINITY
                || switch (wanted) {
                    case BucketBounds.None _ -> false;
                    case BucketBounds.Exactly(Set<Double> millis) -> millis.contains(bound);
                    case BucketBounds.All _ -> true;
                };
    }

    /** The histograms, repaired where a scrape caught a proxy counting. */
    Map<LatencySeries, LatencyCounts> histograms() throws SourceUnavailableException {
        var histograms = new HashMap<LatencySeries, LatencyCounts>();
        for (var entry : classic.entrySet()) {
            var counts = entry.getValue().counts;
            Long total = counts.remove(Double.POSITIVE_INFINITY);
            if (total == null) {
                throw new SourceUnavailableException(
                        "the histogram " + Shown.text(entry.getKey().toString())
                                + " has no bucket le=\"+Inf\"; see whether relabelling or label limits of the backend drop it");
            }
            histograms.put(entry.getKey(), LatencyCounts.repaired(counts, total));
        }
        return histograms;
    }
}
