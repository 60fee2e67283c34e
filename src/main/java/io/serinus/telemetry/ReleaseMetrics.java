package io.serinus.telemetry;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.serinus.analysis.Judgement;
import io.serinus.release.Release;
import io.serinus.release.ReleaseStore;
import io.serinus.release.State.Phase;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * The releases as metrics, read when somebody scrapes. Those under way have series of their own, at most one release for
 * each VirtualService, so that the number of series follows the number of VirtualServices and not of releases ever made.
 */
final class ReleaseMetrics implements MultiCollector {
    private final ReleaseStore store;

    ReleaseMetrics(ReleaseStore store) {
        this.store = store;
    }

    @Override
    public MetricSnapshots collect() {
        Collection<Release> all = store.all();
        var info = InfoSnapshot.builder().name("serinus_release").help("What is released, while it is under way.");
        var weight = gauge("serinus_release_weight_ratio", "The canary's share that was last decided on; 1 is all.");
        var course = new CourseMetrics();
        var evidence = new EvidenceMetrics();
        var held = gauge("serinus_release_held", "1 while something keeps the release from moving, by what.");
        for (Release release : UnderWay.perVirtualService(all)) {
            Labels labels = Labels.of(
                    "namespace",
                    release.id().namespace(),
                    "virtualservice",
                    release.request().virtualService());
            info.dataPoint(info(release, labels));
            weight.dataPoint(point(labels, release.weight() / 100.0));
            course.add(labels, release);
            release.state()
                    .trouble()
                    .ifPresent(trouble -> held.dataPoint(
                            point(labels.add("kind", trouble.kind().name()), 1)));
            release.judgement().map(Judgement::evidence).ifPresent(word -> evidence.add(labels, word));
        }
        var snapshots = MetricSnapshots.builder()
                .metricSnapshot(phases(all))
                .metricSnapshot(info.build())
                .metricSnapshot(weight.build())
                .metricSnapshot(held.build());
        course.snapshots().forEach(snapshots::metricSnapshot);
        evidence.snapshots().forEach(snapshots::metricSnapshot);
        return snapshots.build();
    }

    private static GaugeSnapshot phases(Collection<Release> all) {
        Map<Phase, Integer> counts = new EnumMap<>(Phase.class);
        all.forEach(release -> counts.merge(release.state().phase(), 1, Integer::sum));
        var releases = gauge("serinus_releases", "Recorded releases, by phase; ended ones are kept for a while.");
        for (Phase phase : Phase.values()) {
            releases.dataPoint(point(Labels.of("phase", phase.name()), counts.getOrDefault(phase, 0)));
        }
        return releases.build();
    }

    private static InfoDataPointSnapshot info(Release release, Labels labels) {
        return InfoDataPointSnapshot.builder()
                .labels(labels.merge(Labels.of(
                        "release",
                        release.id().name(),
                        "baseline",
                        baseline(release),
                        "canary",
                        release.request().canary(),
                        "template",
                        release.request().template(),
                        "phase",
                        release.state().phase().name())))
                .build();
    }

    /** Empty while nobody has found it out. */
    private static String baseline(Release release) {
        return release.plan()
                .map(plan -> plan.pair().baseline())
                .map(endpoint -> endpoint.subset() == null ? "host:" + endpoint.host() : endpoint.subset())
                .or(() -> release.request().baseline())
                .orElse("");
    }

    static GaugeSnapshot.Builder gauge(String name, String help) {
        return GaugeSnapshot.builder().name(name).help(help);
    }

    static GaugeDataPointSnapshot point(Labels labels, double value) {
        return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }
}
