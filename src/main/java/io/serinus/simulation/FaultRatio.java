package io.serinus.simulation;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The share of a version's requests that a fault hits, between 0 and 1, as a function of how long the version has been
 * receiving traffic. A version that nobody calls does not age.
 */
@FunctionalInterface
public interface FaultRatio {
    FaultRatio NEVER = sinceFirstRequest -> 0;

    /**
     * The share of requests that are hit now.
     *
     * @param sinceFirstRequest the time since the version's first request, zero for that request itself
     * @return between 0 and 1
     */
    double at(Duration sinceFirstRequest);

    /**
     * The same share at all times.
     *
     * @throws IllegalArgumentException if the ratio is not between 0 and 1
     */
    static FaultRatio constant(double ratio) {
        requireRatio(ratio);
        return sinceFirstRequest -> ratio;
    }

    /**
     * This ratio until the version has been receiving traffic for the given time, another one from then on. Calls can be
     * chained to describe phases; the time always counts from the version's first request.
     *
     * @throws IllegalArgumentException if the ratio is not between 0 and 1
     */
    default FaultRatio from(Duration age, double ratio) {
        requireNonNull(age, "age is null");
        requireRatio(ratio);
        return sinceFirstRequest -> sinceFirstRequest.compareTo(age) < 0 ? at(sinceFirstRequest) : ratio;
    }

    /**
     * This ratio, interrupted by bursts: the last {@code length} of every {@code period} has another ratio.
     *
     * @throws IllegalArgumentException if the ratio is not between 0 and 1, or the period is not positive
     */
    default FaultRatio withBursts(Duration period, Duration length, double ratio) {
        requireRatio(ratio);
        if (!period.isPositive()) {
            throw new IllegalArgumentException("period of bursts must be positive, is " + period);
        }
        Duration calm = period.minus(length);
        return sinceFirstRequest -> {
            Duration inPeriod = sinceFirstRequest.minus(period.multipliedBy(sinceFirstRequest.dividedBy(period)));
            return inPeriod.compareTo(calm) < 0 ? at(sinceFirstRequest) : ratio;
        };
    }

    private static void requireRatio(double ratio) {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException("ratio must be between 0 and 1, is " + ratio);
        }
    }
}
