package io.serinus.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Time that passes faster than real time, from a given moment on. */
public final class AcceleratedClock implements InstantSource {
    private final Instant start;
    private final double speed;
    private final LongSupplier nanos;
    private final long startNanos;

    /**
     * @param start the time it shows first
     * @param speed how many simulated seconds pass in a real one; positive
     * @param nanos a monotonic clock in ns, such as {@code System::nanoTime}
     */
    public AcceleratedClock(Instant start, double speed, LongSupplier nanos) {
        if (!(speed > 0 && speed <= 10_000)) {
            throw new IllegalArgumentException("speed is " + speed + ", expected a number above 0, at most 10000");
        }
        this.start = start;
        this.speed = speed;
        this.nanos = nanos;
        this.startNanos = nanos.getAsLong();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(Math.round((nanos.getAsLong() - startNanos) * speed));
    }

    /** How long a simulated duration really takes. */
    public Duration real(Duration simulated) {
        return Duration.ofNanos(Math.round(simulated.toNanos() / speed));
    }
}
