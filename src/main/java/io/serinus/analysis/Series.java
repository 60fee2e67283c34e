package io.serinus.analysis;

import static java.util.Objects.requireNonNull;

import io.serinus.analysis.Explanation.Range;
import io.serinus.metric.Compared;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the evidence of a release came about, interval by interval. Of bounded size: when there are more than {@value
 * #MOST_POINTS} points, neighbours are merged, and from then on each holds twice as many intervals.
 *
 * @param points oldest first
 */
public record Series(List<Point> points) {
    /** Enough for a chart, and few enough to be recorded with the release. */
    public static final int MOST_POINTS = 64;

    public static final Series NONE = new Series(List.of());

    /**
     * As of one time.
     *
     * @param at the end of its last interval
     * @param intervals how many it holds, from 1
     * @param step the step that was in force, from 1; 0 before the first
     * @param weight the canary's weight that was in force, in percent
     * @param requests of both versions since the point before
     * @param againstLog10 log10 of the combined e-value against the canary
     * @param metrics one for each metric of the template, in its order
     */
    public record Point(
            Instant at,
            int intervals,
            int step,
            int weight,
            Compared<Long> requests,
            double againstLog10,
            List<MetricPoint> metrics) {
        public Point {
            requireNonNull(at, "at is null");
            requireNonNull(requests, "requests is null");
            metrics = List.copyOf(metrics);
        }

        /** Both as one: what happened in either, and the evidence as of the later one. */
        private Point and(Point later) {
            var merged = new ArrayList<MetricPoint>();
            for (int i = 0; i < later.metrics.size(); i++) {
                MetricPoint of = later.metrics.get(i);
                merged.add(i < metrics.size() ? metrics.get(i).and(of) : of);
            }
            return new Point(
                    later.at,
                    intervals + later.intervals,
                    later.step,
                    later.weight,
                    new Compared<>(
                            requests.baseline() + later.requests.baseline(),
                            requests.canary() + later.requests.canary()),
                    later.againstLog10,
                    merged);
        }
    }

    /**
     * One metric.
     *
     * @param counts bad requests among all since the point before, for latency those above the bound that weighs most; none
     *     for a custom metric
     * @param levels of a custom metric in the last interval; empty for others, and where it had none
     * @param ratio the canary's bad fraction over the baseline's, by all intervals so far; empty where nothing can be said
     * @param againstLog10 log10 of its e-value against the canary
     * @param forLog10 log10 of its e-value for the next step
     */
    public record MetricPoint(
            Compared<Judgement.BadOfTotal> counts,
            Optional<Compared<Double>> levels,
            Optional<Range> ratio,
            double againstLog10,
            double forLog10) {
        public MetricPoint {
            requireNonNull(counts, "counts is null");
            requireNonNull(levels, "levels is null");
            requireNonNull(ratio, "ratio is null");
        }

        private MetricPoint and(MetricPoint later) {
            Tally both = new Tally(counts.baseline(), counts.canary())
                    .plus(new Tally(later.counts.baseline(), later.counts.canary()));
            return new MetricPoint(
                    new Compared<>(both.baseline(), both.canary()),
                    later.levels.or(() -> levels),
                    later.ratio,
                    later.againstLog10,
                    later.forLog10);
        }
    }

    public Series {
        points = List.copyOf(points);
    }

    /** With what one more interval brought. */
    public Series plus(Point next) {
        int most = points.stream().mapToInt(Point::intervals).max().orElse(1);
        var longer = new ArrayList<>(points);
        if (!longer.isEmpty() && longer.getLast().intervals() < most) {
            longer.add(longer.removeLast().and(next));
        } else {
            longer.add(next);
        }
        return new Series(longer.size() <= MOST_POINTS ? longer : halved(longer));
    }

    private static List<Point> halved(List<Point> points) {
        var merged = new ArrayList<Point>();
        for (int i = 0; i < points.size(); i += 2) {
            Point first = points.get(i);
            merged.add(i + 1 < points.size() ? first.and(points.get(i + 1)) : first);
        }
        return merged;
    }
}
