package io.serinus.analysis;

import static io.serinus.analysis.Scenario.healthy;
import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Series.MetricPoint;
import io.serinus.analysis.Series.Point;
import io.serinus.metric.Compared;
import io.serinus.metric.Level;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Direction;
import io.serinus.template.Failures;
import io.serinus.template.LevelTolerance;
import io.serinus.template.Metric;
import io.serinus.template.Queries;
import io.serinus.template.Role;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** The points of a series are what was observed, no request more and none less, warm-up included. */
class PlotterTest {
    private static final AnalysisTemplate TEMPLATE = Scenario.template(Duration.ofMinutes(1));

    @Test
    void pointsAddUpToWhatWasCounted() {
        Scenario scenario = healthy(5, TEMPLATE)
                .weight(10, 50)
                .minutes(4)
                .errors(0.001, 0.02)
                .weight(50, 50)
                .minutes(6);
        List<Observation> observations = scenario.observations();

        Series series = charted(observations);

        List<Point> points = series.points();
        assertThat(points).hasSize(40);
        assertThat(points.stream()
                        .mapToLong(point -> point.requests().baseline())
                        .sum())
                .isEqualTo(counted(observations)
                        .mapToLong(tick -> tick.requests().baseline().total())
                        .sum());
        assertThat(points.stream()
                        .mapToLong(point -> errors(point).canary().bad())
                        .sum())
                .isPositive()
                .isEqualTo(counted(observations)
                        .mapToLong(tick -> tick.requests().canary().count(Failures.DEFAULT::includes))
                        .sum());
        assertThat(points.getFirst().weight()).isEqualTo(10);
        assertThat(points.getLast().weight()).isEqualTo(50);
        assertThat(points.getLast().step()).isEqualTo(50);
    }

    @Test
    void theEvidenceOfAPointIsTheJudgesWordAtThatTime() {
        Scenario scenario = healthy(6, TEMPLATE)
                .weight(10, 50)
                .minutes(3)
                .errors(0.001, 0.3)
                .minutes(2);
        Judgement word = new Judge(TEMPLATE).explain(scenario.state());

        Point last = charted(scenario.observations()).points().getLast();

        assertThat(last.againstLog10()).isCloseTo(word.evidence().againstLog10(), within());
        MetricPoint errors = last.metrics().getFirst();
        assertThat(errors.againstLog10())
                .isCloseTo(word.evidence().metrics().getFirst().againstLog10(), within());
        assertThat(errors.ratio().orElseThrow().estimate())
                .isCloseTo(
                        word.evidence()
                                .metrics()
                                .getFirst()
                                .explanation()
                                .flatMap(Explanation::ratio)
                                .orElseThrow()
                                .estimate(),
                        within());
    }

    /** The bound of durations is chosen when the warm-up is over; before, none could be counted. */
    @Test
    void durationsAreCountedFromTheFirstJudgedInterval() {
        Scenario scenario = healthy(7, TEMPLATE).weight(10, 50).minutes(4);

        List<Point> points = charted(scenario.observations()).points();

        assertThat(points.getFirst().metrics().get(1).counts().canary().total()).isZero();
        Point last = points.getLast();
        assertThat(last.metrics().get(1).counts().canary().total())
                .isEqualTo(last.requests().canary());
        assertThat(last.metrics().get(1).counts().canary().bad()).isPositive();
    }

    @Test
    void levelsAreThoseOfTheLatestInterval() {
        var queue = new Metric.Custom(
                "queue",
                Role.ADVISORY,
                1,
                Scenario.ERRORS.method(),
                Queries.ofBoth("queue{version=\"${version}\"}"),
                Direction.INCREASE,
                new LevelTolerance(0.2, 0),
                new LevelTolerance(0.3, 0));
        AnalysisTemplate template = Scenario.template(Duration.ZERO, List.of(Scenario.ERRORS, queue));
        Scenario scenario = healthy(8, template)
                .level("queue", i -> i % 2 == 0 ? new Level.Read(100 + i, 200 + i) : new Level.Absent("none"))
                .weight(10, 50)
                .minutes(2);

        List<Optional<Compared<Double>>> levels = charted(template, scenario.observations()).points().stream()
                .map(point -> point.metrics().get(1).levels())
                .toList();

        assertThat(levels)
                .contains(Optional.empty())
                .anySatisfy(level -> assertThat(level)
                        .hasValueSatisfying(read ->
                                assertThat(read.canary() - read.baseline()).isEqualTo(100)));
    }

    private static Percentage within() {
        return Percentage.withPercentage(0.1);
    }

    private static Compared<Judgement.BadOfTotal> errors(Point point) {
        return point.metrics().getFirst().counts();
    }

    private static Stream<Observation.Counted> counted(List<Observation> observations) {
        return observations.stream()
                .filter(Observation.Counted.class::isInstance)
                .map(Observation.Counted.class::cast);
    }

    private static Series charted(List<Observation> observations) {
        return charted(TEMPLATE, observations);
    }

    private static Series charted(AnalysisTemplate template, List<Observation> observations) {
        var judge = new Judge(template);
        var plotter = new Plotter(template);
        JudgeState state = judge.start(Optional.empty());
        Plotter.Span open = plotter.open();
        Series series = Series.NONE;
        for (Observation observation : observations) {
            state = judge.fold(state, observation);
            if (observation instanceof Observation.Counted counted) {
                open = plotter.plus(open, counted, state);
                if (counted.endsInterval()) {
                    series = series.plus(plotter.point(open, counted, state, judge.explain(state)));
                    open = plotter.open();
                }
            }
        }
        return series;
    }
}
