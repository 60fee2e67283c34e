package io.serinus.stats.classic;

import io.serinus.stats.Buckets;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.ContinuityCorrection;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;

/**
 * The rank sum test (Mann and Whitney 1947) of whether values of the second sample tend to be greater than those of the
 * first. Normal approximation with corrections for ties and continuity.
 *
 * <p>The statistic is U, the number of pairs in which the second sample's value is the greater one, ties counting half; the
 * effect is the share of such pairs, the common language effect size: 1/2 without any tendency.
 */
public final class MannWhitney {
    private MannWhitney() {}

    /**
     * On the values themselves. No answer if a sample is empty or all values are equal.
     *
     * @throws IllegalArgumentException if a value is not finite
     */
    public static Outcome ofSamples(double[] first, double[] second, Direction direction) {
        Require.finite("first", first);
        Require.finite("second", second);
        if (first.length == 0 || second.length == 0 || areEqual(first, second)) {
            return Outcome.noAnswer(direction);
        }
        double u = MannWhitneyUTest.withDefaults().statistic(second, first);
        return Outcome.ofTails(
                direction,
                p(first, second, AlternativeHypothesis.GREATER_THAN),
                p(first, second, AlternativeHypothesis.LESS_THAN),
                u,
                u / first.length / second.length);
    }

    /**
     * On bucketed values: all values of a bucket, and all above the last bound, are tied. No answer if a sample is empty or
     * all values are in one bucket.
     *
     * @param second with the bounds of the first
     * @param designEffect by which bursts inflate the variance, 1 or more
     * @throws IllegalArgumentException if the bounds differ or the design effect is out of its range
     */
    public static Outcome ofBuckets(Buckets first, Buckets second, double designEffect, Direction direction) {
        Require.designEffect(designEffect);
        if (!first.hasBoundsOf(second)) {
            throw new IllegalArgumentException("the samples have different bounds, expected the same");
        }
        double n1 = first.total();
        double n2 = second.total();
        double n = n1 + n2;
        double u = 0;
        double ties = 0;
        for (int k = 0; k <= first.size(); k++) {
            double below = k == 0 ? 0 : first.cumulative(k - 1);
            double t1 = inBucket(first, k);
            double t2 = inBucket(second, k);
            u += t2 * (below + t1 / 2);
            double share = (t1 + t2) / n;
            ties += share * share * share;
        }
        // The usual n1 n2 / 12 ((n + 1) - sum(t^3 - t) / (n (n - 1))), rearranged so that large counts do not cancel.
        double variance = n1 * n2 / 12 * n * n / (n - 1) * (1 - ties) * designEffect;
        if (!(variance > 0)) {
            return Outcome.noAnswer(direction);
        }
        double excess = u - n1 * n2 / 2;
        double deviation = Math.sqrt(variance);
        var normal = NormalDistribution.of(0, 1);
        return Outcome.ofTails(
                direction,
                normal.survivalProbability((excess - 0.5) / deviation),
                normal.cumulativeProbability((excess + 0.5) / deviation),
                u,
                u / n1 / n2);
    }

    private static double inBucket(Buckets buckets, int k) {
        long upTo = k == buckets.size() ? buckets.total() : buckets.cumulative(k);
        return upTo - (k == 0 ? 0 : buckets.cumulative(k - 1));
    }

    private static double p(double[] first, double[] second, AlternativeHypothesis alternative) {
        return MannWhitneyUTest.withDefaults()
                .with(PValueMethod.ASYMPTOTIC)
                .with(ContinuityCorrection.ENABLED)
                .with(alternative)
                .test(second, first)
                .getPValue();
    }

    private static boolean areEqual(double[] first, double[] second) {
        for (double[] sample : new double[][] {first, second}) {
            for (double value : sample) {
                if (value != first[0]) {
                    return false;
                }
            }
        }
        return true;
    }
}
