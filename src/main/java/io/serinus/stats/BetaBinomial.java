package io.serinus.stats;

import static io.serinus.stats.GammaRatio.logRatio;
import static io.serinus.stats.GammaRatio.stirlingError;

/**
 * How much likelier one given split of events is when they attract each other than when each goes its own way: the
 * likelihood of the beta-binomial over that of the binomial with the same mean. Most of the time of the whole engine is
 * spent here.
 */
sealed interface BetaBinomial {
    /**
     * Natural logarithm of the ratio.
     *
     * @param q the second sample's share of the events, in (0, 1)
     * @param p the first sample's share, 1 - q
     * @param correlation between the events of an interval, in (0, 1)
     */
    double logOverBinomial(double q, double p, double correlation);

    /** For y1 and y2 events of the first and second sample, more than one in all. */
    static BetaBinomial of(double y1, double y2) {
        boolean whole2 = y2 == Math.rint(y2);
        return whole2 && y1 + y2 <= Few.MOST ? new Few(y1, y2) : new Many(y1, y2);
    }

    /**
     * Any number of events. With M the concentration, the beta's parameters {@code a = M q} and {@code b = M p} grow to
     * {@code A = a + y2} and {@code B = b + y1} by what was seen, and M to {@code N = M + E}. The large terms of Stirling's
     * formula then combine to {@code A log(A / (N q)) + B log(B / (N p))}, N times the divergence between the shares
     * expected before and after, which is small where it must be precise.
     */
    record Many(double y1, double y2) implements BetaBinomial {
        @Override
        public double logOverBinomial(double q, double p, double correlation) {
            double concentration = (1 - correlation) / correlation;
            double a = concentration * q;
            double b = concentration * p;
            double grown = concentration + (y1 + y2);
            double excess = y2 * p - y1 * q;
            double divergence =
                    (a + y2) * logRatio(excess, grown * q, a + y2) + (b + y1) * logRatio(-excess, grown * p, b + y1);
            double scale = grown * q / (a + y2) * (concentration * p / (b + y1));
            double grownErrors = stirlingError(a + y2) + stirlingError(b + y1) - stirlingError(grown);
            double errors = stirlingError(a) + stirlingError(b) - stirlingError(concentration);
            return divergence + 0.5 * Math.log(scale) + (grownErrors - errors);
        }
    }

    /**
     * A whole number of events of the second sample and few in all, as most streams of errors bring: gamma functions whose
     * arguments differ by a whole number are a product of factors. A fraction f beyond it, as the tolerated difference adds
     * to the first sample, leaves gamma(b + f) / gamma(b) against the same for M, by a series in f.
     */
    final class Few implements BetaBinomial {
        /** More than this are quicker done by the series for {@link Many}. */
        static final int MOST = 16;

        /** Shares below this would overflow the products. */
        private static final double LEAST_SHARE = 1e-12;

        /** From here on the series in 1 / x^2 below is exact to 3e-13. */
        private static final double SERIES_FROM = 10;

        private final double y1;
        private final double y2;
        private final int whole1;
        private final double fraction;
        private final double c2;
        private final double c4;
        private final double c6;
        private final double c8;

        private Few(double y1, double y2) {
            this.y1 = y1;
            this.y2 = y2;
            this.whole1 = (int) y1;
            this.fraction = y1 - whole1;
            // Bernoulli polynomials of odd degree at (1 + f) / 2, by their factors
            double g = fraction / 2;
            double g2 = g * g;
            double common = g * (0.25 - g2);
            c2 = common / 3;
            c4 = common / 10 * (g2 - 7.0 / 12);
            c6 = common / 21 * (g2 * (g2 - 1.5) + 31.0 / 48);
            c8 = common / 36 * (g2 * (g2 * (g2 - 2.75) + 239.0 / 80) - 381.0 / 320);
        }

        @Override
        public double logOverBinomial(double q, double p, double correlation) {
            if (Math.min(q, p) < LEAST_SHARE) {
                return new Many(y1, y2).logOverBinomial(q, p, correlation);
            }
            double concentration = (1 - correlation) / correlation;
            double product = rising(concentration, 0, 1 / q, (int) y2)
                    * rising(concentration, fraction, 1 / p, whole1)
                    / rising(concentration, fraction, 1, whole1 + (int) y2);
            return fraction == 0 ? Math.log(product) : fractional(concentration, p, product);
        }

        /** {@code (m + from step) (m + (from + 1) step) ...}, so many factors. */
        private static double rising(double m, double from, double step, int factors) {
            double product = 1;
            for (int i = 0; i < factors; i++) {
                product *= m + (from + i) * step;
            }
            return product;
        }

        private double fractional(double concentration, double p, double product) {
            double b = concentration * p;
            double m = concentration;
            double factor = product;
            if (b < SERIES_FROM) {
                factor *= GammaRatio.tenSteps(b) / GammaRatio.tenSteps(b + fraction);
                b += 10;
            }
            if (m < SERIES_FROM) {
                factor *= GammaRatio.tenSteps(m + fraction) / GammaRatio.tenSteps(m);
                m += 10;
            }
            double shift = (fraction - 1) / 2;
            double logs = Math.log(factor) + fraction * Math.log((b + shift) / ((m + shift) * p));
            return logs + series(b + shift) - series(m + shift);
        }

        /** What {@code log(gamma(x + f) / gamma(x))} has beyond {@code f log(u)}, u being {@code x + (f - 1) / 2}. */
        private double series(double u) {
            double r = 1 / (u * u);
            return r * (c2 + r * (c4 + r * (c6 + r * c8)));
        }
    }
}
