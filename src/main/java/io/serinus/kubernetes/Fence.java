package io.serinus.kubernetes;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether the lease still protects us. It does until the renew deadline has passed since the last renewal that succeeded,
 * counted from before its request was sent: whoever waits for the lease to expire counts from later on. A process that was
 * paused finds the fence closed before it does anything else.
 */
final class Fence {
    private final long deadlineNanos;
    private final LongSupplier nanoTime;
    private volatile boolean leading;
    private volatile boolean shut;
    private volatile long renewedAt;

    /** @param nanoTime a clock that is never set, in nanoseconds */
    Fence(Duration renewDeadline, LongSupplier nanoTime) {
        this.deadlineNanos = renewDeadline.toNanos();
        this.nanoTime = nanoTime;
    }

    /** A moment to be given to {@link #renewed}. */
    long now() {
        return nanoTime.getAsLong();
    }

    /** @param before the moment before the request was sent */
    void renewed(long before) {
        renewedAt = before;
        leading = true;
    }

    void lost() {
        leading = false;
    }

    /** For good: a renewal that is still under way opens it no more. */
    void shut() {
        shut = true;
    }

    boolean isOpen() {
        return !shut && leading && nanoTime.getAsLong() - renewedAt < deadlineNanos;
    }
}
