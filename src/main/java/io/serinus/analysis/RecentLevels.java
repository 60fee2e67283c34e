package io.serinus.analysis;

import io.serinus.stats.MedianInterval;
import io.serinus.stats.RecentValues;
import java.util.Arrays;

/** The latest levels of both versions, the oldest first; at most {@value #CAPACITY}, an hour of 15 s. Immutable. */
final class RecentLevels {
    static final int CAPACITY = 240;
    static final RecentLevels NONE = new RecentLevels(new double[0]);

    /** Baseline and canary of each interval in turn; never written to. */
    private final double[] rows;

    private RecentLevels(double[] rows) {
        this.rows = rows;
    }

    RecentLevels plus(double baseline, double canary) {
        int from = size() < CAPACITY ? 0 : 2;
        double[] longer = Arrays.copyOfRange(rows, from, rows.length + 2);
        longer[longer.length - 2] = baseline;
        longer[longer.length - 1] = canary;
        return new RecentLevels(longer);
    }

    int size() {
        return rows.length / 2;
    }

    double[] ofBaseline() {
        return column(0);
    }

    double[] ofCanary() {
        return column(1);
    }

    /** The median of canary less baseline, interval by interval, and its limits at one look. */
    MedianInterval difference(double alpha) {
        RecentValues differences = RecentValues.empty();
        for (int i = 0; i < rows.length; i += 2) {
            differences = differences.add(rows[i + 1] - rows[i]);
        }
        return differences.median(alpha);
    }

    /** Median; NaN without levels. */
    double baseline() {
        return median(ofBaseline());
    }

    /** Median; NaN without levels. */
    double canary() {
        return median(ofCanary());
    }

    private double[] column(int offset) {
        double[] column = new double[size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = rows[2 * i + offset];
        }
        return column;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int n = values.length;
        return n == 0 ? Double.NaN : (values[(n - 1) / 2] + values[n / 2]) / 2;
    }
}
