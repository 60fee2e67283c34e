package io.serinus.template;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** One routing intent, held until its evidence is in. */
public sealed interface Step {

    /** The shortest time that the step is held, whatever the evidence. */
    Duration minDuration();

    /** Canary requests in this step before it can be left; 0 for none. */
    long minRequests();

    /**
     * The canary's share of the managed routes.
     *
     * @param percent of the pair's joint weight; 1..99 (100 is what promotion does)
     */
    record Weight(int percent, Duration minDuration, long minRequests) implements Step {
        public Weight {
            requireNonNull(minDuration, "minDuration is null");
            if (percent < 1 || percent > 99) {
                throw new IllegalArgumentException("weight is " + percent + ", expected a whole number from 1 to 99");
            }
            if (minDuration.isNegative() || minRequests < 0) {
                throw new IllegalArgumentException("minDuration and minRequests must not be negative");
            }
        }
    }
}
