package io.serinus.telemetry;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long the loop may stay away before the controller counts as dead and is started again.
 *
 * @param duration positive, several times the tick and longer than the slowest round that is still normal
 */
public record LivenessLimit(Duration duration) {
    /** A round whose every call runs into its timeout still ends well within this. */
    public static final LivenessLimit DEFAULT = new LivenessLimit(Duration.ofMinutes(2));

    public LivenessLimit {
        requireNonNull(duration, "duration is null");
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("duration is " + duration + ", expected a positive duration");
        }
    }
}
