package io.serinus.kayenta;

/**
 * The Wilcoxon-Mann-Whitney test of two samples in its normal approximation, corrected for ties and for continuity.
 *
 * <p>With n values x, m values y and N = n + m, the statistic of the shift mu is {@code (U - nm/2 - c) / sigma}, where U is the
 * rank sum of {@code x - mu} less {@code n (n + 1) / 2}, c is half the sign of what it is subtracted from, and {@code sigma^2 =
 * nm/12 (N + 1 - ties / (N (N - 1)))}. It falls as mu grows. See Hollander, Wolfe and Chicken, <em>Nonparametric Statistical
 * Methods</em>, chapter 4.
 */
final class RankTest {
    private final double[] x;
    private final double[] y;

    /** Both samples ascending, with at least one value each. */
    RankTest(double[] x, double[] y) {
        this.x = x;
        this.y = y;
    }

    /** The probability that a value of x is above one of y, ties counting half: U / (nm). */
    double probabilityOfHigher() {
        double pairs = (double) x.length * y.length;
        return (excess(Ranking.of(x, y, 0)) + pairs / 2) / pairs;
    }

    /**
     * The statistic.
     *
     * @throws ArithmeticException if all values are equal once x is shifted, so that there is no variance to compare with
     */
    double statistic(double mu) {
        double n = x.length;
        double m = y.length;
        Ranking ranking = Ranking.of(x, y, mu);
        double excess = excess(ranking);
        double variance = (n * m / 12) * ((n + m + 1) - ranking.ties() / ((n + m) * (n + m - 1)));
        if (variance == 0) {
            throw new ArithmeticException("all observations are tied");
        }
        return (excess - 0.5 * Math.signum(excess)) / Math.sqrt(variance);
    }

    /** {@code U - nm/2}: how much higher x ranks than it would if there were no difference. */
    private double excess(Ranking ranking) {
        double n = x.length;
        return ranking.rankSum() - n * (n + 1) / 2 - n * y.length / 2;
    }
}
