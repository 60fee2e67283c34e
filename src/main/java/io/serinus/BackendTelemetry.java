package io.serinus;

import io.serinus.prometheus.BackendListener;
import io.serinus.prometheus.Identity;
import io.serinus.telemetry.BackendMetrics;
import java.time.Duration;
import java.util.Arrays;

/** Passes on to telemetry how the metrics backends do. */
final class BackendTelemetry implements BackendListener {
    private final BackendMetrics metrics;

    BackendTelemetry(BackendMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void begins(String backend) {
        metrics.begin(
                backend, Arrays.stream(Failure.values()).map(Failure::name).toList());
    }

    @Override
    public void asked(String backend, Duration took, long bytes) {
        metrics.asked(backend, took, bytes);
    }

    @Override
    public void failed(String backend, Failure failure) {
        metrics.failed(backend, failure.name());
    }

    @Override
    public void retried(String backend) {
        metrics.retried(backend);
    }

    @Override
    public void lagged(String backend, Duration behind) {
        metrics.lagged(backend, behind);
    }

    @Override
    public void sampleAge(String backend, Duration age) {
        metrics.sampleAge(backend, age);
    }

    @Override
    public void sampleAgeUnknown(String backend) {
        metrics.sampleAgeUnknown(backend);
    }

    @Override
    public void identified(String backend, Identity identity) {
        metrics.identified(backend, identity.flavor().word(), identity.version());
    }
}
