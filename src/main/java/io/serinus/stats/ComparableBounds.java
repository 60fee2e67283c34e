package io.serinus.stats;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * Chooses at which bounds of a histogram two samples are worth comparing: where the fraction of values above is neither too
 * small to be seen nor so large that it says little about slow values. The choice may look at the first sample only, and is
 * made once, before the second is looked at; otherwise the comparison would be biased.
 */
public final class ComparableBounds {
    /** So many values tell the fractions well enough. */
    public static final int LEAST_VALUES = 200;

    /** More comparisons would only dilute the evidence of each. */
    public static final int MOST_BOUNDS = 8;

    private static final double LEAST_FRACTION = 0.0002;
    private static final double LARGEST_FRACTION = 0.6;

    /** Bounds that almost no value exceeds yet, where a new slow path of the second sample would show. */
    private static final int BOUNDS_BEYOND = 2;

    private ComparableBounds() {}

    /**
     * Every bound within the range that between 0.02 % and 60 % of the values exceed, and the next two larger ones within
     * the range, even where there are none of the former. At most {@value #MOST_BOUNDS}: the smallest ones give way first.
     *
     * @param baseline the first sample's values
     * @param from least bound allowed, in the unit of the bounds
     * @param to largest bound allowed
     * @return ascending; empty with fewer than {@value #LEAST_VALUES} values, or when more than 60 % exceed every bound
     *     within the range
     * @throws IllegalArgumentException unless from is at most to
     */
    public static List<Double> choose(Buckets baseline, double from, double to) {
        requireNonNull(baseline, "baseline is null");
        if (!(from <= to)) {
            throw new IllegalArgumentException("from is " + from + ", expected at most to, which is " + to);
        }
        if (baseline.total() < LEAST_VALUES) {
            return List.of();
        }
        var chosen = new ArrayList<Double>();
        int beyond = 0;
        for (int i = 0; i < baseline.size() && beyond < BOUNDS_BEYOND; i++) {
            double bound = baseline.bound(i);
            double fraction = baseline.fractionAbove(i);
            if (bound >= from && bound <= to && fraction <= LARGEST_FRACTION) {
                chosen.add(bound);
                beyond += fraction < LEAST_FRACTION ? 1 : 0;
            }
        }
        return List.copyOf(chosen.subList(Math.max(0, chosen.size() - MOST_BOUNDS), chosen.size()));
    }
}
