package io.serinus.kubernetes;

import static java.util.Objects.requireNonNullElse;

import io.serinus.analysis.Series;
import io.serinus.analysis.Series.MetricPoint;
import io.serinus.analysis.Series.Point;
import io.serinus.metric.Compared;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** How the evidence came about, between the core and a status. */
final class SeriesStatus {
    /** Of templates with more of them the first are recorded. */
    static final int MAX_METRICS = 20;

    private SeriesStatus() {}

    /** Null where there is none, because an absent field says the same. */
    static @Nullable List<CanaryReleaseStatus.Point> of(Series series) {
        return series.points().isEmpty()
                ? null
                : series.points().stream().map(SeriesStatus::point).toList();
    }

    static Series read(@Nullable List<CanaryReleaseStatus.Point> recorded) throws UnreadableReleaseException {
        var points = new ArrayList<Point>();
        for (CanaryReleaseStatus.Point point : requireNonNullElse(recorded, List.<CanaryReleaseStatus.Point>of())) {
            points.add(point("status.series[" + points.size() + "]", point));
        }
        return new Series(points);
    }

    private static CanaryReleaseStatus.Point point(Point point) {
        return new CanaryReleaseStatus.Point(
                point.at().toString(),
                point.intervals(),
                point.step(),
                point.weight(),
                point.isShare() ? true : null,
                point.requests().baseline(),
                point.requests().canary(),
                StatusWriter.finite(point.againstLog10()),
                point.metrics().stream()
                        .limit(MAX_METRICS)
                        .map(SeriesStatus::metric)
                        .toList());
    }

    private static CanaryReleaseStatus.MetricPoint metric(MetricPoint metric) {
        return new CanaryReleaseStatus.MetricPoint(
                StatusWriter.counts(metric.counts().baseline()),
                StatusWriter.counts(metric.counts().canary()),
                metric.boundMillis().isPresent() ? metric.boundMillis().getAsDouble() : null,
                metric.levels()
                        .map(levels -> new CanaryReleaseStatus.PairOfLevels(levels.baseline(), levels.canary()))
                        .orElse(null),
                metric.ratio().map(ExplanationStatus::range).orElse(null),
                StatusWriter.finite(metric.againstLog10()),
                StatusWriter.finite(metric.forLog10()));
    }

    private static Point point(String path, CanaryReleaseStatus.Point point) throws UnreadableReleaseException {
        var metrics = new ArrayList<MetricPoint>();
        for (CanaryReleaseStatus.MetricPoint metric :
                requireNonNullElse(point.metrics(), List.<CanaryReleaseStatus.MetricPoint>of())) {
            metrics.add(metric(metric));
        }
        return new Point(
                Present.instant(path + ".at", point.at()),
                requireNonNullElse(point.intervals(), 1),
                requireNonNullElse(point.step(), 0),
                requireNonNullElse(point.weight(), 0),
                Boolean.TRUE.equals(point.share()),
                new Compared<>(requireNonNullElse(point.baseline(), 0L), requireNonNullElse(point.canary(), 0L)),
                StatusReader.number(point.againstLog10()),
                metrics);
    }

    private static MetricPoint metric(CanaryReleaseStatus.MetricPoint metric) {
        return new MetricPoint(
                new Compared<>(StatusReader.counts(metric.baseline()), StatusReader.counts(metric.canary())),
                metric.boundMillis() == null ? OptionalDouble.empty() : OptionalDouble.of(metric.boundMillis()),
                Optional.ofNullable(metric.levels())
                        .map(levels -> new Compared<>(
                                StatusReader.number(levels.baseline()), StatusReader.number(levels.canary()))),
                Optional.ofNullable(metric.ratio()).map(ExplanationStatus::range),
                StatusReader.number(metric.againstLog10()),
                StatusReader.number(metric.forLog10()));
    }
}
