package io.serinus.stats;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Between which values a proportion lies.
 *
 * @param low lower limit, in [0, 1]
 * @param estimate the observed proportion, NaN without any trial
 * @param high upper limit, in [0, 1]
 */
public record ProportionInterval(double low, double estimate, double high) {
    private static final ProportionInterval UNKNOWN = new ProportionInterval(0, Double.NaN, 1);

    public ProportionInterval {
        if (!(0 <= low && low <= high && high <= 1)) {
            throw new IllegalArgumentException(
                    "low is " + low + " and high is " + high + ", expected 0 <= low <= high <= 1");
        }
    }

    /**
     * The interval that holds at every moment at once: the probability that the proportion is <em>ever</em> outside, while
     * trials are added and looked at, is at most alpha. A proportion is outside when the mixture of all proportions under a
     * Beta(1/2, 1/2) prior is {@code 1 / alpha} times as likely or more (Robbins 1970; Lindon and Malek 2022).
     *
     * <p>Assumes independent trials of the same probability. Where events come in bursts, divide both counts by the design
     * effect; fractions are allowed. Relative precision 1e-9 or better for counts up to 1e12.
     *
     * @param events in [0, trials]
     * @param trials finite, 0 or more; without any, the interval is [0, 1]
     * @param alpha in (0, 1)
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public static ProportionInterval timeUniform(double events, double trials, double alpha) {
        require(events, trials, alpha);
        if (trials == 0) {
            return UNKNOWN;
        }
        double others = trials - events;
        double estimate = events / trials;
        double atEstimate = BinomialMixture.logOfBest(events, others) + Math.log(alpha);
        DoubleUnaryOperator excess = difference -> atEstimate + BinomialMixture.divergence(events, others, difference);
        double infinity = Double.POSITIVE_INFINITY;
        double below = events == 0 ? 0 : Roots.between(excess, -estimate, infinity, 0, atEstimate, 0);
        double above = others == 0 ? 0 : Roots.between(excess, 0, atEstimate, others / trials, infinity, 0);
        return new ProportionInterval(
                lowerLimit(events, others, below, atEstimate),
                estimate,
                others == 0 ? 1 : Math.min(1, estimate + above));
    }

    /**
     * Wilson's score interval (1927), for a number of trials fixed in advance: it holds for one look, not for many. Covers
     * with a probability of about {@code 1 - alpha}. Arguments as in {@link #timeUniform}.
     *
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public static ProportionInterval wilson(double events, double trials, double alpha) {
        require(events, trials, alpha);
        if (trials == 0) {
            return UNKNOWN;
        }
        double z = NormalDistribution.of(0, 1).inverseSurvivalProbability(alpha / 2);
        double others = trials - events;
        double z2 = z * z;
        double reach = z * Math.sqrt(events / trials * others + z2 / 4);
        double scale = trials + z2;
        // Each limit as a quotient of sums: subtracting the reach from the centre would lose a small limit's digits.
        double low = events / trials * events / (events + z2 / 2 + reach);
        double high = Math.min(1, (events + z2 / 2 + reach) / scale);
        return new ProportionInterval(low, events / trials, others == 0 ? 1 : high);
    }

    /** The root's equation solved for the limit's logarithm, as the sum alone would lose a small limit's digits. */
    private static double lowerLimit(double events, double others, double below, double atEstimate) {
        if (events == 0) {
            return 0;
        }
        double trials = events + others;
        double rest = atEstimate + BinomialMixture.part(others, -below * trials);
        return Math.min(1, events / trials * Math.exp((below * trials + rest) / events));
    }

    private static void require(double events, double trials, double alpha) {
        if (!(trials >= 0 && trials < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("trials is " + trials + ", expected a finite number, 0 or more");
        }
        if (!(events >= 0 && events <= trials)) {
            throw new IllegalArgumentException("events is " + events + ", expected a number from 0 to " + trials);
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha is " + alpha + ", expected a number above 0 and below 1");
        }
    }
}
