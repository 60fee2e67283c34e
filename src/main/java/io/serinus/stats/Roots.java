package io.serinus.stats;

import java.util.function.DoubleUnaryOperator;

/** Roots of continuous functions of one variable, without derivatives. */
final class Roots {
    private static final int MAX_STEPS = 200;

    private Roots() {}

    /**
     * Where the function crosses zero between two points of opposite sign, by inverse quadratic interpolation where three
     * points promise it to work, by bisection elsewhere (Chandrupatla 1997, Advances in Engineering Software 28(3)).
     *
     * @param from one end; the function there is {@code atFrom}, perhaps infinite
     * @param to the other end; the function there is {@code atTo}, of the other sign or zero
     * @param tolerance absolute precision, beyond that of a double; 0 or more
     */
    static double between(
            DoubleUnaryOperator function, double from, double atFrom, double to, double atTo, double tolerance) {
        double a = to;
        double fa = atTo;
        double b = from;
        double fb = atFrom;
        double step = 0.5;
        for (int i = 0; i < MAX_STEPS; i++) {
            double x = a + step * (b - a);
            double fx = function.applyAsDouble(x);
            double c;
            double fc;
            if (fx > 0 == fa > 0) {
                c = a;
                fc = fa;
            } else {
                c = b;
                fc = fb;
                b = a;
                fb = fa;
            }
            a = x;
            fa = fx;
            double best = Math.abs(fa) < Math.abs(fb) ? a : b;
            double least = (Math.ulp(best) + tolerance / 2) / Math.abs(b - a);
            if (fa == 0 || fb == 0 || least > 0.5) {
                return best;
            }
            step = Math.clamp(interpolated(a, fa, b, fb, c, fc), least, 1 - least);
        }
        return a;
    }

    private static double interpolated(double a, double fa, double b, double fb, double c, double fc) {
        double xi = (a - b) / (c - b);
        double phi = (fa - fb) / (fc - fb);
        if (phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi) {
            return fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb);
        }
        return 0.5;
    }
}
