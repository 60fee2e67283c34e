package io.serinus.kubernetes;

import static java.util.Objects.requireNonNullElse;

import io.serinus.analysis.Explanation;
import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A metric's explanation in the status of its release. JSON has no infinity: a limit that is none is left out. */
final class ExplanationStatus {
    /** More than anybody looks at. */
    static final int MAX_QUANTILES = 10;

    /** Istio's histogram has twenty. */
    static final int MAX_BOUNDS = 100;

    /** What a range without any number says. */
    private static final Explanation.Range UNKNOWN =
            new Explanation.Range(Double.NEGATIVE_INFINITY, Double.NaN, Double.POSITIVE_INFINITY);

    private ExplanationStatus() {}

    static CanaryReleaseStatus.Explanation of(Explanation explanation) {
        Explanation.Outlook outlook = explanation.outlook();
        return new CanaryReleaseStatus.Explanation(
                explanation.ratio().map(ExplanationStatus::range).orElse(null),
                explanation.baselineRate().map(ExplanationStatus::range).orElse(null),
                explanation.canaryRate().map(ExplanationStatus::range).orElse(null),
                explanation.quantiles().isEmpty()
                        ? null
                        : explanation.quantiles().stream()
                                .limit(MAX_QUANTILES)
                                .map(quantile -> new CanaryReleaseStatus.Quantile(
                                        quantile.quantile(), range(quantile.baseline()), range(quantile.canary())))
                                .toList(),
                explanation.durations().map(ExplanationStatus::durations).orElse(null),
                explanation
                        .levels()
                        .map(levels -> new CanaryReleaseStatus.Levels(
                                finite(levels.baseline()), finite(levels.canary()), range(levels.difference())))
                        .orElse(null),
                new CanaryReleaseStatus.Outlook(
                        boxed(outlook.requestsToPass()),
                        boxed(outlook.requestsToFail()),
                        StatusWriter.sentence(outlook.sentence())));
    }

    /** @param path of the explanation, for messages */
    static Optional<Explanation> read(String path, CanaryReleaseStatus.@Nullable Explanation status)
            throws UnreadableReleaseException {
        if (status == null) {
            return Optional.empty();
        }
        var quantiles = new ArrayList<Explanation.Quantile>();
        for (CanaryReleaseStatus.Quantile quantile :
                requireNonNullElse(status.quantiles(), List.<CanaryReleaseStatus.Quantile>of())) {
            String at = path + ".quantiles[" + quantiles.size() + "].quantile";
            quantiles.add(new Explanation.Quantile(
                    Present.in(at, quantile.quantile()),
                    requireNonNullElse(range(quantile.baseline()), UNKNOWN),
                    requireNonNullElse(range(quantile.canary()), UNKNOWN)));
        }
        CanaryReleaseStatus.Outlook outlook =
                requireNonNullElse(status.outlook(), new CanaryReleaseStatus.Outlook(null, null, null));
        return Optional.of(new Explanation(
                Optional.ofNullable(range(status.ratio())),
                Optional.ofNullable(range(status.baselineRate())),
                Optional.ofNullable(range(status.canaryRate())),
                quantiles,
                durations(status.durations()),
                Optional.ofNullable(status.levels())
                        .map(levels -> new Explanation.Levels(
                                orNaN(levels.baseline()),
                                orNaN(levels.canary()),
                                requireNonNullElse(range(levels.difference()), UNKNOWN))),
                new Explanation.Outlook(
                        unboxed(outlook.requestsToPass()),
                        unboxed(outlook.requestsToFail()),
                        requireNonNullElse(outlook.sentence(), ""))));
    }

    private static CanaryReleaseStatus.Durations durations(Compared<LatencyCounts> durations) {
        LatencyCounts baseline = durations.baseline();
        LatencyCounts canary = durations.canary();
        List<Double> bounds = baseline.atMost().keySet().stream()
                .filter(bound -> canary.atMost().containsKey(bound))
                .limit(MAX_BOUNDS)
                .toList();
        return new CanaryReleaseStatus.Durations(
                bounds,
                bounds.stream()
                        .map(bound -> baseline.total() - baseline.above(bound))
                        .toList(),
                bounds.stream()
                        .map(bound -> canary.total() - canary.above(bound))
                        .toList(),
                baseline.total(),
                canary.total());
    }

    /** Empty where they do not fit together, too: they are only shown. */
    private static Optional<Compared<LatencyCounts>> durations(CanaryReleaseStatus.@Nullable Durations durations) {
        if (durations == null) {
            return Optional.empty();
        }
        List<Double> bounds = requireNonNullElse(durations.boundsMillis(), List.<Double>of());
        List<Long> baseline = requireNonNullElse(durations.baseline(), List.<Long>of());
        List<Long> canary = requireNonNullElse(durations.canary(), List.<Long>of());
        if (bounds.size() != baseline.size() || bounds.size() != canary.size()) {
            return Optional.empty();
        }
        return Optional.of(new Compared<>(
                counts(bounds, baseline, durations.baselineTotal()), counts(bounds, canary, durations.canaryTotal())));
    }

    private static LatencyCounts counts(List<Double> bounds, List<Long> atMost, @Nullable Long total) {
        var counts = new TreeMap<Double, Long>();
        for (int i = 0; i < bounds.size(); i++) {
            counts.put(bounds.get(i), atMost.get(i));
        }
        return LatencyCounts.repaired(counts, requireNonNullElse(total, 0L));
    }

    static CanaryReleaseStatus.Range range(Explanation.Range range) {
        return new CanaryReleaseStatus.Range(finite(range.low()), finite(range.estimate()), finite(range.high()));
    }

    static Explanation.@Nullable Range range(CanaryReleaseStatus.@Nullable Range range) {
        return range == null
                ? null
                : new Explanation.Range(
                        requireNonNullElse(range.low(), UNKNOWN.low()),
                        orNaN(range.estimate()),
                        requireNonNullElse(range.high(), UNKNOWN.high()));
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static double orNaN(@Nullable Double value) {
        return requireNonNullElse(value, Double.NaN);
    }

    private static @Nullable Long boxed(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    private static OptionalLong unboxed(@Nullable Long number) {
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }
}
