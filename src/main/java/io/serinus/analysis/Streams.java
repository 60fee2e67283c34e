package io.serinus.analysis;

import io.serinus.analysis.Stream.Safety;
import io.serinus.analysis.Stream.Subject;
import io.serinus.metric.LatencyCounts;
import io.serinus.stats.ComparableBounds;
import io.serinus.stats.NoiseProfile;
import io.serinus.stats.NuisanceGrid;
import io.serinus.stats.RatioHypothesis;
import io.serinus.template.Bounds;
import io.serinus.template.LatencyLimit;
import io.serinus.template.Margin;
import io.serinus.template.Metric;
import io.serinus.template.Tolerance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The streams that a metric is judged by. */
final class Streams {
    /** Of an error metric's weight, what goes to the stream that only sees gross failure, but sees it at once. */
    private static final double OUTAGE_SHARE = 0.2;

    /** Of a metric's weight, what goes to its fixed limits, if it has any. */
    private static final double LIMIT_SHARE = 0.2;

    /** Bounds to judge at where the baseline says nothing about its own durations yet. */
    private static final List<Double> USUAL_BOUNDS = List.of(100.0, 250.0, 500.0, 1000.0, 2500.0);

    private Streams() {}

    /** What of a metric's weight belongs to a fixed-horizon test: nothing, or all but what looks for gross failure. */
    static double testedShare(Metric metric) {
        if (!metric.method().isFixedHorizon()) {
            return 0;
        }
        return metric instanceof Metric.ErrorRate ? 1 - OUTAGE_SHARE : 1;
    }

    /** The stream that is fed from the canary's first request on. */
    static Stream outage(int metric, Metric.ErrorRate errors) {
        return new Stream(
                metric,
                OUTAGE_SHARE,
                new Subject.Outage(),
                worse(errors.outage()).with(NuisanceGrid.withoutContamination()),
                0,
                Optional.empty());
    }

    /** The streams of failed requests that are fed after the warm-up. */
    static List<Stream> errors(int metric, Metric.ErrorRate errors, Calibration calibration) {
        var streams = new ArrayList<Stream>();
        Optional<NoiseProfile> noise = calibration.ofErrors(errors.failures());
        double share = 1 - OUTAGE_SHARE - (errors.slo().isPresent() ? LIMIT_SHARE : 0);
        streams.add(stream(metric, share, new Subject.Errors(), errors.tolerance(), errors.margin(), noise));
        errors.slo().ifPresent(limit -> streams.add(limit(metric, LIMIT_SHARE, new Subject.FailedBeyond(limit))));
        return streams;
    }

    /**
     * The streams of slow requests.
     *
     * @param baseline the baseline's durations, at all bounds that are measured
     */
    static List<Stream> latency(int metric, Metric.Latency latency, LatencyCounts baseline, Calibration calibration) {
        var streams = new ArrayList<Stream>();
        List<Double> bounds = bounds(latency.bounds(), baseline);
        double share = 1 - (latency.slo().isEmpty() ? 0 : LIMIT_SHARE);
        for (double bound : bounds) {
            Optional<NoiseProfile> noise = calibration.ofSlow(bound);
            streams.add(stream(
                    metric,
                    share / bounds.size(),
                    new Subject.SlowerThan(bound),
                    latency.tolerance(),
                    latency.margin(),
                    noise));
        }
        for (LatencyLimit limit : latency.slo()) {
            var subject = new Subject.SlowerBeyond(boundFrom(limit.millis(), baseline), 1 - limit.quantile());
            streams.add(limit(metric, LIMIT_SHARE / latency.slo().size(), subject));
        }
        return streams;
    }

    private static List<Double> bounds(Bounds bounds, LatencyCounts baseline) {
        return switch (bounds) {
            case Bounds.Fixed(var millis) -> millis;
            case Bounds.Range(double from, double to) -> {
                List<Double> chosen = baseline.atMost().isEmpty()
                        ? List.of()
                        : ComparableBounds.choose(Histograms.of(baseline), from, to);
                yield chosen.isEmpty() ? usual(from, to, baseline) : chosen;
            }
        };
    }

    private static List<Double> usual(double from, double to, LatencyCounts baseline) {
        SortedSet<Double> measured = new TreeSet<>(baseline.atMost().keySet());
        List<Double> usual = USUAL_BOUNDS.stream()
                .filter(bound -> bound >= from && bound <= to && measured.contains(bound))
                .toList();
        if (!usual.isEmpty()) {
            return usual;
        }
        List<Double> inRange =
                measured.stream().filter(bound -> bound >= from && bound <= to).toList();
        return inRange.isEmpty() ? USUAL_BOUNDS : inRange;
    }

    /** The first bound at or above the limit: who exceeds that one exceeds the limit. The limit itself if there is none. */
    private static double boundFrom(double millis, LatencyCounts baseline) {
        return baseline.atMost().keySet().stream()
                .filter(bound -> bound >= millis)
                .min(Double::compare)
                .orElse(millis);
    }

    private static Stream stream(
            int metric,
            double share,
            Subject subject,
            Tolerance tolerance,
            Margin margin,
            Optional<NoiseProfile> noise) {
        Tolerance widened = Calibration.widened(tolerance, noise);
        return new Stream(
                metric,
                share,
                subject,
                known(worse(widened), noise),
                widened.equals(tolerance) ? 0 : widened.relative(),
                Optional.of(new Safety(1 + margin.relative(), margin.impact(), noise)));
    }

    private static Stream limit(int metric, double share, Subject subject) {
        return new Stream(metric, share, subject, RatioHypothesis.exceeds(1, 0), 0, Optional.empty());
    }

    static RatioHypothesis known(RatioHypothesis hypothesis, Optional<NoiseProfile> noise) {
        return noise.map(hypothesis::with).orElse(hypothesis);
    }

    private static RatioHypothesis worse(Tolerance tolerance) {
        return RatioHypothesis.exceeds(1 + tolerance.relative(), tolerance.absolute());
    }
}
