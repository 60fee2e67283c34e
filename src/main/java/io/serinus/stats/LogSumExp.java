package io.serinus.stats;

/** Sums of numbers that are given, and wanted, as natural logarithms. */
public final class LogSumExp {
    private LogSumExp() {}

    /** {@code log(sum(exp(logs)))} without overflow; minus infinity for no terms or only zero ones. */
    public static double of(double... logs) {
        double max = Double.NEGATIVE_INFINITY;
        for (double log : logs) {
            max = Math.max(max, log);
        }
        if (Double.isInfinite(max)) {
            return max;
        }
        double sum = 0;
        for (double log : logs) {
            sum += Math.exp(log - max);
        }
        return max + Math.log(sum);
    }

    static double of(double a, double b) {
        double max = Math.max(a, b);
        return Double.isInfinite(max) ? max : max + Math.log1p(Math.exp(Math.min(a, b) - max));
    }
}
