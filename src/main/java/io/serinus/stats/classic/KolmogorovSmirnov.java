package io.serinus.stats.classic;

import io.serinus.stats.Buckets;

/** The test of Kolmogorov and Smirnov of whether two samples have the same distribution, whatever their difference. */
public final class KolmogorovSmirnov {
    /** Below, the probability of a larger one is 1 to ten digits, and the series converges slowly. */
    private static final double SMALL = 0.2;

    private KolmogorovSmirnov() {}

    /**
     * On bucketed values. The statistic is the largest distance of the two cumulative fractions at any bound; the effect is
     * that distance with a sign, positive where the second sample's values are the greater ones there. The p-value is the
     * asymptotic one with Stephens' correction (1970); as differences within a bucket remain unseen, it is too large rather
     * than too small. Looks for any difference.
     *
     * <p>No answer if a sample is empty.
     *
     * @param second with the bounds of the first
     * @param designEffect by which bursts inflate the variance, 1 or more
     * @throws IllegalArgumentException if the bounds differ or the design effect is out of its range
     */
    public static Outcome ofBuckets(Buckets first, Buckets second, double designEffect) {
        Require.designEffect(designEffect);
        if (!first.hasBoundsOf(second)) {
            throw new IllegalArgumentException("the samples have different bounds, expected the same");
        }
        double n1 = first.total();
        double n2 = second.total();
        if (n1 == 0 || n2 == 0) {
            return Outcome.noAnswer(Direction.DIFFERENT);
        }
        double largest = 0;
        for (int k = 0; k < first.size(); k++) {
            double difference = first.cumulative(k) / n1 - second.cumulative(k) / n2;
            largest = Math.abs(difference) > Math.abs(largest) ? difference : largest;
        }
        double distance = Math.abs(largest);
        double root = Math.sqrt(n1 / (n1 + n2) * n2 / designEffect);
        double p = probabilityBeyond((root + 0.12 + 0.11 / root) * distance);
        return new Outcome(Direction.DIFFERENT, p, distance, largest);
    }

    /** Kolmogorov's distribution (1933): {@code 2 sum over j of (-1)^(j-1) exp(-2 j^2 x^2)}. */
    private static double probabilityBeyond(double x) {
        if (x < SMALL) {
            return 1;
        }
        double sum = 0;
        double term = 1;
        for (int j = 1; term > 1e-17; j++) {
            term = Math.exp(-2.0 * j * j * x * x);
            sum += j % 2 == 1 ? term : -term;
        }
        return Math.clamp(2 * sum, 0, 1);
    }
}
