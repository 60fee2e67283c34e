package io.serinus.report;

import io.serinus.analysis.Judgement;
import io.serinus.analysis.Judgement.MetricEvidence;
import io.serinus.analysis.Series.MetricPoint;
import io.serinus.analysis.Series.Point;
import io.serinus.release.Plan;
import io.serinus.release.Release;
import io.serinus.report.SeriesDocument.MetricPointDocument;
import io.serinus.report.SeriesDocument.PairDocument;
import io.serinus.report.SeriesDocument.PointDocument;
import io.serinus.template.Metric;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** From a release to the document of its series. */
final class SeriesDocuments {
    private SeriesDocuments() {}

    static SeriesDocument of(Release release) {
        List<String> names = release.plan()
                .map(plan ->
                        plan.template().metrics().stream().map(Metric::name).toList())
                .orElse(List.of());
        Optional<Judgement.Evidence> evidence = release.judgement().map(Judgement::evidence);
        return new SeriesDocument(
                release.plan()
                        .map(Plan::template)
                        .map(template -> template.interval().toSeconds())
                        .orElse(null),
                names,
                evidence.map(word -> ReleaseDocuments.finite(word.abortAtLog10()))
                        .orElse(null),
                release.series().points().stream()
                        .map(point -> point(
                                point,
                                names,
                                evidence.map(Judgement.Evidence::metrics).orElse(List.of())))
                        .toList());
    }

    private static PointDocument point(Point point, List<String> names, List<MetricEvidence> evidence) {
        return new PointDocument(
                point.at(),
                point.intervals(),
                point.step(),
                point.weight(),
                point.isShare(),
                point.requests().baseline(),
                point.requests().canary(),
                ReleaseDocuments.finite(point.againstLog10()),
                IntStream.range(0, Math.min(names.size(), point.metrics().size()))
                        .mapToObj(i -> metric(names.get(i), point.metrics().get(i), promoteAt(names.get(i), evidence)))
                        .toList());
    }

    private static MetricPointDocument metric(String name, MetricPoint metric, @Nullable Double promoteAt) {
        return new MetricPointDocument(
                name,
                ReleaseDocuments.counts(metric.counts().baseline()),
                ReleaseDocuments.counts(metric.counts().canary()),
                metric.boundMillis().isPresent() ? metric.boundMillis().getAsDouble() : null,
                metric.levels()
                        .map(levels -> new PairDocument(
                                ReleaseDocuments.finite(levels.baseline()), ReleaseDocuments.finite(levels.canary())))
                        .orElse(null),
                metric.ratio().map(ExplanationDocuments::range).orElse(null),
                ReleaseDocuments.finite(metric.againstLog10()),
                ReleaseDocuments.finite(metric.forLog10()),
                promoteAt);
    }

    private static @Nullable Double promoteAt(String name, List<MetricEvidence> evidence) {
        return evidence.stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .map(metric -> ReleaseDocuments.finite(metric.promoteAtLog10()))
                .orElse(null);
    }
}
