package io.serinus.kayenta;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The points of one metric and one set of tags, on one side, one per step of the window. */
public final class Series {
    private final String metric;
    private final Map<String, String> tags;
    private final double[] points;

    private Series(String metric, Map<String, String> tags, double[] points) {
        this.metric = metric;
        this.tags = tags;
        this.points = points;
    }

    /**
     * A series.
     *
     * @param metric the metric's name in the config
     * @param tags what tells it apart from other series of the same metric; may be empty
     * @param points their values; NaN where there is none
     * @throws IllegalArgumentException if a value is infinite
     */
    public static Series of(String metric, Map<String, String> tags, double... points) {
        requireNonNull(metric, "metric is null");
        for (double point : points) {
            if (Double.isInfinite(point)) {
                throw new IllegalArgumentException(
                        "a point of " + metric + " is " + point + ", expected a finite number or NaN");
            }
        }
        return new Series(metric, Collections.unmodifiableMap(new TreeMap<>(tags)), points.clone());
    }

    /** The metric's name. */
    public String metric() {
        return metric;
    }

    /** The tags, in the order of their names. */
    public Map<String, String> tags() {
        return tags;
    }

    /** How many points there are, with and without a value. */
    public int size() {
        return points.length;
    }

    /** The values, NaN where there is none. */
    public double[] points() {
        return points.clone();
    }

    /** The same with points without a value at its end, as far as it is shorter. */
    Series paddedTo(int size) {
        if (points.length >= size) {
            return this;
        }
        double[] padded = Arrays.copyOf(points, size);
        Arrays.fill(padded, points.length, size, Double.NaN);
        return new Series(metric, tags, padded);
    }
}
