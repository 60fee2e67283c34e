package io.serinus.kayenta;

import java.util.function.DoubleUnaryOperator;

/**
 * Brent's search for a zero of a function (<em>Algorithms for Minimization without Derivatives</em>, 1973, chapter 4), which
 * interpolates where that goes well and halves the bracket where it does not.
 *
 * <p>The tolerance is absolute and coarse. It is part of what is reproduced: R's {@code wilcox.test} has it, Kayenta has it
 * from there, and where samples are of the size of 1e-3, such as ratios, the verdict depends on it. The order in which
 * points are tried is part of it too, since the function has steps and the search ends somewhere on one.
 */
final class RootSearch {
    private static final double TOLERANCE = 1e-4;
    private static final double ROUNDING = Math.ulp(1.0);
    private static final int MOST_STEPS = 1001;

    private final DoubleUnaryOperator function;
    /** The estimate before the best. */
    private double a;

    private double fa;
    /** The best estimate. */
    private double b;

    private double fb;
    /** The other end of the bracket: there the function has another sign than at {@code b}. */
    private double c;

    private double fc;

    private RootSearch(DoubleUnaryOperator function, double low, double atLow, double high, double atHigh) {
        this.function = function;
        this.a = low;
        this.fa = atLow;
        this.b = high;
        this.fb = atHigh;
        this.c = low;
        this.fc = atLow;
    }

    /**
     * A zero between two ends, or where the function changes its sign. Where it has the same sign at both ends the search ends
     * somewhere between them.
     *
     * @param atLow the function's value at {@code low}
     * @param atHigh the function's value at {@code high}
     */
    static double between(double low, double atLow, double high, double atHigh, DoubleUnaryOperator function) {
        if (atLow == 0) {
            return low;
        }
        if (atHigh == 0) {
            return high;
        }
        return new RootSearch(function, low, atLow, high, atHigh).search();
    }

    private double search() {
        for (int i = 0; i < MOST_STEPS; i++) {
            double previousStep = b - a;
            if (Math.abs(fc) < Math.abs(fb)) {
                swap();
            }
            double tolerance = 2 * ROUNDING * Math.abs(b) + TOLERANCE / 2;
            double half = (c - b) / 2;
            if (Math.abs(half) <= tolerance || fb == 0) {
                return b;
            }
            double step = step(previousStep, half, tolerance);
            a = b;
            fa = fb;
            b += Math.abs(step) >= tolerance ? step : step > 0 ? tolerance : -tolerance;
            fb = function.applyAsDouble(b);
            if ((fb > 0 && fc > 0) || (fb < 0 && fc < 0)) {
                c = a;
                fc = fa;
            }
        }
        return b;
    }

    /** Makes the better end of the bracket the best estimate. */
    private void swap() {
        a = b;
        b = c;
        c = a;
        fa = fb;
        fb = fc;
        fc = fa;
    }

    /** The next step from {@code b}: interpolated if that is likely to come closer than {@code half} of the bracket. */
    private double step(double previousStep, double half, double tolerance) {
        if (Math.abs(previousStep) < tolerance || Math.abs(fa) <= Math.abs(fb)) {
            return half;
        }
        double width = c - b;
        double p;
        double q;
        if (a == c) {
            double s = fb / fa;
            p = width * s;
            q = 1 - s;
        } else {
            double r = fa / fc;
            double s = fb / fc;
            double t = fb / fa;
            p = t * (width * r * (r - s) - (b - a) * (s - 1));
            q = (r - 1) * (s - 1) * (t - 1);
        }
        if (p > 0) {
            q = -q;
        } else {
            p = -p;
        }
        boolean within = p < 0.75 * width * q - Math.abs(tolerance * q) / 2;
        boolean shrinking = p < Math.abs(previousStep * q / 2);
        return within && shrinking ? p / q : half;
    }
}
