package io.serinus.template;

/**
 * What the canary's durations must keep to, whatever the baseline's are: a quantile of at most so many milliseconds. It is
 * judged at the first bucket bound that is not below.
 *
 * @param quantile 0.99 for p99; in (0, 1)
 * @param millis the limit, positive
 */
public record LatencyLimit(double quantile, double millis) {
    public LatencyLimit {
        if (!(quantile > 0 && quantile < 1)) {
            throw new IllegalArgumentException("quantile is " + quantile + ", expected a number between 0 and 1");
        }
        if (!(millis > 0 && millis < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("limit is " + millis + " ms, expected a positive duration");
        }
    }
}
