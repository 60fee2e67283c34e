package io.serinus.stats;

/** Ratios of gamma functions whose arguments may be far too large to subtract their logarithms. */
final class GammaRatio {
    /** From here on the asymptotic series below is exact to 2e-14. */
    private static final double SERIES_FROM = 10;

    private GammaRatio() {}

    /**
     * {@code logGamma(a + y) - logGamma(a) - y * log(a)} for a above 0 and y from 0: what rising in steps of 1 from a
     * multiplies beyond {@code a^y}. Error below 2e-11 of the larger of 1 and the value, for a and y from 1e-9 to 1e12.
     */
    static double logExcess(double a, double y) {
        if (y == 0) {
            return 0;
        }
        return (a + y - 0.5) * logRatio(y, a, a + y) - y + stirlingError(a + y) - stirlingError(a);
    }

    /**
     * {@code logGamma(x) - (x - 0.5) * log(x) + x - 0.5 * log(2 pi)} for x above 0: by how much Stirling's formula falls
     * short. Absolute error below 3e-14.
     */
    static double stirlingError(double x) {
        if (x >= SERIES_FROM) {
            return series(x);
        }
        // gamma(x) = gamma(z) / (x (x + 1) ... (x + 9)), all powers of z collected to keep the terms small
        double z = x + 10;
        double z2 = z * z;
        double z4 = z2 * z2;
        return series(z) - 10 + (x - 0.5) * Math.log(z / x) + Math.log(z4 * z4 * z2 / tenSteps(x));
    }

    /** {@code x (x + 1) ... (x + 9)}, the outermost factors paired, then the next ones. */
    static double tenSteps(double x) {
        double t = x * (x + 9);
        return t * (t + 8) * (t + 14) * (t + 18) * (t + 20);
    }

    /**
     * {@code log(sum / base)} where {@code sum = base + more}, given separately so that neither a small difference nor a
     * small sum loses digits. For small ones it is {@link Math#log1p}, which would be several times slower, since the JVM
     * has no machine code of its own for it.
     */
    static double logRatio(double more, double base, double sum) {
        double ratio = more / base;
        if (Math.abs(ratio) > 0.5) {
            return Math.log(sum / base);
        }
        double rounded = 1 + ratio;
        return Math.log(rounded) + (ratio - (rounded - 1)) / rounded;
    }

    /** Abramowitz and Stegun 6.1.41, first five terms. */
    private static double series(double x) {
        double r = 1 / x;
        double r2 = r * r;
        return r * (1.0 / 12 - r2 * (1.0 / 360 - r2 * (1.0 / 1260 - r2 * (1.0 / 1680 - r2 / 1188))));
    }
}
