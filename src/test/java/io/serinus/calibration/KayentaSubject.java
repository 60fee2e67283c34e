package io.serinus.calibration;

import io.serinus.kayenta.Classification;
import io.serinus.kayenta.Direction;
import io.serinus.kayenta.EffectSize;
import io.serinus.kayenta.KayentaJudge;
import io.serinus.kayenta.MetricConfig;
import io.serinus.kayenta.NanStrategy;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Kayenta's default judge, as Serinus has it, on points of 30 s: errors in per cent, median and 99th percentile in ms. Its
 * search for a shift is too coarse for differences of errors as a fraction of 1. A release is aborted when any of the three is
 * classified as high.
 *
 * @param name as it is called in tables
 * @param firstLook points at the first look; after it there is one with every further point
 */
record KayentaSubject(String name, int firstLook) implements Subject {
    private static final int SLOTS_PER_POINT = Release.TICKS_PER_PERIOD / Release.TICKS_PER_SLOT;
    private static final int POINTS = Release.TICKS / Release.TICKS_PER_PERIOD;

    /** A metric whose increase is bad, with everything else as Kayenta has it by default. */
    private static final MetricConfig INCREASE = new MetricConfig(
            "increase",
            List.of(),
            Direction.INCREASE,
            NanStrategy.REMOVE,
            OptionalDouble.empty(),
            false,
            false,
            false,
            EffectSize.ANY);

    /** From the tenth point on. */
    static KayentaSubject atEachLook() {
        return new KayentaSubject("Kayenta, each look", 10);
    }

    /** After 30 minutes only. */
    static KayentaSubject once() {
        return new KayentaSubject("Kayenta, once", POINTS);
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

        /** Whether the canary's first points are classified as higher than the baseline's. */
        private boolean isHigh(int points) {
            return KayentaJudge.classify(Arrays.copyOf(baseline, points), Arrays.copyOf(canary, points), INCREASE)
                    == Classification.HIGH;
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
                if (metric.isHigh(look)) {
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
