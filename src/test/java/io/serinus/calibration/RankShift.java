package io.serinus.calibration;

import java.util.function.DoubleUnaryOperator;

/**
 * By how much a sample is shifted against another one by the ranks of both (Mann and Whitney 1947), with normal
 * approximation, correction for ties and for continuity, as R's {@code wilcox.test} does it.
 */
final class RankShift {
    /** The 99th percentile of the normal distribution: an interval of 98 % confidence. */
    private static final double Z = 2.3263478740408408;

    private static final double TOLERANCE = 1e-4;
    private static final int MAX_STEPS = 1001;

    private final double[] x;
    private final double[] y;
    private final double min;
    private final double max;

    /**
     * @param x the sample that may be shifted, ascending, not empty
     * @param y the other one, ascending, not empty
     */
    RankShift(double[] x, double[] y) {
        this.x = x;
        this.y = y;
        this.min = x[0] - y[y.length - 1];
        this.max = x[x.length - 1] - y[0];
    }

    /**
     * The lower end of the confidence interval.
     *
     * @throws ArithmeticException if all observations are tied
     */
    double lower() {
        double atMin = standardized(min) - Z;
        double atMax = standardized(max) - Z;
        if (atMin <= 0) {
            return min;
        }
        return atMax >= 0 ? max : root(atMin, atMax, shift -> standardized(shift) - Z);
    }

    /**
     * The estimate of Hodges and Lehmann.
     *
     * @throws ArithmeticException if all observations are tied
     */
    double estimate() {
        return root(standardized(min), standardized(max), this::standardized);
    }

    /** The rank sum of x, moved back by the shift, in standard deviations from its mean. */
    private double standardized(double shift) {
        int n = x.length + y.length;
        double rankSum = 0;
        double ties = 0;
        int i = 0;
        int j = 0;
        while (i < x.length || j < y.length) {
            double value = j == y.length || (i < x.length && x[i] - shift <= y[j]) ? x[i] - shift : y[j];
            int before = i + j;
            int first = i;
            while (i < x.length && x[i] - shift == value) {
                i++;
            }
            while (j < y.length && y[j] == value) {
                j++;
            }
            double tied = i + j - before;
            rankSum += (i - first) * (before + (tied + 1) / 2);
            ties += tied * tied * tied - tied;
        }
        double product = (double) x.length * y.length;
        double centered = rankSum - x.length * (x.length + 1) / 2.0 - product / 2;
        double variance = product / 12 * ((n + 1) - ties / ((double) n * (n - 1)));
        if (!(variance > 0)) {
            throw new ArithmeticException("all observations are tied");
        }
        return (centered - 0.5 * Math.signum(centered)) / Math.sqrt(variance);
    }

    /** Brent's root finder (1973) between min and max, with the coarse tolerance that R uses here by default. */
    private double root(double atMin, double atMax, DoubleUnaryOperator f) {
        double a = min;
        double b = max;
        double fa = atMin;
        double fb = atMax;
        double c = a;
        double fc = fa;
        if (fa == 0) {
            return a;
        }
        for (int step = 0; step < MAX_STEPS; step++) {
            double previous = b - a;
            if (Math.abs(fc) < Math.abs(fb)) {
                a = b;
                b = c;
                c = a;
                fa = fb;
                fb = fc;
                fc = fa;
            }
            double tolerance = 2 * Math.ulp(1.0) * Math.abs(b) + TOLERANCE / 2;
            double move = (c - b) / 2;
            if (Math.abs(move) <= tolerance || fb == 0) {
                return b;
            }
            if (Math.abs(previous) >= tolerance && Math.abs(fa) > Math.abs(fb)) {
                move = interpolated(a, b, c, fa, fb, fc, previous, tolerance, move);
            }
            if (Math.abs(move) < tolerance) {
                move = move > 0 ? tolerance : -tolerance;
            }
            a = b;
            fa = fb;
            b += move;
            fb = f.applyAsDouble(b);
            if (fb > 0 == fc > 0 && fb != 0 && fc != 0) {
                c = a;
                fc = fa;
            }
        }
        return b;
    }

    /** The step by secant or inverse quadratic interpolation where it is good enough, else the one given. */
    private static double interpolated(
            double a,
            double b,
            double c,
            double fa,
            double fb,
            double fc,
            double previous,
            double tolerance,
            double otherwise) {
        double p;
        double q;
        if (a == c) {
            double ratio = fb / fa;
            p = (c - b) * ratio;
            q = 1 - ratio;
        } else {
            double qa = fa / fc;
            double t1 = fb / fc;
            double t2 = fb / fa;
            p = t2 * ((c - b) * qa * (qa - t1) - (b - a) * (t1 - 1));
            q = (qa - 1) * (t1 - 1) * (t2 - 1);
        }
        if (p > 0) {
            q = -q;
        } else {
            p = -p;
        }
        boolean isGood = p < 0.75 * (c - b) * q - Math.abs(tolerance * q) / 2 && p < Math.abs(previous * q / 2);
        return isGood ? p / q : otherwise;
    }
}
