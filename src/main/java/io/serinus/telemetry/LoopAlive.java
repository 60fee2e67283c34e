package io.serinus.telemetry;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Up while the loop goes round; before the start it is up too, because the start-up check speaks for that time. */
@Liveness
@Singleton
final class LoopAlive implements HealthCheck {
    private final LoopStatus status;
    private final InstantSource clock;
    private final Duration limit;

    LoopAlive(LoopStatus status, InstantSource clock, LivenessLimit limit) {
        this.status = status;
        this.clock = clock;
        this.limit = limit.duration();
    }

    @Override
    public HealthCheckResponse call() {
        LoopStatus.Facts facts = status.facts();
        Optional<Instant> lastSign = facts.lastSign();
        var response = HealthCheckResponse.named("loop").up();
        facts.lastTick().ifPresent(tick -> response.withData("lastTick", tick.toString()));
        if (lastSign.isPresent() && clock.instant().isAfter(lastSign.get().plus(limit))) {
            response.down()
                    .withData(
                            "reason",
                            "The loop has not gone round since " + lastSign.get() + ", the limit is "
                                    + limit.toSeconds() + " s.");
        }
        return response.build();
    }
}
