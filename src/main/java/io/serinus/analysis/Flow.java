package io.serinus.analysis;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many requests there have been lately, those of long ago fading. For forecasts only; nothing depends on it.
 *
 * @param requests to both versions together, mirrored ones not counted
 * @param seconds in which they came
 * @param canary those that went to the canary by its weight
 * @param expected how many the weight alone would have sent there
 * @param last the latest count; null before the first
 */
record Flow(
        double requests,
        double seconds,
        double canary,
        double expected,
        @Nullable Instant last) {
    static final Flow NONE = new Flow(0, 0, 0, 0, null);

    /** After so long requests count for a third of what new ones do. */
    private static final Duration MEMORY = Duration.ofMinutes(5);

    /** From so many requests on it is known which part of its weight's share the canary gets. */
    private static final double ENOUGH = 50;

    /**
     * With one more count.
     *
     * @param joint requests to both versions, mirrored ones not counted
     * @param toCanary those of them to the canary, where its weight alone decides; else 0
     * @param weight the canary's, as a fraction, where it alone decides; else 0
     * @param usual how long a count takes, for the first
     */
    Flow plus(Instant at, double joint, double toCanary, double weight, Duration usual) {
        double span = seconds(last == null ? usual : Duration.between(last, at));
        if (!(span > 0)) {
            return this;
        }
        double kept = Math.exp(-span / seconds(MEMORY));
        return new Flow(
                kept * requests + joint,
                kept * seconds + span,
                kept * canary + toCanary,
                kept * expected + weight * joint,
                at);
    }

    /** To both versions together; 0 before the first count. */
    double perSecond() {
        return seconds == 0 ? 0 : requests / seconds;
    }

    /**
     * Which part of its weight's share the canary gets: below 1 where other routes lead to the baseline, too, and above
     * where the weights of the route are too coarse for so small a share.
     */
    double part() {
        return expected < ENOUGH ? 1 : canary / expected;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
