package io.serinus.telemetry;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.serinus.analysis.Verdict;
import io.serinus.release.Outcome;
import io.serinus.template.Hook;
import io.serinus.template.Notification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the loop did. Every method may be called from any thread and never blocks. */
public final class ControllerMetrics {
    private static final List<String> ROUTING_RESULTS = List.of("applied", "conflict", "refused", "gone", "failed");

    private final Histogram tickDuration;
    private final Gauge tickReleases;
    private final Counter ticks;
    private final Gauge lastTick;
    private final Counter sourceFailures;
    private final Counter routingWrites;
    private final Counter verdicts;
    private final Gauge lastVerdict;
    private final Counter steps;
    private final Counter releasesEnded;
    private final Histogram releaseDuration;
    private final Counter hooks;
    private final Counter notifications;
    private final Gauge leader;

    ControllerMetrics(PrometheusRegistry registry) {
        // A tick normally comes every 5 s: bounds from well below to well beyond that.
        tickDuration = Histogram.builder()
                .name("serinus_tick_duration_seconds")
                .help("How long one round of the loop took.")
                .classicOnly()
                .withoutExemplars()
                .classicUpperBounds(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
                .register(registry);
        // A release takes from minutes to days.
        releaseDuration = Histogram.builder()
                .name("serinus_release_duration_seconds")
                .help("How long releases took from their first step to their end, by how they ended.")
                .labelNames("outcome")
                .classicOnly()
                .withoutExemplars()
                .classicUpperBounds(60, 300, 600, 1200, 1800, 3600, 7200, 14_400, 28_800, 86_400, 259_200)
                .register(registry);
        var make = new Maker(registry);
        tickReleases = make.gauge("serinus_tick_releases", "Releases that the last round of the loop looked at.");
        lastTick = make.gauge("serinus_last_tick_timestamp_seconds", "When the last round of the loop was over.");
        lastVerdict = make.gauge(
                "serinus_last_verdict_timestamp_seconds", "When an interval of any release was judged last.");
        leader = make.gauge("serinus_leader", "1 where this controller acts, 0 where it stands by.");
        ticks = make.counter("serinus_ticks_total", "Rounds of the loop.");
        sourceFailures = make.counter(
                "serinus_source_failures_total", "Snapshots that the metrics backend did not deliver completely.");
        routingWrites = make.counter(
                "serinus_routing_writes_total", "Writes to VirtualServices, by what came of them.", "result");
        verdicts = make.counter(
                "serinus_verdicts_total", "Intervals of releases that were judged, by verdict.", "verdict");
        steps = make.counter("serinus_steps_entered_total", "Steps that releases entered.");
        releasesEnded = make.counter(
                "serinus_releases_ended_total", "Releases that ended under this controller, by how.", "outcome");
        hooks = make.counter(
                "serinus_hooks_total", "Hooks that were called, by stage and by what came of it.", "stage", "result");
        notifications = make.counter(
                "serinus_notifications_total", "Notifications, by type and by what came of them.", "type", "result");
        beginAtZero();
    }

    private record Maker(PrometheusRegistry registry) {
        Counter counter(String name, String help, String... labels) {
            return Counter.builder()
                    .name(name)
                    .help(help)
                    .labelNames(labels)
                    .withoutExemplars()
                    .register(registry);
        }

        Gauge gauge(String name, String help) {
            return Gauge.builder().name(name).help(help).register(registry);
        }
    }

    /** An increase from "absent" to 1 is no increase to Prometheus. */
    private void beginAtZero() {
        for (Outcome outcome : Outcome.values()) {
            releasesEnded.initLabelValues(outcome.name());
            releaseDuration.initLabelValues(outcome.name());
        }
        for (Verdict verdict : Verdict.values()) {
            verdicts.initLabelValues(verdict.name());
        }
        ROUTING_RESULTS.forEach(routingWrites::initLabelValues);
        for (Hook.Stage stage : Hook.Stage.values()) {
            hooks.initLabelValues(stage.name(), "failed");
        }
        for (Notification.Type type : Notification.Type.values()) {
            notifications.initLabelValues(type.name(), "failed");
        }
    }

    /**
     * A round of the loop is over.
     *
     * @param duration how long it took
     * @param releases how many releases it looked at
     * @param at when it was over
     */
    public void tickFinished(Duration duration, int releases, Instant at) {
        ticks.inc();
        lastTick.set(seconds(at));
        tickDuration.observe(duration.toNanos() / 1e9);
        tickReleases.set(releases);
    }

    /** The metrics backend did not deliver a snapshot, or not all of it. */
    public void sourceFailed() {
        sourceFailures.inc();
    }

    /**
     * A VirtualService was written, or was not.
     *
     * @param result one word of a small closed set, for example {@code applied} or {@code conflict}: it becomes a label
     */
    public void routingWrite(String result) {
        routingWrites.labelValues(result).inc();
    }

    /**
     * A hook was called, with all repetitions.
     *
     * @param result one word of a small closed set
     */
    public void hookCalled(Hook.Stage stage, String result) {
        hooks.labelValues(stage.name(), result).inc();
    }

    /**
     * A notification was sent, or given up.
     *
     * @param result one word of a small closed set
     */
    public void notified(Notification.Type type, String result) {
        notifications.labelValues(type.name(), result).inc();
    }

    /** An interval of a release was judged. */
    public void judged(Verdict verdict, Instant at) {
        verdicts.labelValues(verdict.name()).inc();
        lastVerdict.set(seconds(at));
    }

    /** Releases entered so many further steps; not negative. */
    public void stepsEntered(int count) {
        steps.inc(count);
    }

    /**
     * A release is over.
     *
     * @param took how long ago it entered its first step; empty if it never did
     */
    public void releaseEnded(Outcome outcome, Optional<Duration> took) {
        releasesEnded.labelValues(outcome.name()).inc();
        took.ifPresent(duration -> releaseDuration.labelValues(outcome.name()).observe(duration.toMillis() / 1e3));
    }

    /** This controller holds the lease, or does not. */
    public void leader(boolean isLeader) {
        leader.set(isLeader ? 1 : 0);
    }

    private static double seconds(Instant at) {
        return at.toEpochMilli() / 1e3;
    }
}
