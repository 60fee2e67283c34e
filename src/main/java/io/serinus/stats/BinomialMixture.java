package io.serinus.stats;

/**
 * The likelihood of a proportion, relative to the best one, and that of the mixture of all proportions under a
 * Beta(1/2, 1/2) prior: both without ever subtracting large numbers, so that counts may be as large as 1e12.
 */
final class BinomialMixture {
    /** From here on the asymptotic series below are exact to 1e-12. */
    private static final double SERIES_FROM = 10;

    /** Below, {@code u - log(1 + u)} loses digits and its series converges fast. */
    private static final double SMALL = 0.01;

    private BinomialMixture() {}

    /**
     * Log of the mixture's likelihood over that of the proportion {@code x / (x + y)}, for x events and y others; never
     * above 0. Stirling's leading terms cancel in the beta function's ratio, which leaves what is written here.
     */
    static double logOfBest(double x, double y) {
        double n = x + y;
        return 0.5 * Math.log(2 / (Math.PI * n)) + halfRest(x) + halfRest(y) - wholeRest(n);
    }

    /**
     * Log of the likelihood of the proportion {@code x / (x + y)} over that of one larger by the difference: n times the
     * Kullback-Leibler divergence.
     */
    static double divergence(double x, double y, double difference) {
        double n = x + y;
        return part(x, difference * n) + part(y, -difference * n);
    }

    /**
     * What x events add to it, {@code shift - x log(1 + shift / x)} for a shift of their expected number; infinite where
     * the other proportion excludes such events.
     */
    static double part(double x, double shift) {
        if (x == 0) {
            return shift;
        }
        double u = shift / x;
        if (u <= -1) {
            return Double.POSITIVE_INFINITY;
        }
        if (Math.abs(u) > SMALL) {
            return x * (u - Math.log1p(u));
        }
        return x * u * u * (1.0 / 2 - u * (1.0 / 3 - u * (1.0 / 4 - u * (1.0 / 5 - u * (1.0 / 6 - u / 7)))));
    }

    /** {@code logGamma(z + 1/2) - (z log z - z + log(2 pi) / 2)}: a form of Stirling's series, Luke 1969, 2.11. */
    private static double halfRest(double z) {
        if (z >= SERIES_FROM) {
            double r = 1 / z;
            double r2 = r * r;
            return -r
                    * (1.0 / 24 - r2 * (7.0 / 2880 - r2 * (31.0 / 40320 - r2 * (127.0 / 430080 - r2 * 511 / 1216512))));
        }
        double rise = z == 0 ? 0 : z * Math.log1p(1 / z);
        return halfRest(z + 1) + rise + Math.log1p(z) - 1 - Math.log(z + 0.5);
    }

    /** {@code logGamma(n + 1) - (n log n - n + log(2 pi n) / 2)}: Abramowitz and Stegun 6.1.41. */
    private static double wholeRest(double n) {
        if (n >= SERIES_FROM) {
            double r = 1 / n;
            double r2 = r * r;
            return r * (1.0 / 12 - r2 * (1.0 / 360 - r2 * (1.0 / 1260 - r2 * (1.0 / 1680 - r2 / 1188))));
        }
        return wholeRest(n + 1) + (n + 0.5) * Math.log1p(1 / n) - 1;
    }
}
