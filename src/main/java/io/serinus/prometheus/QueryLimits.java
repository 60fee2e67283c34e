package io.serinus.prometheus;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How much a backend is asked for.
 *
 * @param atOnce how many queries it gets at the same time, for whatever they are; 2 at least, since the history of a
 *     baseline may take one of them for long, and 16 at most, since Prometheus answers no more than 20 by default,
 *     dashboards and alerts included
 * @param budget how long the queries for the counters of one tick may take together
 */
public record QueryLimits(int atOnce, Duration budget) {
    private static final int LEAST_AT_ONCE = 2;
    private static final int MOST_AT_ONCE = 16;
    private static final Duration LEAST_BUDGET = Duration.ofMillis(100);

    /** What the options say by default. */
    public static final QueryLimits DEFAULT = new QueryLimits(4, Duration.ofSeconds(8));

    public QueryLimits {
        requireNonNull(budget, "budget is null");
        if (atOnce < LEAST_AT_ONCE || atOnce > MOST_AT_ONCE) {
            throw new IllegalArgumentException("queries-at-once is " + atOnce + "; it must be " + LEAST_AT_ONCE + " to "
                    + MOST_AT_ONCE + ": Prometheus answers 20 queries at the same time, to everybody together");
        }
        if (budget.compareTo(LEAST_BUDGET) < 0) {
            throw new IllegalArgumentException("budget is " + budget + "; it must be at least " + LEAST_BUDGET);
        }
    }
}
