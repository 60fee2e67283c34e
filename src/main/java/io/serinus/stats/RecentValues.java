package io.serinus.stats;

import java.util.Arrays;

/** The last {@value #CAPACITY} of a series of numbers, to estimate their median from. A value: adding returns another one. */
public final class RecentValues {
    /** Two hours of half minutes. */
    public static final int CAPACITY = 240;

    private static final RecentValues EMPTY = new RecentValues(new double[0]);

    /** Oldest first. */
    private final double[] values;

    private RecentValues(double[] values) {
        this.values = values;
    }

    /** No number yet. */
    public static RecentValues empty() {
        return EMPTY;
    }

    /**
     * With one more, without the oldest if there are too many.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public RecentValues add(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value is " + value + ", expected a finite number");
        }
        int drop = values.length == CAPACITY ? 1 : 0;
        double[] next = Arrays.copyOfRange(values, drop, values.length + 1);
        next[next.length - 1] = value;
        return new RecentValues(next);
    }

    /** How many there are, at most {@value #CAPACITY}. */
    public int size() {
        return values.length;
    }

    /**
     * The median of these numbers, and an interval for that of the distribution they come from; see {@link MedianInterval}
     * for what it assumes. It withstands outliers.
     *
     * @param alpha in (0, 1)
     * @throws IllegalArgumentException if alpha is out of its range
     */
    public MedianInterval median(double alpha) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha is " + alpha + ", expected a number above 0 and below 1");
        }
        double[] ascending = values.clone();
        Arrays.sort(ascending);
        return MedianInterval.of(ascending, alpha);
    }
}
