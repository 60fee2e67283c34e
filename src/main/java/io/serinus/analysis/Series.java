package io.serinus.analysis;

import static java.util.Objects.requireNonNull;

import io.serinus.analysis.Explanation.Range;
import io.serinus.analysis.Judgement.BadOfTotal;
import io.serinus.metric.Compared;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

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
     * @param isShare whether the weight is the canary's share of the requests, as it is unless a copy of the baseline, a mirror,
     *     a match or other routes come into it
     * @param requests of both versions since the point before
     * @param againstLog10 log10 of the combined e-value against the canary
     * @param metrics one for each metric of the template, in its order
     */
    public record Point(
            Instant at,
            int intervals,
            int step,
            int weight,
            boolean isShare,
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
                    isShare && later.isShare,
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
     * @param counts bad requests among all since the point before; none for a custom metric
     * @param boundMillis which requests are bad: those that took longer; empty where it is those that failed
     * @param levels of a custom metric in the last interval; empty for others, and where it had none
     * @param ratio the canary's bad fraction over the baseline's, by all intervals so far; empty where nothing can be said
     * @param againstLog10 log10 of its e-value against the canary
     * @param forLog10 log10 of its e-value for the next step
     */
    public record MetricPoint(
            Compared<BadOfTotal> counts,
            OptionalDouble boundMillis,
            Optional<Compared<Double>> levels,
            Optional<Range> ratio,
            double againstLog10,
            double forLog10) {
        public MetricPoint {
            requireNonNull(counts, "counts is null");
            requireNonNull(boundMillis, "boundMillis is null");
            requireNonNull(levels, "levels is null");
            requireNonNull(ratio, "ratio is null");
        }

        private MetricPoint and(MetricPoint later) {
            return new MetricPoint(
                    boundMillis.equals(later.boundMillis) ? sum(counts, later.counts) : later.counts,
                    later.boundMillis,
                    later.levels.or(() -> levels),
                    later.ratio,
                    later.againstLog10,
                    later.forLog10);
        }

        /** Above another bound are others. */
        private static Compared<BadOfTotal> sum(Compared<BadOfTotal> one, Compared<BadOfTotal> other) {
            Tally both = new Tally(one.baseline(), one.canary()).plus(new Tally(other.baseline(), other.canary()));
            return new Compared<>(both.baseline(), both.canary());
        }
    }

    public Series {
        points = List.copyOf(points);
    }

    /** With what one more interval brought. */
    public Series plus(Point next) {
        int most = points.stream().mapToInt(Point::intervals).max().orElse(1);
        var longer = new ArrayList<>(points);
        if (!longer.isEmpty()
                && longer.getLast().intervals() < most
                && longer.getLast().step() == next.step()) {
            longer.add(longer.removeLast().and(next));
        } else {
            longer.add(next);
        }
        List<Point> fewer = longer.size() <= MOST_POINTS ? longer : halved(longer, false);
        return new Series(fewer.size() <= MOST_POINTS ? fewer : halved(longer, true));
    }

    /** @param acrossSteps whether points of different steps are merged, too, which shows a step later than it began */
    private static List<Point> halved(List<Point> points, boolean acrossSteps) {
        var merged = new ArrayList<Point>();
        for (int i = 0; i < points.size(); i++) {
            Point first = points.get(i);
            boolean merges =
                    i + 1 < points.size() && (acrossSteps || points.get(i + 1).step() == first.step());
            merged.add(merges ? first.and(points.get(++i)) : first);
        }
        return merged;
    }
}
