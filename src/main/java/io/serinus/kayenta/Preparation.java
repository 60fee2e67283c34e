package io.serinus.kayenta;

import java.util.Arrays;

/** Makes the points of one side ready to be compared. */
final class Preparation {
    private Preparation() {}

    /** The values that count, ascending: nothing later depends on when they were measured. The points are left as they are. */
    static double[] of(double[] points, MetricConfig metric) {
        double[] values = new double[points.length];
        int count = 0;
        for (double point : points) {
            if (!Double.isNaN(point)) {
                // Adding 0 turns the negative zero, which sorts and compares differently, into the usual one.
                values[count++] = point + 0.0;
            } else if (metric.nanStrategy() == NanStrategy.REPLACE) {
                values[count++] = 0;
            }
        }
        double[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        if (metric.outlierFactor().isEmpty() || count == 0) {
            return sorted;
        }
        return Fences.of(sorted, metric.outlierFactor().getAsDouble())
                .reachingTails(sorted)
                .within(sorted);
    }
}
