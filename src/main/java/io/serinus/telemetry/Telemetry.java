package io.serinus.telemetry;

import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.serinus.release.ReleaseStore;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The controller's registry: everything that {@code /metrics} shows is in it. */
@Singleton
public final class Telemetry {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ControllerMetrics controllerMetrics;
    private final BackendMetrics backendMetrics;

    Telemetry(ReleaseStore store) {
        JvmMetrics.builder().register(registry);
        registry.register(new ReleaseMetrics(store));
        controllerMetrics = new ControllerMetrics(registry);
        backendMetrics = new BackendMetrics(registry);
    }

    /** Where the loop says what it did. */
    @Produces
    @Singleton
    ControllerMetrics controllerMetrics() {
        return controllerMetrics;
    }

    /** Where it is said how the metrics backends do. */
    @Produces
    @Singleton
    BackendMetrics backendMetrics() {
        return backendMetrics;
    }

    /** Everything as it is now. */
    MetricSnapshots scrape() {
        return registry.scrape();
    }
}
