package io.serinus.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Recording.Counts;
import io.serinus.analysis.Recording.Tick;
import io.serinus.metric.Compared;
import io.serinus.metric.Level;
import io.serinus.metric.RequestCounts;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Direction;
import io.serinus.template.LevelTolerance;
import io.serinus.template.Method;
import io.serinus.template.Metric;
import io.serinus.template.Policies;
import io.serinus.template.Queries;
import io.serinus.template.Risk;
import io.serinus.template.Role;
import io.serinus.template.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A release may run for days. */
class BoundedStateTest {
    /** Twenty thousand intervals, against the most that was held in the first two thousand. */
    @Test
    void theStateOfADayIsNoLargerThanItWasInTheFirstHours() {
        var judge = new Judge(template());
        JudgeState state = judge.start(Optional.empty());
        state = judge.fold(state, new Observation.WeightChanged(Recording.BEGIN, 10, 100, true));
        long ofTheFirst = 0;
        for (int i = 1; i <= 20_000; i++) {
            state = judge.fold(state, observation(i));
            if (i <= 2_000 && i % 50 == 0) {
                ofTheFirst = Math.max(ofTheFirst, RetainedSize.of(state));
            }
        }
        assertThat(ofTheFirst).isGreaterThan(1_000);
        assertThat(RetainedSize.of(state)).isLessThanOrEqualTo(ofTheFirst);
    }

    private static Observation observation(int interval) {
        long bad = interval % 5 == 0 ? 1 : 0;
        var tick = new Tick(new Counts(9, bad, bad, 0), new Counts(1, 0, 0, 0));
        var counted = (Observation.Counted) new Recording(List.of(tick))
                .counted(1, Recording.BEGIN.plus(Recording.TICK.multipliedBy(interval - 1L)))
                .getFirst();
        return new Observation.Counted(
                counted.at(),
                counted.requests(),
                new Compared<>(counted.requests().baseline(), counted.requests().canary()),
                counted.latency(),
                RequestCounts.NONE,
                Map.of("sequential", new Level.Read(1, interval % 2), "tested", new Level.Read(1, interval % 3)));
    }

    private static AnalysisTemplate template() {
        List<Metric> metrics = Stream.concat(
                        Stream.of(
                                Scenario.ERRORS,
                                Metric.Latency.of(
                                        "latency",
                                        1,
                                        Scenario.LATENCY.tolerance(),
                                        Scenario.LATENCY.margin(),
                                        List.of(Scenario.BOUND))),
                        Stream.of(custom("sequential", Method.SEQUENTIAL), custom("tested", Method.WELCH)))
                .toList();
        return new AnalysisTemplate(
                "long",
                Recording.TICK,
                Recording.TICK,
                Duration.ZERO,
                Risk.DEFAULT,
                metrics,
                List.of(Step.weight(10, Duration.ZERO, 1_000_000)),
                Policies.DEFAULT);
    }

    private static Metric custom(String name, Method method) {
        return new Metric.Custom(
                name,
                Role.CRITICAL,
                1,
                method,
                Queries.ofBoth("levels{version=\"${version}\"}"),
                Direction.BOTH,
                new LevelTolerance(0.2, 0),
                new LevelTolerance(0.3, 0));
    }
}
