package io.serinus.report;

import io.serinus.analysis.Explanation;
import io.serinus.analysis.Explanation.Range;
import io.serinus.analysis.Finding;
import io.serinus.analysis.Forecast;
import io.serinus.analysis.Judgement;
import io.serinus.analysis.Judgement.BadOfTotal;
import io.serinus.analysis.Judgement.Evidence;
import io.serinus.analysis.Judgement.MetricEvidence;
import io.serinus.analysis.Series;
import io.serinus.analysis.Verdict;
import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.Target;
import io.serinus.metric.Version;
import io.serinus.release.Action.Announce;
import io.serinus.release.Action.Announce.Severity;
import io.serinus.release.Outcome;
import io.serinus.release.Plan;
import io.serinus.release.Reasons;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.Request;
import io.serinus.release.State;
import io.serinus.release.Trouble;
import io.serinus.routing.Endpoint;
import io.serinus.routing.LintFinding;
import io.serinus.routing.ManagedRoute;
import io.serinus.routing.Original;
import io.serinus.routing.Pair;
import io.serinus.routing.RouteKind;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Margin;
import io.serinus.template.Metric;
import io.serinus.template.Policies;
import io.serinus.template.Risk;
import io.serinus.template.Role;
import io.serinus.template.Step;
import io.serinus.template.Tolerance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Releases in every state; each method says where the release stands, and is given the rest. */
public final class ReleaseFixture {
    private static final Forecast FORECAST = new Forecast(
            Instant.parse("2026-03-01T12:07:00Z"),
            41.266,
            List.of(
                    new Forecast.Ahead(1, Optional.of(Duration.ofSeconds(725)), Forecast.Bound.EVIDENCE),
                    new Forecast.Ahead(2, Optional.of(Duration.ofMinutes(10)), Forecast.Bound.MIN_DURATION)));

    public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    /** Two intervals on both sides of a step. */
    public static final Series SERIES = new Series(List.of(
            point(0, 1, 5, Optional.empty()),
            point(15, 2, 25, Optional.of(new Range(1.2, 4.86, Double.POSITIVE_INFINITY)))));

    private static final Explanation ERRORS = new Explanation(
            Optional.of(new Range(1.2, 4.86, Double.POSITIVE_INFINITY)),
            Optional.of(new Range(0.0002, 0.0005, 0.001)),
            Optional.of(new Range(0.0003, 0.00243, 0.0081)),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            new Explanation.Outlook(
                    OptionalLong.empty(),
                    OptionalLong.of(420),
                    "Fails after about 420 more requests, if this goes on."));

    private static final Judgement UNDECIDED = judgement(Verdict.UNDECIDED, "Not enough requests to tell.", 1.7259);

    private final String namespace;
    private final String name;
    private final String virtualService;
    private final Instant createdAt;
    private final String canary;
    private final Map<String, String> arguments;

    private ReleaseFixture(
            String namespace,
            String name,
            String virtualService,
            Instant createdAt,
            String canary,
            Map<String, String> arguments) {
        this.namespace = namespace;
        this.name = name;
        this.virtualService = virtualService;
        this.createdAt = createdAt;
        this.canary = canary;
        this.arguments = arguments;
    }

    /** A release of subset v2 that was asked for at {@link #START}. */
    public static ReleaseFixture release(String namespace, String name, String virtualService) {
        return new ReleaseFixture(namespace, name, virtualService, START, "v2", Map.of());
    }

    public ReleaseFixture createdAt(Instant instant) {
        return new ReleaseFixture(namespace, name, virtualService, instant, canary, arguments);
    }

    public ReleaseFixture canary(String subset) {
        return new ReleaseFixture(namespace, name, virtualService, createdAt, subset, arguments);
    }

    public ReleaseFixture arguments(Map<String, String> values) {
        return new ReleaseFixture(namespace, name, virtualService, createdAt, canary, values);
    }

    public Release pending(String reason) {
        return requested().with(new State.Pending(createdAt, reason));
    }

    /** In the step with this index, its weight in force since a minute after it was entered. */
    public Release progressing(int step) {
        return inStep(step, Optional.empty()).with(UNDECIDED, Optional.of(createdAt.plusSeconds(30)));
    }

    public Release held(Trouble.Kind kind, String message) {
        var trouble = new Trouble(kind, createdAt.plusSeconds(300), message);
        return inStep(1, Optional.of(trouble)).with(UNDECIDED, Optional.of(createdAt.plusSeconds(30)));
    }

    /** The first step, before its weight was seen in the VirtualService. */
    public Release entering() {
        return requested()
                .with(new State.Progressing(plan(), 0, createdAt.plusSeconds(10), Optional.empty(), Optional.empty()));
    }

    public Release promoting() {
        return progressing(1).with(new State.Promoting(plan(), createdAt.plusSeconds(900), "All steps passed."));
    }

    public Release returning(Outcome outcome, String reason) {
        return progressing(1)
                .with(judgement(Verdict.FAIL, reason, 2.4), Optional.of(createdAt))
                .with(new State.Returning(plan(), outcome, createdAt.plusSeconds(700), reason, Optional.empty()));
    }

    public Release ended(Outcome outcome, String reason) {
        return progressing(1).with(new State.Ended(outcome, createdAt.plusSeconds(1000), reason));
    }

    public static Judgement judgement(Verdict verdict, String reason, double againstLog10) {
        return new Judgement(
                verdict,
                reason,
                new Evidence(
                        againstLog10,
                        2.0,
                        1234,
                        List.of(
                                new MetricEvidence(
                                        "errors",
                                        Role.CRITICAL,
                                        verdict,
                                        "3 of 1,234 canary requests failed.",
                                        new BadOfTotal(10, 20_000),
                                        new BadOfTotal(3, 1234),
                                        againstLog10,
                                        0.4,
                                        1.30103,
                                        Optional.of(ERRORS)),
                                new MetricEvidence(
                                        "latency",
                                        Role.CRITICAL,
                                        Verdict.NO_DATA,
                                        "No durations yet.",
                                        new BadOfTotal(0, 0),
                                        new BadOfTotal(0, 0),
                                        Double.NaN,
                                        Double.NEGATIVE_INFINITY,
                                        1.30103,
                                        Optional.empty()))),
                List.of(),
                Optional.of(FORECAST));
    }

    /** A metric that only reports, with quantiles, one of a user's own query, and something to know besides. */
    public static Judgement explained(String sentence) {
        var unbounded = new Range(Double.NEGATIVE_INFINITY, Double.NaN, Double.POSITIVE_INFINITY);
        var quantiles = new Explanation(
                Optional.of(new Range(Double.NEGATIVE_INFINITY, Double.NaN, 5.3)),
                Optional.empty(),
                Optional.empty(),
                List.of(
                        new Explanation.Quantile(0.5, new Range(41, 43.5, 45), new Range(40, 44.25, 50)),
                        new Explanation.Quantile(0.999, new Range(900, 1234, 2000), unbounded)),
                Optional.of(new Compared<>(
                        new LatencyCounts(Map.of(100.0, 90L, 250.0, 98L), 100),
                        new LatencyCounts(Map.of(100.0, 5L, 250.0, 9L), 10))),
                Optional.empty(),
                new Explanation.Outlook(OptionalLong.of(12_000), OptionalLong.empty(), sentence));
        var levels = new Explanation(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(new Explanation.Levels(52.5, Double.NaN, new Range(-3, 0.25, 4))),
                new Explanation.Outlook(OptionalLong.empty(), OptionalLong.empty(), ""));
        return new Judgement(
                Verdict.PASS,
                "Safe.",
                new Evidence(
                        0,
                        2,
                        600,
                        List.of(
                                metric("slow", Role.ADVISORY, Optional.of(quantiles)),
                                metric("memory", Role.DRY_RUN, Optional.of(levels)),
                                metric("plain", Role.CRITICAL, Optional.empty()))),
                List.of(
                        new Finding(Finding.Code.TRAFFIC_SHARE, sentence),
                        new Finding(Finding.Code.CALIBRATION, "The baseline has one pod only.")));
    }

    private static MetricEvidence metric(String name, Role role, Optional<Explanation> explanation) {
        return new MetricEvidence(
                name,
                role,
                Verdict.PASS,
                "Safe.",
                new BadOfTotal(1, 600),
                new BadOfTotal(1, 600),
                0,
                1.4,
                1.30103,
                explanation);
    }

    private Release inStep(int step, Optional<Trouble> trouble) {
        Release release = requested();
        for (int index = 0; index <= step; index++) {
            Instant entered = createdAt.plusSeconds(10 + 300L * index);
            release = release.with(new State.Progressing(
                            plan(),
                            index,
                            entered,
                            Optional.of(entered.plusSeconds(60)),
                            index == step ? trouble : Optional.empty()))
                    .log(
                            new Announce(
                                    Severity.NORMAL,
                                    Reasons.WEIGHT,
                                    "The canary gets " + plan().weightAt(index) + " % of the traffic."),
                            entered.plusSeconds(60));
        }
        return release;
    }

    private Release requested() {
        return Release.requested(
                new ReleaseId(namespace, name),
                new Request(virtualService, canary, Optional.empty(), Request.DEFAULT_TEMPLATE, List.of(), arguments),
                createdAt);
    }

    private Plan plan() {
        String host = virtualService + "." + namespace + ".svc.cluster.local";
        return new Plan(
                virtualService,
                new Pair(new Endpoint(host, "v1"), new Endpoint(host, canary)),
                new Target(new Version(host, "1.0"), new Version(host, "2.0")),
                new Original(List.of(new Original.RouteState(
                        new ManagedRoute(RouteKind.HTTP, 0, "all", ""),
                        true,
                        false,
                        new Original.EntryState(0, 100, 0),
                        new Original.EntryState(1, 0, 0)))),
                template(),
                Map.of(),
                List.of(new LintFinding(
                        "consistent-hash-with-weights",
                        LintFinding.Severity.WARNING,
                        "spec.http[0].route",
                        "The hash picks a pod inside a subset, <not> a version.")));
    }

    private static AnalysisTemplate template() {
        var tolerance = new Tolerance(0.2, 0.0002);
        var margin = new Margin(0.25, 0.005);
        return new AnalysisTemplate(
                Request.DEFAULT_TEMPLATE,
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ofSeconds(60),
                Risk.DEFAULT,
                List.of(
                        Metric.ErrorRate.of("errors", 3, tolerance, margin, new Tolerance(1, 0.2)),
                        Metric.Latency.of("latency", 1, tolerance, margin, List.of(250.0, 1000.0))),
                List.of(
                        Step.weight(5, Duration.ofMinutes(5), 100),
                        Step.weight(25, Duration.ofMinutes(5), 0),
                        Step.weight(50, Duration.ofMinutes(10), 1000)),
                Policies.DEFAULT);
    }

    private static Series.Point point(int seconds, int step, int weight, Optional<Range> ratio) {
        var errors = new Series.MetricPoint(
                new Compared<>(new BadOfTotal(1, 225), new BadOfTotal(3, 75)),
                OptionalDouble.empty(),
                Optional.empty(),
                ratio,
                0.7,
                0.4);
        var none = new BadOfTotal(0, 0);
        var latency = new Series.MetricPoint(
                new Compared<>(none, none), OptionalDouble.of(250), Optional.empty(), Optional.empty(), 0, 0);
        return new Series.Point(
                START.plusSeconds(300 + seconds),
                1,
                step,
                weight,
                true,
                new Compared<>(225L, 75L),
                0.7,
                List.of(errors, latency));
    }
}
