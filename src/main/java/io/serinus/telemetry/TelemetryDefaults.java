package io.serinus.telemetry;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** What holds where nobody says otherwise: any other bean of the same type takes its place. */
final class TelemetryDefaults {
    @Produces
    @DefaultBean
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @DefaultBean
    @Singleton
    LivenessLimit livenessLimit() {
        return LivenessLimit.DEFAULT;
    }
}
