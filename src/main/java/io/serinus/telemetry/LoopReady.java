package io.serinus.telemetry;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Up while the caches are filled, so that the report tells the truth. A standby and a controller without its metrics backend
 * are ready as well: taking them out of the Service would only hide the report when it is needed; the data says what is
 * wrong.
 */
@Readiness
@Singleton
final class LoopReady implements HealthCheck {
    private final LoopStatus status;

    LoopReady(LoopStatus status) {
        this.status = status;
    }

    @Override
    public HealthCheckResponse call() {
        LoopStatus.Facts facts = status.facts();
        var response = HealthCheckResponse.named("caches")
                .status(facts.ready())
                .withData("role", facts.leader() ? "leader" : "standby")
                .withData("metricsBackend", facts.sourceProblem().isEmpty() ? "ok" : facts.sourceProblem());
        if (!facts.ready()) {
            response.withData("reason", "The caches of the cluster's objects are not filled yet.");
        }
        return response.build();
    }
}
