package io.serinus.stats.classic;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/** The likelihood ratio test (G-test) of whether two samples fall into categories in the same proportions. */
public final class Homogeneity {
    /** Below, the chi-square distribution is no good approximation (Cochran 1954). */
    private static final double LEAST_EXPECTED = 5;

    private Homogeneity() {}

    /**
     * Neighbouring categories are merged from the first on until 5 are expected of each sample in every one; so let
     * neighbours be alike. The statistic is G over the design effect, chi-square distributed with one degree of freedom less
     * than categories remain; the effect is {@code sqrt(G / N)}, close to Cramer's V, 0 for equal proportions. Looks for any
     * difference.
     *
     * <p>No answer if fewer than two categories remain, as when a sample is empty.
     *
     * @param first counts of the first sample by category, 0 or more
     * @param second counts of the second sample by category, as many
     * @param designEffect by which bursts inflate the variance, 1 or more
     * @throws IllegalArgumentException if the samples do not have equally many categories, or an argument is out of its range
     */
    public static Outcome test(long[] first, long[] second, double designEffect) {
        Require.designEffect(designEffect);
        if (first.length != second.length) {
            throw new IllegalArgumentException(
                    "first has " + first.length + " categories and second has " + second.length + ", expected as many");
        }
        requireCounts("first", first);
        requireCounts("second", second);
        long[][] table = merged(first, second);
        if (table[0].length < 2) {
            return Outcome.noAnswer(Direction.DIFFERENT);
        }
        double g = LikelihoodRatio.statistic(table[0], table[1]);
        double p = ChiSquaredDistribution.of(table[0].length - 1.0).survivalProbability(g / designEffect);
        double all = LikelihoodRatio.sum(first) + LikelihoodRatio.sum(second);
        return new Outcome(Direction.DIFFERENT, p, g / designEffect, Math.sqrt(g / all));
    }

    private static long[][] merged(long[] first, long[] second) {
        double n1 = LikelihoodRatio.sum(first);
        double n2 = LikelihoodRatio.sum(second);
        double smallerShare = Math.min(n1, n2) / (n1 + n2);
        long[][] table = new long[2][first.length];
        int last = -1;
        boolean full = true;
        for (int i = 0; i < first.length; i++) {
            last += full ? 1 : 0;
            table[0][last] += first[i];
            table[1][last] += second[i];
            full = smallerShare * (table[0][last] + table[1][last]) >= LEAST_EXPECTED;
        }
        if (!full && last > 0) {
            table[0][last - 1] += table[0][last];
            table[1][last - 1] += table[1][last];
        }
        int size = full ? last + 1 : last;
        return new long[][] {Arrays.copyOf(table[0], Math.max(size, 0)), Arrays.copyOf(table[1], Math.max(size, 0))};
    }

    private static void requireCounts(String name, long[] counts) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] < 0) {
                throw new IllegalArgumentException(name + "[" + i + "] is " + counts[i] + ", expected 0 or more");
            }
        }
    }
}
