package io.serinus.telemetry;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.serinus.analysis.Explanation;
import io.serinus.analysis.Judgement;
import java.util.List;

/** The evidence of releases, as gauges; filled by one scrape. */
final class EvidenceMetrics {
    private final GaugeSnapshot.Builder against = ReleaseMetrics.gauge(
            "serinus_release_evidence_against_log10",
            "log10 of the combined e-value against the canary; aborts at the threshold.");
    private final GaugeSnapshot.Builder threshold = ReleaseMetrics.gauge(
            "serinus_release_evidence_abort_at_log10", "The threshold: log10 of the e-value that aborts.");
    private final GaugeSnapshot.Builder metricAgainst = ReleaseMetrics.gauge(
            "serinus_release_metric_evidence_against_log10", "log10 of one metric's e-value against the canary.");
    private final GaugeSnapshot.Builder metricFor = ReleaseMetrics.gauge(
            "serinus_release_metric_evidence_for_log10", "log10 of one metric's e-value for the next step.");
    private final GaugeSnapshot.Builder promote = ReleaseMetrics.gauge(
            "serinus_release_metric_evidence_promote_at_log10",
            "The threshold of one metric: log10 of the e-value that it takes for the next step.");
    private final GaugeSnapshot.Builder bad = ReleaseMetrics.gauge(
            "serinus_release_metric_bad_ratio", "Bad requests of a version among all of it that were judged.");
    private final GaugeSnapshot.Builder ratio = ReleaseMetrics.gauge(
            "serinus_release_metric_ratio", "The canary's bad fraction over the baseline's, best guess.");
    private final GaugeSnapshot.Builder ratioLow = ReleaseMetrics.gauge(
            "serinus_release_metric_ratio_low", "Lower limit of the canary's bad fraction over the baseline's.");
    private final GaugeSnapshot.Builder ratioHigh = ReleaseMetrics.gauge(
            "serinus_release_metric_ratio_high", "Upper limit of the canary's bad fraction over the baseline's.");

    void add(Labels release, Judgement.Evidence evidence) {
        against.dataPoint(ReleaseMetrics.point(release, evidence.againstLog10()));
        threshold.dataPoint(ReleaseMetrics.point(release, evidence.abortAtLog10()));
        for (Judgement.MetricEvidence metric : evidence.metrics()) {
            Labels named = release.add("metric", metric.name());
            metricAgainst.dataPoint(ReleaseMetrics.point(named, metric.againstLog10()));
            metricFor.dataPoint(ReleaseMetrics.point(named, metric.forLog10()));
            promote.dataPoint(ReleaseMetrics.point(named, metric.promoteAtLog10()));
            addFinite(bad, named.add("version", "baseline"), metric.baseline().ratio());
            addFinite(bad, named.add("version", "canary"), metric.canary().ratio());
            metric.explanation().flatMap(Explanation::ratio).ifPresent(range -> {
                addFinite(ratio, named, range.estimate());
                addFinite(ratioLow, named, range.low());
                addFinite(ratioHigh, named, range.high());
            });
        }
    }

    List<MetricSnapshot> snapshots() {
        return List.of(
                against.build(),
                threshold.build(),
                metricAgainst.build(),
                metricFor.build(),
                promote.build(),
                bad.build(),
                ratio.build(),
                ratioLow.build(),
                ratioHigh.build());
    }

    /** A limit at infinity is none. */
    private static void addFinite(GaugeSnapshot.Builder gauge, Labels labels, double value) {
        if (Double.isFinite(value)) {
            gauge.dataPoint(ReleaseMetrics.point(labels, value));
        }
    }
}
