package io.serinus.kayenta;

/**
 * By how much one sample is higher than another: the shifts that {@link RankTest} does not reject, and the Hodges-Lehmann
 * estimate, at which it sees no difference.
 *
 * @param lower the smallest shift of the confidence interval. The search is coarse: where samples are of the size of its
 *     tolerance this may come out above {@code upper}
 * @param upper the largest shift of the confidence interval
 * @param estimate the shift that explains the samples best
 */
record Shift(double lower, double upper, double estimate) {
    /**
     * The shift from y to x.
     *
     * @param x ascending, at least one value
     * @param y ascending, at least one value
     * @param quantile of the standard normal distribution at the upper end of the confidence interval, above 0
     * @throws ArithmeticException if all values are tied at an end of the bracket, as they are with one value on each side, or
     *     if they are so far apart that their differences overflow
     */
    static Shift of(double[] x, double[] y, double quantile) {
        if (x.length == 1 && y.length == 1) {
            // The only possible shift makes them equal; whether subtraction hits it is a matter of rounding.
            throw new ArithmeticException("all observations are tied");
        }
        double least = x[0] - y[y.length - 1];
        double most = x[x.length - 1] - y[0];
        if (!Double.isFinite(most - least)) {
            throw new ArithmeticException("the values are too far apart");
        }
        var test = new RankTest(x, y);
        var bracket = new Bracket(test, least, test.statistic(least), most, test.statistic(most));
        return new Shift(bracket.end(quantile), bracket.end(-quantile), bracket.zero(0));
    }

    /** The smallest and the largest difference between a value of x and one of y, and the statistic there. */
    private record Bracket(RankTest test, double least, double atLeast, double most, double atMost) {
        /** Where the statistic is this; the bracket's end where it is not reached within. */
        double end(double quantile) {
            if (atLeast - quantile <= 0) {
                return least;
            }
            if (atMost - quantile >= 0) {
                return most;
            }
            return zero(quantile);
        }

        double zero(double quantile) {
            return RootSearch.between(
                    least, atLeast - quantile, most, atMost - quantile, mu -> test.statistic(mu) - quantile);
        }
    }
}
