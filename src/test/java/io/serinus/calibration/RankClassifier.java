package io.serinus.calibration;

import java.util.Arrays;

/**
 * Kayenta's classification of a metric whose increase is bad, with its default settings: points without a value removed,
 * outliers kept, ratio of means as effect size with 1 as allowed increase, tolerance 0.25, confidence 98 %.
 */
final class RankClassifier implements Classifier {
    private static final double TOLERANCE = 0.25;
    private static final double NUDGE = 1e-5;

    @Override
    public boolean isHigh(double[] baseline, double[] canary) {
        double[] control = sorted(baseline);
        double[] experiment = sorted(canary);
        if (control.length == 0 || experiment.length == 0 || Arrays.equals(control, experiment)) {
            return false;
        }
        double ratio = mean(experiment) / mean(control);
        // An effect size that is no number, or infinite, counts as large.
        boolean isLarge = mean(control) == 0 || mean(experiment) == 0 || ratio >= 1;
        if (!isLarge) {
            return false;
        }
        if (isConstant(control) && isConstant(experiment)) {
            if (control[0] == experiment[0]) {
                return false;
            }
            control = nudged(control, "control");
            experiment = nudged(experiment, "experiment");
        }
        try {
            var shift = new RankShift(experiment, control);
            double lower = shift.lower();
            return lower > 0 && lower > TOLERANCE * Math.abs(shift.estimate());
        } catch (ArithmeticException _) {
            // All tied: Kayenta reports an error for the metric, which is no failure.
            return false;
        }
    }

    private static double[] sorted(double[] points) {
        return Arrays.stream(points)
                .filter(point -> !Double.isNaN(point))
                .sorted()
                .toArray();
    }

    private static double mean(double[] points) {
        return Arrays.stream(points).sum() / points.length;
    }

    private static boolean isConstant(double[] sorted) {
        return sorted[0] == sorted[sorted.length - 1];
    }

    /** Constants get a little noise, so that there are ranks; always the same noise. */
    private static double[] nudged(double[] points, String side) {
        Chance chance = Chance.of(0, side, points.length);
        return Arrays.stream(points)
                .map(point -> point + point * NUDGE * chance.gaussian())
                .sorted()
                .toArray();
    }
}
