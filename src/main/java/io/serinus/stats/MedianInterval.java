package io.serinus.stats;

/**
 * Between which values a median lies.
 *
 * @param low lower limit, minus infinity with too few values
 * @param estimate the sample's median, NaN without values
 * @param high upper limit, infinity with too few values
 */
public record MedianInterval(double low, double estimate, double high) {
    /**
     * The interval between two order statistics that covers the median of independent values of any one continuous
     * distribution with a probability of at least {@code 1 - alpha} (Thompson 1936; David and Nagaraja 2003, 7.1). It holds
     * for one look, not for many, and is too narrow for correlated values: for people to read.
     *
     * @param ascending values in ascending order, at most 1,000
     * @param alpha in (0, 1)
     */
    static MedianInterval of(double[] ascending, double alpha) {
        int n = ascending.length;
        if (n == 0) {
            return new MedianInterval(Double.NEGATIVE_INFINITY, Double.NaN, Double.POSITIVE_INFINITY);
        }
        double median = ascending[(n - 1) / 2] / 2 + ascending[n / 2] / 2;
        // Fewer than j of n values are below the median with the probability of fewer than j heads.
        double probability = Math.scalb(1.0, -n);
        double fewer = 0;
        int j = 0;
        while (fewer + probability <= alpha / 2) {
            fewer += probability;
            probability *= (double) (n - j) / (j + 1);
            j++;
        }
        return j == 0
                ? new MedianInterval(Double.NEGATIVE_INFINITY, median, Double.POSITIVE_INFINITY)
                : new MedianInterval(ascending[j - 1], median, ascending[n - j]);
    }
}
