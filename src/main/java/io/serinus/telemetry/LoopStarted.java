package io.serinus.telemetry;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Up once start-up has finished. */
@Startup
@Singleton
final class LoopStarted implements HealthCheck {
    private final LoopStatus status;

    LoopStarted(LoopStatus status) {
        this.status = status;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("start-up")
                .status(status.facts().startedAt().isPresent())
                .build();
    }
}
