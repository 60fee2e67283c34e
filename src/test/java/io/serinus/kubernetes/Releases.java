package io.serinus.kubernetes;

import io.serinus.analysis.Explanation;
import io.serinus.analysis.Finding;
import io.serinus.analysis.Forecast;
import io.serinus.analysis.Judgement;
import io.serinus.analysis.Observation.WeightChanged;
import io.serinus.analysis.Series;
import io.serinus.analysis.Verdict;
import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.Target;
import io.serinus.metric.Version;
import io.serinus.release.Action.Announce.Severity;
import io.serinus.release.Copy;
import io.serinus.release.Course;
import io.serinus.release.Doors;
import io.serinus.release.LogEntry;
import io.serinus.release.Outcome;
import io.serinus.release.Plan;
import io.serinus.release.Reasons;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.Request;
import io.serinus.release.ScaleDown;
import io.serinus.release.State;
import io.serinus.release.Trouble;
import io.serinus.routing.Endpoint;
import io.serinus.routing.Lint;
import io.serinus.routing.LintFinding;
import io.serinus.routing.Original;
import io.serinus.routing.Pair;
import io.serinus.template.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Releases for tests: one by hand, and every one there can be. */
final class Releases {
    static final String NAME = "shop-1";
    static final Instant START = Instant.parse("2026-05-04T10:00:00.123456Z");
    static final String HOST = "shop.default.svc.cluster.local";
    private static final String OTHER_HOST = "shop-canary.default.svc.cluster.local";

    private Releases() {}

    static Release requested(String namespace, String name) {
        return Release.requested(
                new ReleaseId(namespace, name),
                new Request("shop", "v2", Optional.empty(), "default", List.of("primary")),
                START);
    }

    static Plan plan(Integer... weights) {
        Map<String, Object> spec =
                Map.of("weights", List.of(weights), "note", Map.of("ratio", 0.1, "empty", List.of()));
        return new Plan(
                NAME,
                new Pair(new Endpoint(HOST, "v1"), new Endpoint(HOST, "v2")),
                new Target(new Version(HOST, "v1"), new Version(HOST, "v2")),
                Original.fromTree(original()),
                new StepsCatalog().parse("default", spec),
                spec,
                List.of());
    }

    /** One route as it stood before: nothing for the canary yet. */
    private static Map<String, Object> original() {
        return Map.of("routes", List.of(route("http", 0, "", 100)));
    }

    private static Map<String, Object> route(String kind, int position, String match, int weight) {
        return Map.of(
                "kind",
                kind,
                "position",
                position,
                "name",
                "primary",
                "match",
                match,
                "alone",
                true,
                "baseline",
                Map.of("position", 0, "weight", weight),
                "canary",
                Map.of("position", 1));
    }

    static Release progressing(String namespace, String name) {
        var state = new State.Progressing(
                plan(5, 25, 50, 75), 1, START.plusSeconds(60), Optional.of(START.plusSeconds(65)), Optional.empty());
        Release first = requested(namespace, name)
                .with(new State.Progressing(state.plan(), 0, START.plusSeconds(1), Optional.empty(), Optional.empty()));
        return first.with(state).with(judgement(Verdict.UNDECIDED, 0.75), Optional.of(START.plusSeconds(2)));
    }

    static Judgement judgement(Verdict verdict, double against) {
        var metric = new Judgement.MetricEvidence(
                "errors",
                Role.CRITICAL,
                verdict,
                "6 of 600 requests failed, 10 of 5400 of the baseline's.",
                new Judgement.BadOfTotal(10, 5400),
                new Judgement.BadOfTotal(6, 600),
                against,
                -0.5,
                1.301,
                Optional.empty());
        return new Judgement(
                verdict, "errors: 6 of 600 requests failed.", new Judgement.Evidence(against, 2, 600, List.of(metric)));
    }

    static Arbitrary<Release> any() {
        Arbitrary<Plan> plans = plans();
        return plans.flatMap(plan -> Combinators.combine(
                        states(plan),
                        Combinators.combine(
                                        times(),
                                        judgements().optional(),
                                        times().optional(),
                                        logs(),
                                        Arbitraries.of("", "pause by alice: lunch"),
                                        Arbitraries.maps(
                                                        Arbitraries.of("hook/book", "notification/ops"),
                                                        Arbitraries.longs().between(1, 1L << 40))
                                                .ofMaxSize(2),
                                        Combinators.combine(courses().optional(), series())
                                                .as(Told::new))
                                .as(Facts::new),
                        history(plan),
                        requests(),
                        Arbitraries.of(true, false))
                .as((state, facts, history, request, flag) -> new Release(
                        new ReleaseId("default", "shop-1"),
                        request,
                        facts.createdAt(),
                        state instanceof State.Pending || (state instanceof State.Ended && flag)
                                ? Optional.empty()
                                : Optional.of(plan),
                        state,
                        facts.judgement().map(judgement -> foreseen(judgement, state, facts.createdAt())),
                        facts.firstRequest(),
                        history,
                        facts.log(),
                        facts.command(),
                        flag,
                        facts.told(),
                        facts.judge().course(),
                        facts.judge().series())));
    }

    /** Only what is ahead is recorded. */
    private static Judgement foreseen(Judgement judgement, State state, Instant at) {
        Optional<Forecast> forecast = state instanceof State.Progressing progressing
                ? Optional.of(new Forecast(
                        at,
                        judgement.evidence().canaryRequestsInStep() / 7.0,
                        List.of(
                                new Forecast.Ahead(progressing.step(), Optional.empty(), Forecast.Bound.PERSON),
                                new Forecast.Ahead(
                                        progressing.step() + 1,
                                        Optional.of(Duration.ofSeconds(90)),
                                        Forecast.Bound.EVIDENCE))))
                : Optional.empty();
        return new Judgement(
                judgement.verdict(), judgement.reason(), judgement.evidence(), judgement.findings(), forecast);
    }

    private record Facts(
            Instant createdAt,
            Optional<Judgement> judgement,
            Optional<Instant> firstRequest,
            List<LogEntry> log,
            String command,
            Map<String, Long> told,
            Told judge) {}

    private record Told(Optional<Course> course, Series series) {}

    private static Arbitrary<Series> series() {
        Arbitrary<Compared<Judgement.BadOfTotal>> counts = Combinators.combine(
                        Arbitraries.longs().between(0, 1L << 40),
                        Arbitraries.longs().between(0, 1L << 40))
                .as((bad, total) ->
                        new Compared<>(new Judgement.BadOfTotal(bad, total), new Judgement.BadOfTotal(total, bad)));
        Arbitrary<Double> numbers = Arbitraries.of(-1.5, 0.0, 2.25, 1e-9);
        Arbitrary<Series.MetricPoint> metrics = Combinators.combine(
                        counts,
                        Arbitraries.of(OptionalDouble.empty(), OptionalDouble.of(250)),
                        numbers.map(level -> new Compared<>(level, level + 1)).optional(),
                        numbers.map(low -> new Explanation.Range(low, low + 1, Double.POSITIVE_INFINITY))
                                .optional(),
                        numbers,
                        numbers)
                .as(Series.MetricPoint::new);
        return Combinators.combine(
                        times(),
                        Arbitraries.integers().between(1, 1024),
                        Arbitraries.integers().between(0, 100),
                        Arbitraries.longs().between(0, 1L << 40),
                        numbers,
                        metrics.list().ofMaxSize(2))
                .as((at, intervals, weight, requests, against, ofMetrics) -> new Series.Point(
                        at,
                        intervals,
                        weight,
                        weight,
                        weight % 2 == 0,
                        new Compared<>(requests, 1L),
                        against,
                        ofMetrics))
                .list()
                .ofMaxSize(3)
                .map(Series::new);
    }

    private static Arbitrary<Course> courses() {
        Arbitrary<Course.Turn> turns = Combinators.combine(
                        times().optional(),
                        times(),
                        Arbitraries.integers().between(1, 100),
                        Arbitraries.integers().between(0, 100),
                        Arbitraries.integers().between(1, 100),
                        Arbitraries.of(true, false))
                .as((after, at, step, weight, next, share) ->
                        new Course.Turn(after, new WeightChanged(at, step, weight, next, share)));
        Arbitrary<Course.Past> pasts =
                Combinators.combine(times().optional(), sentences()).as(Course.Past::new);
        return Combinators.combine(
                        times(),
                        times().optional(),
                        pasts.optional(),
                        turns.list().ofMaxSize(4))
                .as(Course::new);
    }

    private static Arbitrary<List<LogEntry>> logs() {
        return Combinators.combine(
                        Arbitraries.longs().between(1, 1L << 40),
                        times(),
                        Arbitraries.of(Severity.class),
                        Arbitraries.of(Reasons.HELD, Reasons.STEP),
                        sentences())
                .as(LogEntry::new)
                .list()
                .ofMaxSize(3);
    }

    private static Arbitrary<Doors> doors() {
        Arbitrary<Set<String>> names =
                Arbitraries.of("qa", "pause/2", "before-step/1/smoke").set().ofMaxSize(3);
        return Combinators.combine(
                        Combinators.combine(times(), sentences())
                                .as(Doors.Hold::new)
                                .optional(),
                        names,
                        names)
                .as(Doors::new);
    }

    private static Arbitrary<Request> requests() {
        return Combinators.combine(
                        Arbitraries.of("v2", "host:shop-canary"),
                        Arbitraries.of("v1", "stable").optional(),
                        Arbitraries.of("primary", "other").list().ofMaxSize(2),
                        Arbitraries.maps(
                                        Arbitraries.of("threshold", "window"),
                                        Arbitraries.strings()
                                                .withChars("a1%~ü\"{\\\n")
                                                .ofMinLength(1)
                                                .ofMaxLength(5))
                                .ofMaxSize(2))
                .as((canary, baseline, routes, arguments) ->
                        new Request("shop", canary, baseline, "default", routes, arguments));
    }

    private static Arbitrary<Plan> plans() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 99).set().ofMinSize(1).ofMaxSize(8),
                        Arbitraries.of(true, false),
                        originals(),
                        trees(),
                        lint().list().ofMaxSize(3),
                        copies().optional())
                .as((weights, subsets, original, tree, lint, copy) -> {
                    Map<String, Object> spec =
                            Map.of("weights", weights.stream().sorted().toList(), "more", tree);
                    return new Plan(
                            NAME,
                            subsets
                                    ? new Pair(new Endpoint(HOST, "v1"), new Endpoint(HOST, "v2"))
                                    : new Pair(new Endpoint(HOST, null), new Endpoint(OTHER_HOST, null)),
                            subsets
                                    ? new Target(new Version(HOST, "v1"), new Version(HOST, "v2"))
                                    : new Target(new Version(HOST, null), new Version(OTHER_HOST, null)),
                            Original.fromTree(original),
                            new StepsCatalog().parse("default", spec),
                            spec,
                            lint,
                            copy);
                });
    }

    private static Arbitrary<Copy> copies() {
        return Combinators.combine(
                        Arbitraries.of("v1-copy").optional(),
                        Arbitraries.integers().between(1, Integer.MAX_VALUE))
                .as((label, replicas) -> new Copy(
                        "shop",
                        "shop-v1-serinus-copy",
                        "shop-serinus-copy",
                        new Version("shop-serinus-copy.shop.svc.cluster.local", label.orElse(null)),
                        replicas));
    }

    private static Arbitrary<LintFinding> lint() {
        return Combinators.combine(
                        Arbitraries.of(Lint.codes()), Arbitraries.of(LintFinding.Severity.class), sentences())
                .as((code, severity, sentence) -> new LintFinding(code, severity, "spec.http[0]", sentence));
    }

    private static Arbitrary<Map<String, Object>> originals() {
        return Combinators.combine(
                        Arbitraries.of("http", "tcp", "tls"),
                        Arbitraries.integers().between(0, 1000),
                        sentences(),
                        Arbitraries.integers().between(0, 1000))
                .as(Releases::route)
                .list()
                .ofMaxSize(3)
                .map(routes -> Map.of("routes", routes));
    }

    /** Everything that JSON knows. */
    private static Arbitrary<Map<String, Object>> trees() {
        Arbitrary<Object> leaves = Arbitraries.oneOf(
                Arbitraries.integers().asGeneric(),
                Arbitraries.longs().between(1L << 40, 1L << 50).asGeneric(),
                Arbitraries.of(0.1, -2.5, 1e-9).asGeneric(),
                sentences().asGeneric(),
                Arbitraries.of(true, false).asGeneric());
        Arbitrary<Object> nodes = Arbitraries.recursive(
                () -> leaves,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(3).asGeneric(),
                        Arbitraries.maps(Arbitraries.of("a", "b/c", "d~e"), inner)
                                .ofMaxSize(3)
                                .asGeneric()),
                0,
                3);
        return Arbitraries.maps(Arbitraries.of("spec", "x", "y"), nodes)
                .ofMaxSize(3)
                .map(HashMap::new);
    }

    private static Arbitrary<State> states(Plan plan) {
        Arbitrary<Optional<Trouble>> troubles = Combinators.combine(
                        Arbitraries.of(Trouble.Kind.class), times(), sentences())
                .as(Trouble::new)
                .optional();
        return Arbitraries.oneOf(
                Combinators.combine(times(), sentences())
                        .as((since, reason) -> (State) new State.Pending(since, reason)),
                Combinators.combine(
                                Arbitraries.integers().between(0, plan.steps() - 1),
                                times(),
                                times().optional(),
                                troubles,
                                Arbitraries.integers().between(0, 3),
                                doors())
                        .as((step, since, inForce, trouble, reverts, doors) ->
                                (State) new State.Progressing(plan, step, since, inForce, trouble, reverts, doors)),
                Combinators.combine(times(), sentences(), troubles)
                        .as((since, reason, trouble) -> (State) new State.Promoting(plan, since, reason, trouble)),
                Combinators.combine(
                                Arbitraries.of(Outcome.ABORTED, Outcome.CANCELLED, Outcome.SUPERSEDED),
                                times(),
                                sentences(),
                                troubles,
                                Arbitraries.of(true, false))
                        .as((outcome, since, reason, trouble, forced) ->
                                (State) new State.Returning(plan, outcome, since, reason, trouble, forced)),
                Combinators.combine(Arbitraries.of(Outcome.class), times(), sentences())
                        .as((outcome, since, reason) -> (State) new State.Ended(outcome, since, reason)),
                Combinators.combine(
                                Arbitraries.of(Outcome.PROMOTED, Outcome.ABORTED),
                                times(),
                                sentences(),
                                scaleDowns().optional(),
                                times().optional())
                        .as((outcome, since, reason, scaleDown, copyUntil) ->
                                (State) new State.Ended(outcome, since, reason, scaleDown, copyUntil)));
    }

    private static Arbitrary<ScaleDown> scaleDowns() {
        Arbitrary<ScaleDown.Candidate> candidates = Combinators.combine(
                        Arbitraries.of("shop-v1", "shop-v2"),
                        Arbitraries.of("5f1c", "77aa"),
                        Arbitraries.longs().between(0, 1L << 50),
                        Arbitraries.integers().between(0, Integer.MAX_VALUE))
                .as(ScaleDown.Candidate::new);
        return Arbitraries.oneOf(
                Combinators.combine(times(), candidates.list().ofMaxSize(3))
                        .as((at, found) -> (ScaleDown) new ScaleDown.Due(at, found)),
                Combinators.combine(times(), sentences())
                        .as((at, message) -> (ScaleDown) new ScaleDown.Done(at, message)),
                Combinators.combine(times(), sentences())
                        .as((at, message) -> (ScaleDown) new ScaleDown.Left(at, message)));
    }

    private static Arbitrary<List<Release.StepRecord>> history(Plan plan) {
        return Combinators.combine(Arbitraries.integers().between(0, plan.steps() - 1), times())
                .as((step, at) -> new Release.StepRecord(step, plan.weightAt(step), at))
                .list()
                .ofMaxSize(5);
    }

    private static Arbitrary<Judgement> judgements() {
        Arbitrary<Double> logs = Arbitraries.doubles().between(-1e6, 1e6);
        Arbitrary<Judgement.BadOfTotal> counts = Combinators.combine(
                        Arbitraries.longs().between(0, 1L << 50),
                        Arbitraries.longs().between(0, 1L << 50))
                .as((bad, good) -> new Judgement.BadOfTotal(bad, bad + good));
        Arbitrary<Judgement.MetricEvidence> metrics = Combinators.combine(
                        Combinators.combine(Arbitraries.of("errors", "latency"), Arbitraries.of(Role.class))
                                .as(Map::entry),
                        Arbitraries.of(Verdict.class),
                        sentences(),
                        counts,
                        counts,
                        logs.array(double[].class).ofSize(3),
                        explanations().optional())
                .as((named, verdict, reason, baseline, canary, evidence, explanation) -> new Judgement.MetricEvidence(
                        named.getKey(),
                        named.getValue(),
                        verdict,
                        reason,
                        baseline,
                        canary,
                        evidence[0],
                        evidence[1],
                        evidence[2],
                        explanation));
        Arbitrary<Finding> findings = Combinators.combine(Arbitraries.of(Finding.Code.class), sentences())
                .as(Finding::new);
        return Combinators.combine(
                        Arbitraries.of(Verdict.class),
                        sentences(),
                        logs,
                        logs,
                        Arbitraries.longs().between(0, 1L << 50),
                        metrics.list().ofMaxSize(3),
                        findings.list().ofMaxSize(3))
                .as((verdict, reason, against, abortAt, requests, list, found) -> new Judgement(
                        verdict, reason, new Judgement.Evidence(against, abortAt, requests, list), found));
    }

    private static Arbitrary<Explanation> explanations() {
        Arbitrary<Double> numbers = Arbitraries.doubles().between(-1e300, 1e300);
        Arbitrary<Optional<Explanation.Range>> ranges = ranges().optional();
        Arbitrary<Explanation.Quantile> quantiles = Combinators.combine(
                        Arbitraries.of(0.5, 0.9, 0.99, 0.999), ranges(), ranges())
                .as(Explanation.Quantile::new);
        Arbitrary<Explanation.Levels> levels =
                Combinators.combine(numbers, numbers, ranges()).as(Explanation.Levels::new);
        Arbitrary<OptionalLong> requests = Arbitraries.longs()
                .between(0, Long.MAX_VALUE)
                .map(OptionalLong::of)
                .injectNull(0.3)
                .map(some -> some == null ? OptionalLong.empty() : some);
        Arbitrary<Explanation.Outlook> outlooks =
                Combinators.combine(requests, requests, sentences()).as(Explanation.Outlook::new);
        return Combinators.combine(
                        ranges,
                        ranges,
                        ranges,
                        quantiles.list().ofMaxSize(ExplanationStatus.MAX_QUANTILES),
                        durations().optional(),
                        levels.optional(),
                        outlooks)
                .as(Explanation::new);
    }

    private static Arbitrary<Compared<LatencyCounts>> durations() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 20),
                        Arbitraries.longs().between(0, 1L << 40),
                        Arbitraries.longs().between(0, 1L << 40))
                .as((bounds, baseline, canary) ->
                        new Compared<>(histogram(bounds, baseline), histogram(bounds, canary)));
    }

    private static LatencyCounts histogram(int bounds, long total) {
        var atMost = new HashMap<Double, Long>();
        for (int i = 1; i <= bounds; i++) {
            atMost.put(i * 2.5, total / (bounds - i + 1));
        }
        return new LatencyCounts(atMost, total);
    }

    /** Also those that nothing bounds, and those of which nothing is known. */
    private static Arbitrary<Explanation.Range> ranges() {
        Arbitrary<Double> numbers = Arbitraries.doubles().between(0, 1e300);
        return Combinators.combine(
                        Arbitraries.oneOf(numbers, Arbitraries.just(Double.NEGATIVE_INFINITY)),
                        Arbitraries.oneOf(numbers, Arbitraries.just(Double.NaN)),
                        Arbitraries.oneOf(numbers, Arbitraries.just(Double.POSITIVE_INFINITY)))
                .as(Explanation.Range::new);
    }

    private static Arbitrary<Instant> times() {
        return Arbitraries.longs()
                .between(0, 10_000_000_000_000L)
                .map(micros -> START.plusSeconds(micros / 1_000_000).plusNanos(micros % 1_000_000 * 1000));
    }

    private static Arbitrary<String> sentences() {
        return Arbitraries.of(Arrays.asList("", "Too many errors: 1 %.", "„Ungut“\n\"quoted\" \\ {}"));
    }
}
