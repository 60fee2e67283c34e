package io.serinus.prometheus;

import java.time.Duration;

/** A point in time by which one query, or all of a tick, must be answered. */
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

    boolean isOver() {
        return remaining().isZero();
    }

    /** A part of the time from now on; all that is left if that is less. */
    Deadline within(Duration most) {
        return remaining().compareTo(most) < 0 ? this : new Deadline(most);
    }
}
