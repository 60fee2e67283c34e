package io.serinus.kayenta;

import java.util.Arrays;

/**
 * The bounds outside of which a value is an outlier: Tukey's fences, as many interquartile ranges below the first and above
 * the third quartile.
 */
record Fences(double low, double high) {
    /**
     * The fences of a sample.
     *
     * @param sorted ascending, at least one value
     * @param factor how many interquartile ranges
     */
    static Fences of(double[] sorted, double factor) {
        double first = Quantiles.of(sorted, 0.25);
        double third = Quantiles.of(sorted, 0.75);
        double reach = factor * (third - first);
        return new Fences(first - reach, third + reach);
    }

    /** The same, but at least as wide as from the 1st to the 99th percentile: without spread not every other value is out. */
    Fences reachingTails(double[] sorted) {
        return new Fences(Math.min(Quantiles.of(sorted, 0.01), low), Math.max(Quantiles.of(sorted, 0.99), high));
    }

    boolean contain(double value) {
        return value >= low && value <= high;
    }

    /** The values within the fences, still sorted. */
    double[] within(double[] sorted) {
        return Arrays.stream(sorted).filter(this::contain).toArray();
    }
}
