package io.serinus.calibration;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Kayenta's default judge on points of 30 s: errors in per cent, median and 99th percentile in ms. Its ranks are shifted to
 * within 0.0001 only, so that it would not see small differences of errors as a fraction of 1. A release is aborted when any of them
 * is classified as high.
 *
 * @param name as it is called in tables
 * @param firstLook points at the first look; after it there is one with every further point
 */
record KayentaSubject(String name, Classifier classifier, int firstLook) implements Subject {
    private static final int SLOTS_PER_POINT = Release.TICKS_PER_PERIOD / Release.TICKS_PER_SLOT;
    private static final int POINTS = Release.TICKS / Release.TICKS_PER_PERIOD;

    /** From the tenth point on. */
    static KayentaSubject atEachLook(Classifier classifier) {
        return new KayentaSubject("Kayenta, each look", classifier, 10);
    }

    /** After 30 minutes only. */
    static KayentaSubject once(Classifier classifier) {
        return new KayentaSubject("Kayenta, once", classifier, POINTS);
    }

    /** One number of a version per window. */
    @FunctionalInterface
    private interface Reading {
        double of(Side side, int fromSlot, int toSlot);
    }

    /** Points of both versions. */
    private static final class Series {
        private final double[] baseline;
        private final double[] canary;

        private Series(double[] baseline, double[] canary) {
            this.baseline = baseline;
            this.canary = canary;
        }
    }

    @Override
    public OptionalInt abortedAfter(Release release) {
        List<Series> metrics = List.of(
                series(release, (side, from, to) -> 100 * Points.errorRatio(side, from, to)),
                series(release, (side, from, to) -> Points.quantile(0.5, side, from, to)),
                series(release, (side, from, to) -> Points.quantile(0.99, side, from, to)));
        for (int look = firstLook; look <= POINTS; look++) {
            for (Series metric : metrics) {
                if (classifier.isHigh(Arrays.copyOf(metric.baseline, look), Arrays.copyOf(metric.canary, look))) {
                    return OptionalInt.of(look * Release.TICKS_PER_PERIOD);
                }
            }
        }
        return OptionalInt.empty();
    }

    private static Series series(Release release, Reading reading) {
        return new Series(points(release.baseline(), reading), points(release.canary(), reading));
    }

    private static double[] points(Side side, Reading reading) {
        double[] points = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            points[i] = reading.of(side, i * SLOTS_PER_POINT, (i + 1) * SLOTS_PER_POINT);
        }
        return points;
    }
}
