package io.serinus.stats;

import static java.util.Objects.requireNonNull;

/**
 * Between which values the ratio of the second sample's event rate to the first's lies.
 *
 * @param low lower limit, 0 where the data exclude none
 * @param estimate the likeliest ratio: 0 without events in the second sample, infinite without events in the first, NaN
 *     without any
 * @param high upper limit, infinite where the data exclude none
 */
public record RatioInterval(double low, double estimate, double high) {
    private static final RatioInterval UNKNOWN = new RatioInterval(0, Double.NaN, Double.POSITIVE_INFINITY);

    public RatioInterval {
        if (!(low >= 0 && high >= low)) {
            throw new IllegalArgumentException(
                    "low is " + low + " and high is " + high + ", expected 0 <= low and low <= high");
        }
    }

    /**
     * The interval that holds at every moment at once: the probability that the ratio is <em>ever</em> outside, while
     * intervals are added and looked at, is at most alpha. This assumes one ratio for the whole run, rates of any course, and
     * noise within the grid; see {@link Strata} for runs beyond its capacity.
     *
     * <p>A ratio is outside when the likelihood of a fixed mixture of ratios and noise exceeds its own, under whichever
     * noise suits it best, by {@code 1 / alpha} or more (universal inference: Wasserman, Ramdas, Balakrishnan 2020). If the
     * ratios inside form several pieces, this is the smallest interval around what was found of them. Limits beyond
     * exp(-12) and exp(12) are given as 0 and infinity.
     *
     * @param alpha in (0, 1)
     */
    public static RatioInterval timeUniform(Strata strata, NuisanceGrid grid, double alpha) {
        requireNonNull(strata, "strata is null");
        requireNonNull(grid, "grid is null");
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha is " + alpha + ", expected a number above 0 and below 1");
        }
        if (strata.size() == 0) {
            return UNKNOWN;
        }
        return new RatioConfidence(new RatioProfile(strata, grid), strata.total(), alpha).interval();
    }
}
