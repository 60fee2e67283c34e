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

/** Cumulative buckets by series, from classic histograms or, where a host has none, from native ones. */
final class BucketRows implements QueryClient.Rows {
    private final BucketBounds wanted;
    private final Map<LatencySeries, Buckets> classic = new HashMap<>();
    private final Map<LatencySeries, LatencyCounts> natives = new HashMap<>();

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

    @Override
    public void histogram(Map<String, String> labels, double time, NativeHistogram histogram)
            throws UnreadableRowException {
        LatencyCounts counts = NativeBuckets.of(labels, histogram).counts(wanted);
        if (natives.put(Labels.latencySeries(labels), counts) != null) {
            throw UnreadableRowException.twice(labels);
        }
    }

    /** The form in which each host's histograms came; classic if in both. */
    Map<String, HistogramForms.Form> forms() {
        var forms = new HashMap<String, HistogramForms.Form>();
        natives.keySet().forEach(series -> forms.put(series.destination().host(), HistogramForms.Form.NATIVE));
        classic.keySet().forEach(series -> forms.put(series.destination().host(), HistogramForms.Form.CLASSIC));
        return forms;
    }

    private boolean isWanted(double bound) {
        return bound == Double.POSITIVE_INFINITY
                || switch (wanted) {
                    case BucketBounds.None _ -> false;
                    case BucketBounds.Exactly(Set<Double> millis) -> millis.contains(bound);
                    case BucketBounds.All _ -> true;
                };
    }

    /** The histograms, repaired where a scrape caught a proxy counting; of a host with both forms the classic ones. */
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
        Map<String, HistogramForms.Form> forms = forms();
        natives.forEach((series, counts) -> {
            // An empty one is as good as none: which buckets it will have cannot be seen yet.
            if (forms.get(series.destination().host()) == HistogramForms.Form.NATIVE && counts.total() > 0) {
                histograms.put(series, counts);
            }
        });
        return histograms;
    }
}
