package io.serinus;

import io.serinus.analysis.Verdict;
import io.serinus.controller.LoopListener;
import io.serinus.notify.CallListener;
import io.serinus.release.Outcome;
import io.serinus.telemetry.ControllerMetrics;
import io.serinus.telemetry.LoopStatus;
import io.serinus.template.Hook;
import io.serinus.template.Notification;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Passes on to telemetry what the loop does. */
final class LoopTelemetry implements LoopListener, CallListener {
    private final ControllerMetrics metrics;
    private final LoopStatus status;
    private final InstantSource clock;

    LoopTelemetry(ControllerMetrics metrics, LoopStatus status, InstantSource clock) {
        this.metrics = metrics;
        this.status = status;
        this.clock = clock;
    }

    @Override
    public void wentRound() {
        status.tick(clock.instant());
    }

    @Override
    public void ticked(Instant at, Duration took, int releases) {
        metrics.tickFinished(took, releases, clock.instant());
    }

    @Override
    public void sourceAnswered(String backend, Optional<String> failure) {
        status.source(backend, failure.isEmpty(), failure.orElse(""));
        failure.ifPresent(_ -> metrics.sourceFailed());
    }

    @Override
    public void routed(String result) {
        metrics.routingWrite(result);
    }

    @Override
    public void judged(Verdict verdict) {
        metrics.judged(verdict, clock.instant());
    }

    @Override
    public void entered(int steps) {
        metrics.stepsEntered(steps);
    }

    @Override
    public void ended(Outcome outcome, Optional<Duration> took) {
        metrics.releaseEnded(outcome, took);
    }

    @Override
    public void hookCalled(Hook.Stage stage, String result) {
        metrics.hookCalled(stage, result);
    }

    @Override
    public void notified(Notification.Type type, String result) {
        metrics.notified(type, result);
    }

    @Override
    public void leading(boolean leads) {
        metrics.leader(leads);
        status.leader(leads);
    }
}
