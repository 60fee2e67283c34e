package io.serinus.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.serinus.analysis.Judgement.MetricEvidence;
import io.serinus.analysis.Recording.Counts;
import io.serinus.analysis.Recording.Tick;
import io.serinus.metric.Level;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Bounds;
import io.serinus.template.Direction;
import io.serinus.template.Failures;
import io.serinus.template.LatencyLimit;
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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds of every verdict, whatever the metrics, the traffic and the order of things. */
class JudgeInvariantsPropertyTest {
    private static final Tolerance NEXT_TO_NOTHING = new Tolerance(1e-9, 0);

    /**
     * The mirror: without a tolerance, and within the ten intervals before evidence is also collected afresh, not both
     * versions can be worse than the other. Intervals that contradict each other may leave a trace of evidence against both,
     * as each side has its own mixture of noise to explain them by; here never as much as an e-value of 1.26. After the first
     * restart there can be more, if one version was bad after the other.
     */
    @Property(tries = 200, seed = "2140652364301152394")
    void evidenceIsNeverAgainstBothVersions(@ForAll("ticks") List<Tick> ticks) {
        var errors = Metric.ErrorRate.of("errors", 1, NEXT_TO_NOTHING, Scenario.ERRORS.margin(), NEXT_TO_NOTHING);
        AnalysisTemplate template = template(1, List.of(errors));
        var recording = new Recording(ticks);
        double against = against(template, recording.cut(1, 50, 100));
        double againstTheOther = against(template, recording.swapped().cut(1, 50, 100));
        assertThat(Math.min(against, againstTheOther)).isLessThan(0.1);
    }

    /**
     * Once there is evidence at all, more of the same never lowers it. A start that is forgotten in favour of a newer one,
     * as from the fortieth interval on, may cost a trace of it.
     */
    @Property(tries = 20)
    void moreOfTheSameHarmNeverLowersTheEvidence(
            @ForAll @IntRange(min = 20, max = 2000) int requests,
            @ForAll @DoubleRange(min = 0, max = 0.2) double baseline,
            @ForAll @DoubleRange(min = 0.1, max = 0.7) double more) {
        long failed = Math.round(requests * baseline);
        long inCanary = Math.min(requests, Math.round(requests * (1.3 * baseline + more)));
        var tick = new Tick(
                new Counts(requests, failed, failed, failed), new Counts(requests, inCanary, inCanary, inCanary));
        AnalysisTemplate template = template(1, List.of(Scenario.ERRORS, Scenario.LATENCY));
        var judge = new Judge(template);
        JudgeState state = judge.start(Optional.empty());
        double before = 0;
        for (Observation next : new Recording(Collections.nCopies(60, tick)).cut(1, 50, 100)) {
            state = judge.fold(state, next);
            double now = judge.verdict(state).evidence().againstLog10();
            if (before > 0) {
                assertThat(now).isGreaterThanOrEqualTo(before - 1e-3);
            }
            before = now;
        }
        assertThat(judge.verdict(state).verdict()).isEqualTo(Verdict.FAIL);
    }

    /** They count as time: the canary's silence becomes no data, and what is collected afresh begins with the intervals. */
    @Property(tries = 30)
    void intervalsWithoutRequestsOfOneVersionChangeNoEvidence(
            @ForAll @IntRange(min = 1, max = 12) int past,
            @ForAll @IntRange(min = 1, max = 8) int silent,
            @ForAll @IntRange(min = 0, max = 500) int ofBaseline,
            @ForAll long seed) {
        Recording before =
                Recording.random(3 * past, 200, 50, new double[] {0.01, 0.03}, new double[] {0.1, 0.1}, seed);
        var template = template(3, List.of(Scenario.ERRORS, Scenario.LATENCY));
        var judge = new Judge(template);
        JudgeState state = fold(judge, before.cut(3, 20, 50));
        var evidence = judge.verdict(state).evidence();
        var tick = new Tick(new Counts(ofBaseline, ofBaseline / 10, ofBaseline / 10, 0), Counts.NONE);
        var silence = new Recording(Collections.nCopies(3 * silent, tick));
        for (Observation next : silence.counted(3, Recording.BEGIN.plus(Recording.TICK.multipliedBy(3L * past)))) {
            state = judge.fold(state, next);
        }
        var after = judge.verdict(state).evidence();
        assertThat(after.againstLog10()).isCloseTo(evidence.againstLog10(), within(1e-9));
        assertThat(after.canaryRequestsInStep()).isEqualTo(evidence.canaryRequestsInStep());
        for (int i = 0; i < evidence.metrics().size(); i++) {
            MetricEvidence old = evidence.metrics().get(i);
            MetricEvidence now = after.metrics().get(i);
            assertThat(now.forLog10()).isEqualTo(old.forLog10());
            assertThat(now.againstLog10()).isCloseTo(old.againstLog10(), within(1e-9));
            assertThat(now.baseline()).isEqualTo(old.baseline());
            assertThat(now.canary()).isEqualTo(old.canary());
        }
    }

    /** The evidence differs, as a nuisance is looked for per interval; where things are clear the verdict does not. */
    @Property(tries = 12)
    void howTimeIsCutDoesNotDecideClearCases(@ForAll boolean isGood, @ForAll boolean isSlow, @ForAll long seed) {
        double[] failed = {0.002, isGood || isSlow ? 0.002 : 0.05};
        double[] slow = {0.05, isGood || !isSlow ? 0.05 : 0.3};
        Recording recording = Recording.random(120, 450, 150, failed, slow, seed);
        for (int ticksPerInterval : new int[] {1, 3, 6}) {
            var judge = new Judge(template(ticksPerInterval, List.of(Scenario.ERRORS, Scenario.LATENCY)));
            var judgement = judge.verdict(fold(judge, recording.cut(ticksPerInterval, 25, 50)));
            assertThat(judgement.verdict()).isEqualTo(isGood ? Verdict.PASS : Verdict.FAIL);
        }
    }

    @Property(tries = 20)
    void aMetricThatDoesNotDecideChangesNeitherVerdictNorEvidence(
            @ForAll("metrics") List<Metric> metrics,
            @ForAll @DoubleRange(min = 0, max = 0.1) double failed,
            @ForAll long seed) {
        List<Metric> deciding =
                metrics.stream().filter(it -> it.role() == Role.CRITICAL).toList();
        Judgement all = released(metrics, failed, seed).judgement();
        Judgement alone = released(deciding, failed, seed).judgement();
        assertThat(all.verdict()).isEqualTo(alone.verdict());
        assertThat(all.reason()).isEqualTo(alone.reason());
        assertThat(all.evidence().againstLog10()).isEqualTo(alone.evidence().againstLog10());
        assertThat(all.evidence().metrics().stream()
                        .filter(it -> it.role() == Role.CRITICAL)
                        .toList())
                .isEqualTo(alone.evidence().metrics());
    }

    @Property(tries = 20)
    void theOrderOfMetricsDoesNotMatter(
            @ForAll("metrics") List<Metric> metrics,
            @ForAll @DoubleRange(min = 0, max = 0.1) double failed,
            @ForAll long seed) {
        var shuffled = new ArrayList<>(metrics);
        Collections.shuffle(shuffled, new Random(seed));
        Judgement one = released(metrics, failed, seed).judgement();
        Judgement other = released(shuffled, failed, seed).judgement();
        assertThat(other.verdict()).isEqualTo(one.verdict());
        if (Double.isFinite(one.evidence().againstLog10())) {
            assertThat(other.evidence().againstLog10()).isCloseTo(one.evidence().againstLog10(), within(1e-9));
        }
        for (MetricEvidence metric : one.evidence().metrics()) {
            MetricEvidence same = metric(other, metric.name());
            assertThat(same.verdict()).isEqualTo(metric.verdict());
            assertThat(same.reason()).isEqualTo(metric.reason());
            assertThat(same.forLog10()).isEqualTo(metric.forLog10());
        }
    }

    @Property(tries = 40)
    void theFalseAbortProbabilityIsSpentOnce(@ForAll("metrics") List<Metric> metrics) {
        var service = released(metrics, 0.001, 1);
        AnalysisTemplate template = template(3, metrics);
        Weights weights = Weights.of(template);
        for (List<Weights.Part> parts : List.of(weights.deciding(), weights.tried())) {
            assertThat(parts.stream().mapToDouble(Weights.Part::weight).sum()).isCloseTo(1, within(1e-12));
        }
        var memory = service.state().memory();
        double spent = 0;
        for (Weights.Part part : weights.deciding()) {
            double ofVoices = memory.streams().stream()
                            .filter(it -> it.metric() == part.metric())
                            .mapToDouble(Voice::share)
                            .sum()
                    + memory.levels().stream()
                            .filter(it -> it.metric() == part.metric())
                            .flatMap(LevelState::voices)
                            .mapToDouble(Voice::share)
                            .sum();
            spent += part.weight() * ofVoices * template.risk().falseAbort()
                    + weights.atStepsEnd(part.metric()) * template.steps().size();
        }
        assertThat(spent).isCloseTo(template.risk().falseAbort(), within(1e-12));
    }

    @Property(tries = 15)
    void aFailureIsFinal(@ForAll long seed, @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 4) Integer> events) {
        var service = Scenario.healthy(seed, template(3, List.of(Scenario.ERRORS, Scenario.LATENCY)))
                .weight(20, 50)
                .errors(0.001, 0.3);
        Judgement failed = service.until(Verdict.FAIL, 5);
        assertThat(failed.verdict()).isEqualTo(Verdict.FAIL);
        service.errors(0.3, 0);
        for (int event : events) {
            Scenario _ = switch (event) {
                case 0 -> service.ticks(4);
                case 1 -> service.missing(2);
                case 2 -> service.sourceDown(2);
                case 3 -> service.weight(50, 100);
                default -> service.silent(true, true).ticks(13).silent(false, false);
            };
            assertThat(service.judgement().verdict()).isEqualTo(Verdict.FAIL);
            assertThat(service.judgement().reason()).isEqualTo(failed.reason());
        }
    }

    @Property(tries = 20)
    void nothingPassesWhileACriticalMetricHasNoData(
            @ForAll("unmeasured") Metric unmeasured,
            @ForAll @IntRange(min = 1, max = 150) int ticks,
            @ForAll long seed) {
        var service = Scenario.healthy(seed, template(3, List.of(Scenario.ERRORS, unmeasured)))
                .load(400)
                .weight(20, 25);
        for (int i = 0; i < ticks; i++) {
            assertThat(service.ticks(1).judgement().verdict()).isNotEqualTo(Verdict.PASS);
        }
    }

    @Provide
    Arbitrary<Metric> unmeasured() {
        return Arbitraries.of(
                custom("levels", Role.CRITICAL, Method.SEQUENTIAL),
                custom("levels", Role.CRITICAL, Method.WELCH),
                custom("levels", Role.CRITICAL, Method.MANN_WHITNEY),
                latency("slow", Role.CRITICAL, Method.SEQUENTIAL, new Bounds.Fixed(List.of(333.0))),
                latency("slow", Role.CRITICAL, Method.G_TEST, new Bounds.Fixed(List.of(333.0))),
                latency("slow", Role.CRITICAL, Method.SEQUENTIAL, new Bounds.Fixed(List.of(Scenario.BOUND, 333.0))),
                latency("slow", Role.CRITICAL, Method.KOLMOGOROV_SMIRNOV, new Bounds.Range(2000, 3000)));
    }

    @Provide
    Arbitrary<List<Tick>> ticks() {
        Arbitrary<Counts> counts = Combinators.combine(
                        Arbitraries.longs().between(0, 3000),
                        Arbitraries.doubles().between(0, 1))
                .as((total, failed) -> new Counts(total, Math.round(total * failed * failed), 0, 0));
        return Combinators.combine(counts, counts)
                .as(Tick::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(9);
    }

    /** One that decides and up to three more, of all kinds, roles and methods. */
    @Provide
    Arbitrary<List<Metric>> metrics() {
        Arbitrary<Metric> any = Combinators.combine(
                        Arbitraries.of(Role.class),
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(1, 9))
                .as(JudgeInvariantsPropertyTest::metric);
        return any.list().ofSize(3).map(more -> {
            var metrics = new ArrayList<Metric>();
            metrics.add(errors("first", Role.CRITICAL, 3, Method.SEQUENTIAL, OptionalDouble.empty()));
            for (int i = 0; i < more.size(); i++) {
                Metric metric = more.get(i);
                boolean isNew = metrics.stream().noneMatch(it -> it.name().equals(metric.name()));
                if (isNew) {
                    metrics.add(metric);
                }
            }
            return metrics;
        });
    }

    private static Metric metric(Role role, int kind, int importance) {
        String name = "metric-" + kind;
        return switch (kind) {
            case 0 -> errors(name, role, importance, Method.SEQUENTIAL, OptionalDouble.of(0.05));
            case 1 -> errors(name, role, importance, Method.FISHER, OptionalDouble.empty());
            case 2 -> errors(name, role, importance, Method.G_TEST, OptionalDouble.empty());
            case 3 -> latency(name, role, Method.SEQUENTIAL, new Bounds.Fixed(List.of(Scenario.BOUND, 1000.0)));
            case 4 -> latency(name, role, Method.SEQUENTIAL, Bounds.Range.DEFAULT);
            case 5 -> latency(name, role, Method.MANN_WHITNEY, Bounds.Range.DEFAULT);
            case 6 -> latency(name, role, Method.KOLMOGOROV_SMIRNOV, Bounds.Range.DEFAULT);
            case 7 -> custom(name, role, Method.SEQUENTIAL);
            case 8 -> custom(name, role, Method.WELCH);
            default -> custom(name, role, Method.MANN_WHITNEY);
        };
    }

    private static Metric errors(String name, Role role, int importance, Method method, OptionalDouble slo) {
        return new Metric.ErrorRate(
                name,
                role,
                importance,
                method,
                Failures.DEFAULT,
                Scenario.ERRORS.tolerance(),
                Scenario.ERRORS.margin(),
                Scenario.ERRORS.outage(),
                slo);
    }

    private static Metric latency(String name, Role role, Method method, Bounds bounds) {
        List<LatencyLimit> slo = method == Method.SEQUENTIAL && bounds instanceof Bounds.Range
                ? List.of(new LatencyLimit(0.5, 240))
                : List.of();
        return new Metric.Latency(
                name, role, 2, method, bounds, Scenario.LATENCY.tolerance(), Scenario.LATENCY.margin(), slo);
    }

    private static Metric custom(String name, Role role, Method method) {
        return new Metric.Custom(
                name,
                role,
                1,
                method,
                Queries.ofBoth("levels{version=\"${version}\"}"),
                Direction.BOTH,
                new LevelTolerance(0.2, 0),
                new LevelTolerance(0.3, 0));
    }

    private static Scenario released(List<Metric> metrics, double failed, long seed) {
        String custom = metrics.stream()
                .filter(Metric.Custom.class::isInstance)
                .min(Comparator.comparing(Metric::role).thenComparing(Metric::name))
                .map(Metric::name)
                .orElse("");
        return Scenario.healthy(seed, template(3, metrics))
                .level(custom, i -> new Level.Read(100 + i % 3, 100 + i % 5))
                .weight(10, 50)
                .errors(0.001, failed)
                .minutes(2.5)
                .weight(50, 100)
                .minutes(2);
    }

    private static AnalysisTemplate template(int ticksPerInterval, List<Metric> metrics) {
        return new AnalysisTemplate(
                "any",
                Recording.TICK,
                Recording.TICK.multipliedBy(ticksPerInterval),
                Duration.ZERO,
                Risk.DEFAULT,
                metrics,
                List.of(Step.weight(10, Duration.ofMinutes(2), 100), Step.weight(50, Duration.ofMinutes(1), 100)),
                Policies.DEFAULT);
    }

    private static JudgeState fold(Judge judge, List<Observation> observations) {
        JudgeState state = judge.start(Optional.empty());
        for (Observation observation : observations) {
            state = judge.fold(state, observation);
        }
        return state;
    }

    private static double against(AnalysisTemplate template, List<Observation> observations) {
        var judge = new Judge(template);
        return judge.verdict(fold(judge, observations)).evidence().againstLog10();
    }

    private static MetricEvidence metric(Judgement judgement, String name) {
        return judgement.evidence().metrics().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
