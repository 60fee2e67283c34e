package io.serinus.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Explanation.Range;
import io.serinus.analysis.Judgement.MetricEvidence;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Metric;
import io.serinus.template.Policies;
import io.serinus.template.Risk;
import io.serinus.template.Step;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Estimates that people see beside a verdict. */
class ExplainedJudgementTest {
    private static final int RUNS = 200;
    private static final double[] FAILED = {0.02, 0.03};
    private static final double[] SLOW = {0.08, 0.12};

    @Test
    void limitsContainTheTruthInAtLeastNineteenOfTwentyRunsAndTheEstimateAlways() {
        var judge = new Judge(template());
        var missed = new HashMap<String, Integer>();
        for (int seed = 0; seed < RUNS; seed++) {
            JudgeState state = judge.start(Optional.empty());
            for (Observation next :
                    Recording.random(8, 600, 200, FAILED, SLOW, seed).cut(1, 25, 50)) {
                state = judge.fold(state, next);
            }
            List<MetricEvidence> metrics = judge.explain(state).evidence().metrics();
            look(missed, "errors", metrics.getFirst().explanation().orElseThrow(), FAILED);
            look(missed, "latency", metrics.getLast().explanation().orElseThrow(), SLOW);
        }
        assertThat(missed)
                .containsOnlyKeys(
                        "errors ratio",
                        "errors baseline",
                        "errors canary",
                        "latency ratio",
                        "latency baseline",
                        "latency canary");
        assertThat(missed.values()).allMatch(count -> count <= RUNS / 20);
    }

    private static void look(Map<String, Integer> missed, String metric, Explanation explanation, double[] truth) {
        check(missed, metric + " ratio", explanation.ratio().orElseThrow(), truth[1] / truth[0]);
        check(missed, metric + " baseline", explanation.baselineRate().orElseThrow(), truth[0]);
        check(missed, metric + " canary", explanation.canaryRate().orElseThrow(), truth[1]);
        for (Explanation.Quantile quantile : explanation.quantiles()) {
            requireOrder(quantile.baseline());
            requireOrder(quantile.canary());
        }
        Explanation.Outlook outlook = explanation.outlook();
        assertThat(outlook.requestsToPass().orElse(0)).isNotNegative();
        assertThat(outlook.requestsToFail().orElse(0)).isNotNegative();
        assertThat(outlook.sentence()).isNotEmpty();
    }

    private static void check(Map<String, Integer> missed, String what, Range range, double truth) {
        requireOrder(range);
        boolean isIn = range.low() <= truth && truth <= range.high();
        missed.merge(what, isIn ? 0 : 1, Integer::sum);
    }

    private static void requireOrder(Range range) {
        assertThat(range.low()).isLessThanOrEqualTo(range.estimate());
        assertThat(range.estimate()).isLessThanOrEqualTo(range.high());
    }

    private static AnalysisTemplate template() {
        List<Metric> metrics = List.of(
                Scenario.ERRORS,
                Metric.Latency.of(
                        "latency",
                        1,
                        Scenario.LATENCY.tolerance(),
                        Scenario.LATENCY.margin(),
                        List.of(Scenario.BOUND)));
        return new AnalysisTemplate(
                "explained",
                Recording.TICK,
                Recording.TICK,
                Duration.ZERO,
                Risk.DEFAULT,
                metrics,
                List.of(Step.weight(25, Duration.ZERO, 0), Step.weight(50, Duration.ZERO, 0)),
                Policies.DEFAULT);
    }
}
