package io.serinus.calibration;

/** The standard normal distribution. */
final class Normal {
    /** The 95th percentile. */
    static final double P95 = 1.6448536269514722;

    private static final double SERIES_UP_TO = 2.5;
    private static final double INVERSE_SQRT_TWO_PI = 0.3989422804014327;

    private Normal() {}

    /** P(Z &gt; z), by Taylor's series near 0 and by Laplace's continued fraction in the tail. */
    static double survival(double z) {
        if (z < 0) {
            return 1 - survival(-z);
        }
        double density = INVERSE_SQRT_TWO_PI * StrictMath.exp(-z * z / 2);
        return z < SERIES_UP_TO ? 0.5 - density * series(z) : density * fraction(z);
    }

    /** {@code z + z^3 / 3 + z^5 / (3 * 5) + ...} */
    private static double series(double z) {
        double sum = z;
        double term = z;
        for (int k = 3; term > 1e-17 * sum; k += 2) {
            term *= z * z / k;
            sum += term;
        }
        return sum;
    }

    /** {@code 1 / (z + 1 / (z + 2 / (z + ...)))} */
    private static double fraction(double z) {
        double below = z;
        for (int k = 60; k > 0; k--) {
            below = z + k / below;
        }
        return 1 / below;
    }
}
