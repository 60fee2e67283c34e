package io.serinus.prometheus;

import java.time.Duration;

/** A point in time by which all queries of a snapshot must be answered. */
final class Deadline {
    private final Duration budget;
    private final long nanoTime;

    Deadline(Duration budget) {
        this.budget = budget;
        this.nanoTime = System.nanoTime() + budget.toNanos();
    }

    /** How much time there was at first. */
    Duration budget() {
        return budget;
    }

    Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }
}
