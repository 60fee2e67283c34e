package io.serinus.notify;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before trying again: twice as long each time, and never quite the same.
 *
 * @param chance from 0 to 1, another one at each call
 */
record Backoff(Duration first, Duration longest, DoubleSupplier chance) {
    /**
     * The pause after so many failures in a row.
     *
     * @param failures 1 or more
     */
    Duration after(int failures) {
        long nanos = first.toNanos();
        for (int i = 1; i < failures && nanos < longest.toNanos(); i++) {
            nanos *= 2;
        }
        long most = Math.min(nanos, longest.toNanos());
        return Duration.ofNanos(most / 2 + (long) (most / 2.0 * chance.getAsDouble()));
    }
}
