package io.serinus.telemetry;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.serinus.analysis.Forecast;
import io.serinus.analysis.Judgement;
import io.serinus.release.Plan;
import io.serinus.release.Release;
import io.serinus.release.State;
import java.time.Instant;
import java.util.List;

/** How far releases have come, as gauges; filled by one scrape. */
final class CourseMetrics {
    private final GaugeSnapshot.Builder asked =
            ReleaseMetrics.gauge("serinus_release_requested_timestamp_seconds", "When the release was asked for.");
    private final GaugeSnapshot.Builder step =
            ReleaseMetrics.gauge("serinus_release_step", "The step that was entered last, from 1; 0 before the first.");
    private final GaugeSnapshot.Builder steps =
            ReleaseMetrics.gauge("serinus_release_steps", "How many steps there are before promotion.");
    private final GaugeSnapshot.Builder stepSince = ReleaseMetrics.gauge(
            "serinus_release_step_entered_timestamp_seconds", "When the step that was entered last was entered.");
    private final GaugeSnapshot.Builder verdict =
            ReleaseMetrics.gauge("serinus_release_verdict", "1 for the judge's last word.");
    private final GaugeSnapshot.Builder requests = ReleaseMetrics.gauge(
            "serinus_release_step_canary_requests", "Requests to the canary since its share last changed.");
    private final GaugeSnapshot.Builder pace = ReleaseMetrics.gauge(
            "serinus_release_requests_per_second", "Requests per second to both versions together, lately.");
    private final GaugeSnapshot.Builder promotion = ReleaseMetrics.gauge(
            "serinus_release_promotion_expected_timestamp_seconds", "When the canary is going to get everything.");

    void add(Labels release, Release now) {
        asked.dataPoint(ReleaseMetrics.point(release, seconds(now.createdAt())));
        step.dataPoint(ReleaseMetrics.point(
                release, now.history().isEmpty() ? 0 : now.history().getLast().step() + 1.0));
        now.plan().map(Plan::steps).ifPresent(count -> steps.dataPoint(ReleaseMetrics.point(release, count)));
        if (!now.history().isEmpty()) {
            stepSince.dataPoint(ReleaseMetrics.point(
                    release, seconds(now.history().getLast().enteredAt())));
        }
        now.judgement().ifPresent(word -> add(release, word, now));
    }

    private void add(Labels release, Judgement word, Release now) {
        verdict.dataPoint(
                ReleaseMetrics.point(release.add("verdict", word.verdict().name()), 1));
        requests.dataPoint(ReleaseMetrics.point(release, word.evidence().canaryRequestsInStep()));
        if (now.state() instanceof State.Progressing state) {
            word.forecast()
                    .map(forecast -> forecast.from(state.step(), state.pauseEnds()))
                    .ifPresent(forecast -> add(release, forecast, state));
        }
    }

    private void add(Labels release, Forecast forecast, State.Progressing state) {
        pace.dataPoint(ReleaseMetrics.point(release, forecast.requestsPerSecond()));
        // What is held comes when whatever holds it lets go, and nobody knows when.
        if (state.trouble().isEmpty()) {
            forecast.promotion().ifPresent(at -> promotion.dataPoint(ReleaseMetrics.point(release, seconds(at))));
        }
    }

    List<MetricSnapshot> snapshots() {
        return List.of(
                asked.build(),
                step.build(),
                steps.build(),
                stepSince.build(),
                verdict.build(),
                requests.build(),
                pace.build(),
                promotion.build());
    }

    private static double seconds(Instant at) {
        return at.toEpochMilli() / 1e3;
    }
}
