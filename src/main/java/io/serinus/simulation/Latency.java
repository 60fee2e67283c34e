package io.serinus.simulation;

import java.util.random.RandomGenerator;

/**
 * The distribution of request durations: lognormal, plus a constant shift.
 *
 * @param medianMillis median of the lognormal part in ms, positive
 * @param sigma standard deviation of its logarithm; 0 makes every request take the median
 * @param shiftMillis added to every duration, in ms, not negative
 */
public record Latency(double medianMillis, double sigma, double shiftMillis) {
    public Latency {
        if (!(medianMillis > 0) || !(sigma >= 0) || !(shiftMillis >= 0)) {
            throw new IllegalArgumentException("latency needs medianMillis > 0, sigma >= 0, shiftMillis >= 0, got "
                    + medianMillis + ", " + sigma + ", " + shiftMillis);
        }
    }

    public static Latency lognormal(double medianMillis, double sigma) {
        return new Latency(medianMillis, sigma, 0);
    }

    /** Every duration longer by so many milliseconds. */
    public Latency shiftedBy(double millis) {
        return new Latency(medianMillis, sigma, shiftMillis + millis);
    }

    /** Every duration multiplied by the factor. */
    public Latency scaledBy(double factor) {
        return new Latency(medianMillis * factor, sigma, shiftMillis * factor);
    }

    double draw(RandomGenerator random) {
        return shiftMillis + medianMillis * Math.exp(sigma * random.nextGaussian());
    }
}
