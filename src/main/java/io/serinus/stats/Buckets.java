package io.serinus.stats;

import java.util.Arrays;

/**
 * How often a quantity was at most each of some bounds: a cumulative histogram. The quantity's unit is that of the bounds.
 * Immutable.
 */
public final class Buckets {
    private final double[] bounds;
    private final long[] cumulative;
    private final long total;

    /**
     * @param bounds upper bounds, finite and ascending, at least one
     * @param cumulative for each bound the number of values at or below it, never descending
     * @param total number of all values, at least the last of the former
     * @throws IllegalArgumentException if they do not fit together
     */
    public Buckets(double[] bounds, long[] cumulative, long total) {
        if (bounds.length == 0 || bounds.length != cumulative.length) {
            throw new IllegalArgumentException("there are " + bounds.length + " bounds and " + cumulative.length
                    + " cumulative counts, expected as many of both, at least one");
        }
        long before = 0;
        for (int i = 0; i < bounds.length; i++) {
            double least = i == 0 ? Double.NEGATIVE_INFINITY : bounds[i - 1];
            if (!(bounds[i] > least && bounds[i] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "bounds[" + i + "] is " + bounds[i] + ", expected a finite number above " + least);
            }
            if (cumulative[i] < before) {
                throw new IllegalArgumentException(
                        "cumulative[" + i + "] is " + cumulative[i] + ", expected at least " + before);
            }
            before = cumulative[i];
        }
        if (total < before) {
            throw new IllegalArgumentException("total is " + total + ", expected at least " + before);
        }
        this.bounds = bounds.clone();
        this.cumulative = cumulative.clone();
        this.total = total;
    }

    /** Number of bounds. */
    public int size() {
        return bounds.length;
    }

    /** The i-th bound, ascending from 0. */
    public double bound(int i) {
        return bounds[i];
    }

    /** Number of values at or below the i-th bound. */
    public long cumulative(int i) {
        return cumulative[i];
    }

    /** Number of all values. */
    public long total() {
        return total;
    }

    /** Fraction of values above the i-th bound, in [0, 1]; NaN without values. */
    public double fractionAbove(int i) {
        return (double) (total - cumulative[i]) / total;
    }

    /** Whether both have the same bounds, so that their counts can be compared. */
    public boolean hasBoundsOf(Buckets other) {
        return Arrays.equals(bounds, other.bounds);
    }

    /**
     * The quantile as PromQL's {@code histogram_quantile} estimates it: within the first bucket that reaches the rank, values
     * are taken as evenly spread; that bucket begins at 0 if it is the first one, and the estimate is its bound if that is
     * not above 0. Above the last bound there is nothing to interpolate: the last bound.
     *
     * @param q in (0, 1)
     * @return NaN without values
     * @throws IllegalArgumentException if q is out of its range
     */
    public double quantile(double q) {
        if (!(q > 0 && q < 1)) {
            throw new IllegalArgumentException("q is " + q + ", expected a number above 0 and below 1");
        }
        if (total == 0) {
            return Double.NaN;
        }
        double rank = q * total;
        for (int k = 0; k < bounds.length; k++) {
            if (cumulative[k] >= rank) {
                return interpolate(k, k == 0 ? 0 : (double) cumulative[k - 1], (double) cumulative[k], rank);
            }
        }
        return bounds[bounds.length - 1];
    }

    /** Where a line over the k-th bucket, through the given heights at its two ends, has the third height. */
    double interpolate(int k, double atStart, double atEnd, double height) {
        if (k == 0 && bounds[0] <= 0) {
            return bounds[0];
        }
        double start = k == 0 ? 0 : bounds[k - 1];
        return start + (bounds[k] - start) * ((height - atStart) / (atEnd - atStart));
    }
}
