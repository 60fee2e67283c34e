package io.serinus.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Judgement.MetricEvidence;
import io.serinus.metric.Compared;
import io.serinus.metric.Level;
import io.serinus.metric.RequestCounts;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Bounds;
import io.serinus.template.Direction;
import io.serinus.template.Failures;
import io.serinus.template.LevelTolerance;
import io.serinus.template.Method;
import io.serinus.template.Metric;
import io.serinus.template.Policies;
import io.serinus.template.Queries;
import io.serinus.template.Risk;
import io.serinus.template.Role;
import io.serinus.template.Step;
import io.serinus.template.Tolerance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The classical tests as the judge applies them: once, at the end of a step. */
class FixedHorizonJudgeTest {
    private static final int TICKS_PER_INTERVAL = 3;
    private static final int TICKS_PER_STEP = 24;
    private static final double[] ALIKE = {0.03, 0.03};
    private static final double[] WORSE = {0.03, 0.08};
    private static final Tolerance NEXT_TO_NOTHING = new Tolerance(1e-9, 0);
    private static final Tolerance GENEROUS = new Tolerance(0.2, 0.3);

    static Stream<Metric> tests() {
        return all(Role.CRITICAL, Scenario.ERRORS.tolerance(), new LevelTolerance(0.1, 0));
    }

    static Stream<Metric> testsWithoutTolerance() {
        return all(Role.CRITICAL, NEXT_TO_NOTHING, new LevelTolerance(0, 0));
    }

    static Stream<Metric> generousTests() {
        return all(Role.CRITICAL, GENEROUS, new LevelTolerance(2, 0));
    }

    static Stream<Metric> advisoryTests() {
        return all(Role.DRY_RUN, Scenario.ERRORS.tolerance(), new LevelTolerance(0.1, 0));
    }

    @ParameterizedTest
    @MethodSource("tests")
    void failABadCanaryAtTheStepsEndAndNotBefore(Metric metric) {
        var release = new Release(metric, 100, 1);
        for (int i = 1; i < TICKS_PER_STEP; i++) {
            assertThat(release.tick(WORSE).verdict()).isEqualTo(Verdict.UNDECIDED);
        }
        Judgement judgement = release.tick(WORSE);
        assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judgement.reason())
                .startsWith("tested: canary ")
                .contains(" at the end of the step (fixed horizon): p = ");
    }

    @ParameterizedTest
    @MethodSource("tests")
    void waitForTheRequestsThatAStepNeeds(Metric metric) {
        var release = new Release(metric, 10_000, 1);
        while (release.requests() < 10_000) {
            assertThat(release.judgement().verdict()).isEqualTo(Verdict.UNDECIDED);
            release.tick(WORSE);
        }
        assertThat(release.ticks(TICKS_PER_INTERVAL, WORSE).verdict()).isEqualTo(Verdict.FAIL);
    }

    @ParameterizedTest
    @MethodSource("tests")
    void passAGoodCanaryOnceAndForAllOfTheStep(Metric metric) {
        var release = new Release(metric, 100, 1);
        Judgement judgement = release.ticks(TICKS_PER_STEP, ALIKE);
        assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
        assertThat(tested(judgement).reason()).contains("(fixed horizon)");
        Judgement later = release.ticks(3 * TICKS_PER_STEP, WORSE);
        assertThat(later.verdict()).isEqualTo(Verdict.PASS);
        assertThat(tested(later).reason()).isEqualTo(tested(judgement).reason());
        assertThat(release.weight(50).verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(release.ticks(TICKS_PER_STEP, WORSE).verdict()).isEqualTo(Verdict.FAIL);
    }

    @ParameterizedTest
    @MethodSource("generousTests")
    void passADifferenceThatIsCertainButTolerated(Metric metric) {
        Judgement judgement = new Release(metric, 100, 1).ticks(TICKS_PER_STEP, WORSE);
        assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
        if (!(metric instanceof Metric.Custom)) {
            assertThat(tested(judgement).reason()).contains(", but within the tolerance");
        }
    }

    /** With next to no tolerance, so that it is the tests that are put to the test. */
    @ParameterizedTest
    @MethodSource("testsWithoutTolerance")
    void failGoodCanariesNoMoreOftenThanTheyMay(Metric metric) {
        double alpha = 0.2;
        int releases = 400;
        for (int requests : new int[] {20, 300}) {
            long failed = IntStream.range(0, releases)
                    .filter(seed -> new Release(metric, 0, seed, requests, alpha)
                                    .ticks(TICKS_PER_STEP, ALIKE)
                                    .verdict()
                            == Verdict.FAIL)
                    .count();
            assertThat(failed).isLessThan(Math.round(releases * alpha + 3 * Math.sqrt(releases * alpha * (1 - alpha))));
        }
    }

    @ParameterizedTest
    @MethodSource("advisoryTests")
    void ofDryRunsAreReported(Metric metric) {
        var sequential = Metric.ErrorRate.of(
                "errors", 1, new Tolerance(1, 0.5), Scenario.ERRORS.margin(), Scenario.ERRORS.outage());
        Judgement judgement = new Release(List.of(sequential, metric), 100, 1, 300, 0.01).ticks(TICKS_PER_STEP, WORSE);
        assertThat(judgement.verdict()).isNotEqualTo(Verdict.FAIL);
        assertThat(tested(judgement).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judgement.findings()).extracting(Finding::code).containsExactly(Finding.Code.DRY_RUN);
        assertThat(judgement.findings().getFirst().message())
                .contains("tested: ")
                .contains("(fixed horizon)");
    }

    @Test
    void withoutAnAnswerPassNobodyWhoLooksWorse() {
        var constant = new Release(custom(Role.CRITICAL, Method.WELCH, new LevelTolerance(0.1, 0)), 0, 1);
        for (int i = 0; i < 2 * TICKS_PER_STEP; i++) {
            assertThat(constant.levels(new Level.Read(100, 200)).verdict()).isEqualTo(Verdict.UNDECIDED);
        }
        var rare = new Release(errors(Role.CRITICAL, Method.G_TEST, Scenario.ERRORS.tolerance()), 0, 1, 1, 0.01);
        for (int i = 0; i < TICKS_PER_STEP; i++) {
            assertThat(rare.tick(new double[] {0, i < 2 ? 1 : 0}).verdict()).isEqualTo(Verdict.UNDECIDED);
        }
    }

    @Test
    void withoutAnAnswerPassACanaryWithoutFault() {
        var faultless = new Release(errors(Role.CRITICAL, Method.G_TEST, Scenario.ERRORS.tolerance()), 0, 1);
        assertThat(faultless.ticks(TICKS_PER_STEP, new double[] {0, 0}).verdict())
                .isEqualTo(Verdict.PASS);
        var constant = new Release(custom(Role.CRITICAL, Method.WELCH, new LevelTolerance(0.1, 0)), 0, 1);
        for (int i = 0; i < TICKS_PER_STEP; i++) {
            constant.levels(new Level.Read(100, 105));
        }
        assertThat(constant.judgement().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void passNobodyByTheOtherBoundsWhereOneThatIsNamedIsNotMeasured() {
        var metric = new Metric.Latency(
                "tested",
                Role.CRITICAL,
                1,
                Method.G_TEST,
                new Bounds.Fixed(List.of(123.0)),
                Scenario.LATENCY.tolerance(),
                Scenario.LATENCY.margin(),
                List.of());
        Judgement judgement = new Release(metric, 100, 1).ticks(TICKS_PER_STEP, ALIKE);
        assertThat(judgement.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(tested(judgement).verdict()).isEqualTo(Verdict.NO_DATA);
        assertThat(tested(judgement).reason()).isEqualTo("no histogram bucket at 123 ms");
    }

    private static Stream<Metric> all(Role role, Tolerance tolerance, LevelTolerance ofLevels) {
        Stream<Metric> errors = Stream.of(Method.FISHER, Method.G_TEST).map(it -> errors(role, it, tolerance));
        Stream<Metric> latency = Stream.of(Method.G_TEST, Method.MANN_WHITNEY, Method.KOLMOGOROV_SMIRNOV)
                .map(it -> latency(role, it, tolerance));
        Stream<Metric> custom = Stream.of(Method.MANN_WHITNEY, Method.WELCH).map(it -> custom(role, it, ofLevels));
        return Stream.of(errors, latency, custom).flatMap(it -> it);
    }

    private static Metric errors(Role role, Method method, Tolerance tolerance) {
        return new Metric.ErrorRate(
                "tested",
                role,
                1,
                method,
                Failures.DEFAULT,
                tolerance,
                Scenario.ERRORS.margin(),
                Scenario.ERRORS.outage(),
                OptionalDouble.empty());
    }

    private static Metric latency(Role role, Method method, Tolerance tolerance) {
        return new Metric.Latency(
                "tested", role, 1, method, Bounds.Range.DEFAULT, tolerance, Scenario.LATENCY.margin(), List.of());
    }

    private static Metric custom(Role role, Method method, LevelTolerance tolerance) {
        return new Metric.Custom(
                "tested",
                role,
                1,
                method,
                Queries.ofBoth("levels{version=\"${version}\"}"),
                Direction.INCREASE,
                tolerance,
                new LevelTolerance(3, 0));
    }

    private static MetricEvidence tested(Judgement judgement) {
        return judgement.evidence().metrics().stream()
                .filter(it -> it.name().equals("tested"))
                .findFirst()
                .orElseThrow();
    }

    /** One whose requests fail, are slow, or whose level grows, each by the same fractions of baseline and canary. */
    private static final class Release {
        private static final int PERCENT = 25;
        private final Random random;
        private final long requestsPerTick;
        private final Judge judge;
        private final List<Recording.Tick> open = new ArrayList<>();
        private JudgeState state;
        private int ticks;

        Release(Metric metric, long minRequests, long seed) {
            this(metric, minRequests, seed, 300, 0.01);
        }

        Release(Metric metric, long minRequests, long seed, long requestsPerTick, double falseAbort) {
            this(List.of(metric), minRequests, seed, requestsPerTick, falseAbort);
        }

        Release(List<Metric> metrics, long minRequests, long seed, long requestsPerTick, double falseAbort) {
            this.random = new Random(seed);
            this.requestsPerTick = requestsPerTick;
            this.judge = new Judge(template(metrics, minRequests, falseAbort));
            this.state = judge.start(Optional.empty());
            weight(PERCENT);
        }

        private static AnalysisTemplate template(List<Metric> metrics, long minRequests, double falseAbort) {
            Duration step = Recording.TICK.multipliedBy(TICKS_PER_STEP);
            var steps = new ArrayList<Step>(List.of(Step.weight(PERCENT, step, minRequests)));
            if (falseAbort < 0.1) {
                steps.add(Step.weight(50, step, minRequests));
            }
            return new AnalysisTemplate(
                    "classical",
                    Recording.TICK,
                    Recording.TICK.multipliedBy(TICKS_PER_INTERVAL),
                    Duration.ZERO,
                    new Risk(falseAbort, 0.05),
                    metrics,
                    steps,
                    Policies.DEFAULT);
        }

        Judgement weight(int percent) {
            var now = Recording.BEGIN.plus(Recording.TICK.multipliedBy(ticks));
            state = judge.fold(state, new Observation.WeightChanged(now, percent, percent == PERCENT ? 50 : 100));
            return judgement();
        }

        Judgement ticks(int count, double[] bad) {
            for (int i = 0; i < count; i++) {
                tick(bad);
            }
            return judgement();
        }

        Judgement tick(double[] bad) {
            return observe(bad, new Level.Read(level(bad[0]), level(bad[1])));
        }

        Judgement levels(Level.Read levels) {
            return observe(ALIKE, levels);
        }

        private Judgement observe(double[] bad, Level levels) {
            Recording tick = Recording.random(1, 3 * requestsPerTick, requestsPerTick, bad, bad, random.nextLong());
            ticks++;
            open.add(tick.ticks().getFirst());
            boolean ends = ticks % TICKS_PER_INTERVAL == 0;
            var counted = (Observation.Counted) new Recording(open)
                    .counted(open.size(), Recording.BEGIN.plus(Recording.TICK.multipliedBy(ticks - open.size())))
                    .getLast();
            if (ends) {
                open.clear();
            }
            state = judge.fold(
                    state,
                    new Observation.Counted(
                            counted.at(),
                            counted.requests(),
                            new Compared<>(
                                    counted.requests().baseline(),
                                    counted.requests().canary()),
                            ends ? counted.latency() : Optional.empty(),
                            RequestCounts.NONE,
                            ends ? Map.of("tested", levels) : Map.of()));
            return judgement();
        }

        private double level(double bad) {
            return 100 * (1 + 20 * bad + random.nextGaussian() / 10);
        }

        long requests() {
            return judgement().evidence().canaryRequestsInStep();
        }

        Judgement judgement() {
            return judge.verdict(state);
        }
    }
}
