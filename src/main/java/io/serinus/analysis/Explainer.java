package io.serinus.analysis;

import io.serinus.analysis.Explanation.Levels;
import io.serinus.analysis.Explanation.Quantile;
import io.serinus.analysis.Explanation.Range;
import io.serinus.analysis.Judgement.BadOfTotal;
import io.serinus.analysis.Judgement.MetricEvidence;
import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import io.serinus.stats.Buckets;
import io.serinus.stats.MedianInterval;
import io.serinus.stats.NuisanceGrid;
import io.serinus.stats.ProportionInterval;
import io.serinus.stats.QuantileInterval;
import io.serinus.stats.RatioInterval;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Metric;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Puts estimates and an outlook beside each metric's verdict, and a forecast beside the whole. */
final class Explainer {
    /** All intervals shown to people are of 95 %. */
    private static final double ALPHA = 0.05;

    private static final double[] QUANTILES = {0.5, 0.9, 0.95, 0.99};

    private final AnalysisTemplate template;
    private final Outlooks outlooks;
    private final Forecaster forecaster;

    Explainer(AnalysisTemplate template, Plan plan) {
        this.template = template;
        this.outlooks = new Outlooks(template, plan);
        this.forecaster = new Forecaster(template, plan);
    }

    Judgement explain(Judgement judgement, Memory memory) {
        var weighing = new Weighing(template.metrics(), memory);
        List<MetricEvidence> metrics = judgement.evidence().metrics();
        List<MetricEvidence> explained = IntStream.range(0, metrics.size())
                .mapToObj(metric -> metrics.get(metric).with(explanation(weighing, metric, metrics.get(metric))))
                .toList();
        return new Judgement(
                judgement.verdict(),
                judgement.reason(),
                judgement.evidence().with(explained),
                judgement.findings(),
                judgement.verdict() == Verdict.FAIL ? Optional.empty() : forecaster.forecast(memory));
    }

    private Explanation explanation(Weighing weighing, int metric, MetricEvidence evidence) {
        return new Explanation(
                weighing.heaviestStream(metric).flatMap(Explainer::ratio),
                rate(evidence.baseline()),
                rate(evidence.canary()),
                template.metrics().get(metric) instanceof Metric.Latency ? quantiles(weighing.memory()) : List.of(),
                template.metrics().get(metric) instanceof Metric.Latency
                        ? durations(weighing.memory().durations())
                        : Optional.empty(),
                weighing.level(metric).map(LevelState::recent).flatMap(Explainer::levels),
                outlooks.of(weighing, metric, evidence.verdict()));
    }

    private static Optional<Range> ratio(StreamState state) {
        if (state.strata().size() == 0) {
            return Optional.empty();
        }
        RatioInterval interval = RatioInterval.timeUniform(state.strata(), NuisanceGrid.standard(), ALPHA);
        return Double.isNaN(interval.estimate())
                ? Optional.empty()
                : Optional.of(new Range(interval.low(), interval.estimate(), interval.high()));
    }

    private static Optional<Range> rate(BadOfTotal share) {
        if (share.total() == 0) {
            return Optional.empty();
        }
        var interval = ProportionInterval.timeUniform(share.bad(), share.total(), ALPHA);
        return Optional.of(new Range(interval.low(), interval.estimate(), interval.high()));
    }

    private static List<Quantile> quantiles(Memory memory) {
        LatencyCounts baseline = memory.durations().baseline();
        LatencyCounts canary = memory.durations().canary();
        boolean canTell = baseline.total() > 0
                && canary.total() > 0
                && !baseline.atMost().isEmpty()
                && !canary.atMost().isEmpty();
        if (!canTell) {
            return List.of();
        }
        Buckets ofBaseline = Histograms.of(baseline);
        Buckets ofCanary = Histograms.of(canary);
        return IntStream.range(0, QUANTILES.length)
                .mapToObj(i -> new Quantile(
                        QUANTILES[i], quantile(ofBaseline, QUANTILES[i]), quantile(ofCanary, QUANTILES[i])))
                .toList();
    }

    private static Optional<Compared<LatencyCounts>> durations(Compared<LatencyCounts> all) {
        var bounds = new TreeSet<>(all.baseline().atMost().keySet());
        bounds.retainAll(all.canary().atMost().keySet());
        return bounds.isEmpty() ? Optional.empty() : Optional.of(all.map(counts -> counts.at(bounds)));
    }

    private static Range quantile(Buckets buckets, double quantile) {
        var interval = QuantileInterval.timeUniform(buckets, quantile, ALPHA, 1);
        return new Range(interval.low(), interval.estimate(), interval.high());
    }

    private static Optional<Levels> levels(RecentLevels recent) {
        if (recent.size() == 0) {
            return Optional.empty();
        }
        MedianInterval difference = recent.difference(ALPHA);
        return Optional.of(new Levels(
                recent.baseline(),
                recent.canary(),
                new Range(difference.low(), difference.estimate(), difference.high())));
    }
}
