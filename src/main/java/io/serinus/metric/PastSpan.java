package io.serinus.metric;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * A span of the past, as it will be read: from its first time on, in order.
 *
 * @param from the first time
 * @param to the last one
 * @param tick how far apart request counters will be read, on a grid aligned to the epoch; {@code from} may lie beside it
 * @param interval how far apart latency histograms will be read, on a grid aligned to the epoch; a whole number of ticks
 */
public record PastSpan(Instant from, Instant to, Duration tick, Duration interval) {
    public PastSpan {
        requireNonNull(from, "from is null");
        requireNonNull(to, "to is null");
        requireNonNull(tick, "tick is null");
        requireNonNull(interval, "interval is null");
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("the span ends at " + to + ", before it begins at " + from);
        }
    }
}
