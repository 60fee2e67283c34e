package io.serinus.analysis;

import static java.util.Objects.requireNonNull;

import io.serinus.analysis.Judgement.BadOfTotal;
import io.serinus.analysis.Judgement.MetricEvidence;
import io.serinus.analysis.Series.MetricPoint;
import io.serinus.analysis.Series.Point;
import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.Level;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Metric;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Makes the points of a {@link Series} out of what a judge is told and says. Stateless. */
public final class Plotter {
    /** A fraction of slow requests that a chart can show well. */
    private static final double FEW = 0.05;

    private static final MathContext DIGITS = new MathContext(4);
    private static final Compared<BadOfTotal> NOTHING = new Compared<>(new BadOfTotal(0, 0), new BadOfTotal(0, 0));

    private final AnalysisTemplate template;

    public Plotter(AnalysisTemplate template) {
        this.template = requireNonNull(template, "template is null");
    }

    /**
     * What was counted since the last point.
     *
     * @param requests of both versions
     * @param metrics bad requests among all, by the template's metrics
     * @param bounds above which requests are bad, in ms; empty for those that failed
     * @param levels of the custom metrics, in the last interval
     */
    public record Span(
            Compared<Long> requests,
            List<Compared<BadOfTotal>> metrics,
            List<OptionalDouble> bounds,
            List<Optional<Compared<Double>>> levels) {
        public Span {
            metrics = List.copyOf(metrics);
            bounds = List.copyOf(bounds);
            levels = List.copyOf(levels);
        }
    }

    /** Nothing yet. */
    public Span open() {
        int metrics = template.metrics().size();
        return new Span(
                new Compared<>(0L, 0L),
                Collections.nCopies(metrics, NOTHING),
                Collections.nCopies(metrics, OptionalDouble.empty()),
                Collections.nCopies(metrics, Optional.empty()));
    }

    /**
     * With the counts of one more tick. Unlike the evidence this shows the warm-up, too.
     *
     * @param state of the judge, whose bounds durations are shown at
     */
    public Span plus(Span open, Observation.Counted counted, JudgeState state) {
        var weighing = new Weighing(template.metrics(), state.memory());
        var metrics = new ArrayList<Compared<BadOfTotal>>();
        var bounds = new ArrayList<OptionalDouble>();
        var levels = new ArrayList<Optional<Compared<Double>>>();
        for (int i = 0; i < template.metrics().size(); i++) {
            Compared<BadOfTotal> before = open.metrics.get(i);
            Optional<Compared<Double>> levelBefore = open.levels.get(i);
            OptionalDouble bound = bound(weighing, i);
            Tally more = tally(i, bound, counted);
            Tally both = new Tally(before.baseline(), before.canary()).plus(more);
            metrics.add(new Compared<>(both.baseline(), both.canary()));
            bounds.add(bound);
            levels.add(level(template.metrics().get(i), counted).or(() -> levelBefore));
        }
        var requests = new Compared<>(
                open.requests.baseline() + counted.requests().baseline().total(),
                open.requests.canary() + counted.requests().canary().total());
        return new Span(requests, metrics, bounds, levels);
    }

    private Tally tally(int metric, OptionalDouble bound, Observation.Counted counted) {
        return switch (template.metrics().get(metric)) {
            case Metric.ErrorRate errors -> Tally.failed(counted.requests(), errors.failures());
            case Metric.Latency _ ->
                counted.latency()
                        .filter(latency -> bound.isPresent() && Tally.isMeasured(bound.getAsDouble(), latency))
                        .map(latency -> Tally.slowerThan(bound.getAsDouble(), latency))
                        .orElse(Tally.NONE);
            case Metric.Custom _ -> Tally.NONE;
        };
    }

    /**
     * The lowest bound of a latency metric that few of the baseline's requests have exceeded before the judging began, or its
     * highest: the same for the whole release, since counts above different bounds do not compare. Empty before that.
     */
    private static OptionalDouble bound(Weighing weighing, int metric) {
        List<Double> bounds = weighing.streams(metric)
                .flatMap(state -> state.stream().subject().bound().stream())
                .sorted()
                .distinct()
                .toList();
        LatencyCounts known = weighing.memory().knowledge().baseline();
        return bounds.stream()
                .filter(bound -> known.total() > 0
                        && known.atMost().containsKey(bound)
                        && known.above(bound) <= FEW * known.total())
                .findFirst()
                .map(OptionalDouble::of)
                .orElseGet(() -> bounds.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(bounds.getLast()));
    }

    private static Optional<Compared<Double>> level(Metric metric, Observation.Counted counted) {
        return counted.levels().get(metric.name()) instanceof Level.Read read
                ? Optional.of(new Compared<>(read.baseline(), read.canary()))
                : Optional.empty();
    }

    /** The point at an interval's end. */
    public Point point(Span open, Observation.Counted counted, JudgeState state, Judgement judgement) {
        Traffic traffic = state.memory().traffic();
        List<MetricEvidence> evidence = judgement.evidence().metrics();
        return new Point(
                counted.at(),
                1,
                traffic.step(),
                traffic.canaryPercent(),
                state.memory().share().weight() > 0,
                open.requests,
                rounded(judgement.evidence().againstLog10()),
                IntStream.range(0, Math.min(open.metrics.size(), evidence.size()))
                        .mapToObj(i -> point(open, i, evidence.get(i)))
                        .toList());
    }

    private static MetricPoint point(Span open, int metric, MetricEvidence evidence) {
        return new MetricPoint(
                open.metrics.get(metric),
                open.bounds.get(metric),
                open.levels.get(metric),
                evidence.explanation().flatMap(Explanation::ratio).map(Plotter::rounded),
                rounded(evidence.againstLog10()),
                rounded(evidence.forLog10()));
    }

    private static Explanation.Range rounded(Explanation.Range range) {
        return new Explanation.Range(rounded(range.low()), rounded(range.estimate()), rounded(range.high()));
    }

    /** To what a chart can show, because all of it is recorded at every interval. */
    private static double rounded(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value;
    }
}
