package io.serinus.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.metric.Reporter;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Bounds;
import io.serinus.template.CleanUp;
import io.serinus.template.Counting;
import io.serinus.template.Direction;
import io.serinus.template.Failures;
import io.serinus.template.LatencyLimit;
import io.serinus.template.LevelTolerance;
import io.serinus.template.Margin;
import io.serinus.template.Method;
import io.serinus.template.Metric;
import io.serinus.template.Policies;
import io.serinus.template.Queries;
import io.serinus.template.Risk;
import io.serinus.template.Role;
import io.serinus.template.Sensitivity;
import io.serinus.template.Step;
import io.serinus.template.Tolerance;
import io.serinus.template.TrafficShare;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateParserTest {
    private static final String HEAD = """
            apiVersion: serinus.io/v1alpha1
            kind: AnalysisTemplate
            metadata: {name: strict, namespace: shop}
            """;
    private static final String VALID = "metrics: [{name: a, errorRate: {}}], steps: [{weight: 5}]";

    private static TemplateParser.Result spec(String flow) {
        return TemplateParser.parse(Yaml.tree(HEAD + "spec: {" + flow + "}"));
    }

    /** What is wrong, without the object's name. */
    private static List<String> mistakes(String flow) {
        return Yaml.messages(spec(flow)).stream()
                .map(message -> message.substring("AnalysisTemplate shop/strict: ".length()))
                .toList();
    }

    @Test
    void readsEveryField() {
        AnalysisTemplate template = Yaml.parsed(spec("""
                        tick: 2s, interval: 1m30s, warmup: 0s, risk: {falseAbort: 0.5%, falsePromotion: 0.1},
                        metrics: [
                          {name: e, importance: 5, errorRate: {
                            tolerance: {relative: 10%, absolute: 0.01%}, margin: {relative: 0, impact: 0.3%},
                            outage: {relative: 3, absolute: 30 %}}},
                          {name: l, importance: 0.5, latency: {
                            bounds: [1s, 250ms], tolerance: {relative: 1%, absolute: 0}, margin: {relative: 5%, impact: 0.002}}}],
                        steps: [{weight: 3, minDuration: 0s, minRequests: 0}, {weight: 99, minDuration: 1h, minRequests: 7}],
                        policies: {onNoData: {after: 1m, then: abort}, onSourceDown: {after: 2m}, onDeadline: {then: abort}}
                        """)).template();
        assertThat(template)
                .isEqualTo(new AnalysisTemplate(
                        "strict",
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(90),
                        Duration.ZERO,
                        new Risk(0.005, 0.1),
                        List.of(
                                Metric.ErrorRate.of(
                                        "e",
                                        5,
                                        new Tolerance(0.1, 0.0001),
                                        new Margin(0, 0.003),
                                        new Tolerance(3, 0.3)),
                                Metric.Latency.of(
                                        "l",
                                        0.5,
                                        new Tolerance(0.01, 0),
                                        new Margin(0.05, 0.002),
                                        List.of(250.0, 1000.0))),
                        List.of(Step.weight(3, Duration.ZERO, 0), Step.weight(99, Duration.ofHours(1), 7)),
                        new Policies(
                                new Policies.Policy(Duration.ofMinutes(1), Policies.Policy.Then.ABORT),
                                new Policies.Policy(Duration.ofMinutes(2), Policies.Policy.Then.HOLD),
                                new Policies.Policy(Duration.ofHours(1), Policies.Policy.Then.ABORT))));
    }

    @Test
    void readsWhoseCountersAreMeant() {
        assertThat(Yaml.parsed(spec(VALID)).template().counting()).isEqualTo(Counting.DEFAULT);
        assertThat(Yaml.parsed(spec("backend: thanos, reporter: waypoint, " + VALID))
                        .template()
                        .counting())
                .isEqualTo(new Counting("thanos", Optional.of(Reporter.WAYPOINT)));
        assertThat(mistakes(
                        "backend: Thanos, reporter: client, metrics: [{name: a, errorRate: {}}], steps: [{weight: 5}]"))
                .containsExactly(
                        "spec.backend is \"Thanos\", expected the name of a backend in the controller's configuration",
                        "spec.reporter is \"client\", expected source, destination or waypoint");
        assertThat(mistakes("reporter: source, metrics: [{name: a, errorRate: {}}], steps: [{mirror: 5%}]"))
                .containsExactly("spec.steps[0].mirror stands beside the reporter source, which does not count mirrored"
                        + " requests; leave the reporter out, or make it destination");
    }

    @Test
    void readsEveryFieldOfTheCompleteLanguage() {
        AnalysisTemplate template = Yaml.parsed(spec("""
                        sensitivity: lenient, calibration: false, trafficShare: {tolerance: 5%, onMismatch: fail},
                        metrics: [
                          {name: e, method: sequential, errorRate: {
                            codes: [4xx, 503, "0", 0], grpcCodes: [UNAVAILABLE, 2, 14], flags: [UF, UO], slo: 1%}},
                          {name: num, method: fisher, errorRate: {tolerance: {absolute: 0.3%}, codes: []}},
                          {name: l, role: advisory, method: sequential, latency: {
                            range: {from: 5ms, to: 10s}, slo: {p99: 500ms, p50: 100ms, p99.9: 2s}, tolerance: strict}},
                          {name: m, latency: {range: {to: 2s}}},
                          {name: q, role: dryRun, method: welch, importance: 2, custom: {
                            query: 'a{v="${version}"}[${interval}]', direction: decrease,
                            tolerance: {relative: 10%, absolute: 5}, margin: {relative: 0.2, absolute: 1e6}}},
                          {name: p, custom: {baseline: a, canary: 'b{n="${release.namespace}"}'}}],
                        steps: [{weight: 5}]
                        """)).template();
        assertThat(template.calibrated()).isFalse();
        assertThat(template.trafficShare()).isEqualTo(new TrafficShare(0.05, TrafficShare.OnMismatch.FAIL));
        assertThat(template.metrics())
                .containsExactly(
                        new Metric.ErrorRate(
                                "e",
                                Role.CRITICAL,
                                1,
                                Method.SEQUENTIAL,
                                new Failures(Set.of("4xx", "503", "0"), Set.of(2, 14), Set.of("UF", "UO")),
                                Sensitivity.LENIENT.errors(),
                                ErrorRateReader.MARGIN,
                                ErrorRateReader.OUTAGE,
                                OptionalDouble.of(0.01)),
                        new Metric.ErrorRate(
                                "num",
                                Role.CRITICAL,
                                1,
                                Method.FISHER,
                                new Failures(Set.of(), Failures.DEFAULT.grpcCodes(), Set.of()),
                                new Tolerance(0.5, 0.003),
                                ErrorRateReader.MARGIN,
                                ErrorRateReader.OUTAGE,
                                OptionalDouble.empty()),
                        new Metric.Latency(
                                "l",
                                Role.ADVISORY,
                                1,
                                Method.SEQUENTIAL,
                                new Bounds.Range(5, 10_000),
                                Sensitivity.STRICT.latency(),
                                LatencyReader.MARGIN,
                                List.of(
                                        new LatencyLimit(0.5, 100),
                                        new LatencyLimit(0.99, 500),
                                        new LatencyLimit(0.999, 2000))),
                        new Metric.Latency(
                                "m",
                                Role.CRITICAL,
                                1,
                                Method.SEQUENTIAL,
                                new Bounds.Range(1, 2000),
                                Sensitivity.LENIENT.latency(),
                                LatencyReader.MARGIN,
                                List.of()),
                        new Metric.Custom(
                                "q",
                                Role.DRY_RUN,
                                2,
                                Method.WELCH,
                                Queries.ofBoth("a{v=\"${version}\"}[${interval}]"),
                                Direction.DECREASE,
                                new LevelTolerance(0.1, 5),
                                new LevelTolerance(0.2, 1e6)),
                        new Metric.Custom(
                                "p",
                                Role.CRITICAL,
                                1,
                                Method.SEQUENTIAL,
                                new Queries("a", "b{n=\"${release.namespace}\"}"),
                                Direction.INCREASE,
                                new LevelTolerance(0.2, 0),
                                new LevelTolerance(0.3, 0)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "role: main, errorRate: {} | .role is \"main\", expected critical, advisory or dryRun",
                "method: welch, errorRate: {} | .method is \"welch\", expected sequential, fisher or gTest",
                "method: fisher, latency: {} | .method is \"fisher\", expected sequential, gTest, mannWhitney or kolmogorovSmirnov",
                "errorRate: {codes: 503} | .errorRate.codes is 503, expected a list",
                "errorRate: {codes: [503, 600]} | .errorRate.codes[1] is 600, expected an HTTP code such as 503, a class such as 5xx, or 0",
                "errorRate: {grpcCodes: [UNAVAILABEL]} | .errorRate.grpcCodes[0] is \"UNAVAILABEL\", expected a number from 0 to 16 or a name such as UNAVAILABLE",
                "errorRate: {grpcCodes: [17]} | .errorRate.grpcCodes[0] is 17, expected a number from 0 to 16 or a name such as UNAVAILABLE",
                "errorRate: {flags: [uf]} | .errorRate.flags[0] is \"uf\", expected one of Envoy's response flags, such as UF",
                "errorRate: {codes: [], grpcCodes: []} | .errorRate is refused: what fails is empty, expected at least one code or flag",
                "errorRate: {slo: 150%} | .errorRate.slo is \"150%\", expected a fraction between 0 and 1",
                "errorRate: {tolerance: strikt} | .errorRate.tolerance is \"strikt\", expected strict, standard or lenient, or an object with relative and absolute",
                "errorRate: {tolerance: {absolut: 1%}} | .errorRate.tolerance.absolut is not a field, did you mean absolute?",
                "errorRate: {outage: strict} | .errorRate.outage is \"strict\", expected an object",
                "latency: {bounds: [1s], range: {}} | .latency has bounds and range, expected one of them",
                "latency: {range: {from: 1s, to: 5ms}} | .latency.range is from 1s to 5ms, expected the shorter duration first",
                "latency: {range: {from: 2m}} | .latency.range is from 2m to 60000ms, expected the shorter duration first",
                "latency: {slo: {p100: 1s}} | .latency.slo.p100 is not a quantile, expected p50, p99, p99.9 or the like",
                "latency: {slo: {p0: 1s}} | .latency.slo.p0 is not a quantile, expected p50, p99, p99.9 or the like",
                "latency: {slo: {p99: 0s}} | .latency.slo.p99 is \"0s\", expected a positive duration",
                "latency: {slo: {p99: 1s, p99.0: 2s}} | .latency.slo.p99.0 is the same quantile a second time, expected another one",
                "custom: {} | .custom has no query, expected either query, or baseline and canary",
                "custom: {query: a, canary: b} | .custom has query beside baseline or canary, expected either query, or baseline and canary",
                "custom: {canary: b} | .custom.baseline is missing, expected a query in PromQL",
                "custom: {query: up} | .custom is refused: the query has no ${version}, so it asks the same of both versions; expected one that tells them apart",
                "custom: {query: ' '} | .custom.query is \" \", expected a query in PromQL",
                "custom: {query: '${versoin}'} | .custom.query has the variable ${versoin}, expected one of ${version}, ${release.namespace}, ${release.host}, ${release.service}, ${release.baseline.version}, ${release.canary.version}, ${interval}",
                "custom: {query: '${version} ${release', direction: up} | .custom.query has the variable ${release, expected one of ${version}, ${release.namespace}, ${release.host}, ${release.service}, ${release.baseline.version}, ${release.canary.version}, ${interval}; spec.metrics[0].custom.direction is \"up\", expected increase, decrease or both",
                "custom: {query: 'q{v=\"${version}\"}', tolerance: {absolute: 5%}} | .custom.tolerance.absolute is \"5%\", expected a number",
                "custom: {query: 'q{v=\"${version}\"}', margin: {absolute: -1}} | .custom.margin.absolute is -1, expected a number, 0 or more",
                "custom: {query: 'q{v=${version}}'} | .custom.query is refused: the query has ${version} outside a string, expected it between quotes; only ${interval} may stand elsewhere",
                "custom: {query: 'q{v=\"${version}\"}[${interval}] / ${release.host}'} | .custom.query is refused: the query has ${release.host} outside a string, expected it between quotes; only ${interval} may stand elsewhere",
                "custom: {baseline: 'q{v=\"a}', canary: 'q[${interval}]'} | .custom.baseline is refused: the query ends inside a string, expected another \" to end it",
                "custom: {baseline: 'a', canary: 'b{c=\"d\"} ${version}'} | .custom.canary is refused: the query has ${version} outside a string, expected it between quotes; only ${interval} may stand elsewhere",
            })
    void explainsOneMistakeInAMetric(String metric, String message) {
        assertThat(String.join("; ", mistakes("metrics: [{name: a, " + metric + "}], steps: [{weight: 5}]")))
                .isEqualTo("spec.metrics[0]" + message);
    }

    @Test
    void somethingHasToDecide() {
        assertThat(mistakes("metrics: [{name: a, role: advisory, errorRate: {}}], steps: [{weight: 5}]"))
                .containsExactly("spec.metrics has none that is critical, expected at least one that decides");
        assertThat(mistakes("metrics: [{name: a, role: advisory, errorRate: {}}, 7], steps: [{weight: 5}]"))
                .containsExactly("spec.metrics[1] is 7, expected an object");
    }

    @Test
    void whatIsLeftOutIsAsInTheDefaultTemplate() {
        AnalysisTemplate given = TemplateFiles.load(Optional.empty())
                .find("default")
                .orElseThrow()
                .template();
        AnalysisTemplate bare = Yaml.parsed(spec("""
                        metrics: [{name: errors, importance: 5, errorRate: {}}, {name: latency, importance: 5, latency: {}}],
                        steps: [{weight: 5}, {weight: 10}, {weight: 25}, {weight: 50}]
                        """)).template();
        assertThat(bare).usingRecursiveComparison().ignoringFields("name").isEqualTo(given);
    }

    @Test
    void isParsedAgainFromWhatIsStored() {
        ParsedTemplate first = Yaml.parsed(spec(VALID + ", risk: {falseAbort: 0.005}"));
        ParsedTemplate again = Yaml.parsed(TemplateParser.parse("strict", Yaml.throughJson(first.spec())));
        assertThat(again).isEqualTo(first);
    }

    @Test
    void reportsAllMistakesAtOnce() {
        assertThat(Yaml.messages(spec("""
                        intervall: 15s, warmup: soon, risk: {falseAbort: 0, falsePromotion: 150%},
                        metrics: [
                          {name: Errors, importance: -1, errorRate: {tolerance: {relative: 20000%, absolute: 2}}},
                          {name: a, latency: {bounds: [1s, 1.5s, 7]}},
                          {name: b, latency: {bounds: [1s, 1s], margin: {impact: "0.5"}}},
                          {name: b, errorRate: {tolerance: {relative: 0, absolute: 0}}},
                          {name: c}, {name: d, latency: {}, errorRate: {}}, 7],
                        steps: [{weight: 10}, {weight: 140}, {weight: 1.5}, {minRequests: -1}, {weight: 5, minDuration: 90}],
                        policies: {onNodata: {}, onDeadline: {after: 0s, then: promote}}
                        """)))
                .containsExactly(
                        "AnalysisTemplate shop/strict: spec.intervall is not a field, did you mean interval?",
                        "AnalysisTemplate shop/strict: spec.policies.onNodata is not a field, did you mean onNoData?",
                        "AnalysisTemplate shop/strict: spec.warmup is \"soon\", expected a duration such as 15s, 2m or 1h30m",
                        "AnalysisTemplate shop/strict: spec.risk.falseAbort is 0, expected a probability between 0 and 1",
                        "AnalysisTemplate shop/strict: spec.risk.falsePromotion is \"150%\", expected a probability between 0 and 1",
                        "AnalysisTemplate shop/strict: spec.metrics[6] is 7, expected an object",
                        "AnalysisTemplate shop/strict: spec.metrics[0].name is \"Errors\", expected lower-case letters, digits and dashes, at most 63",
                        "AnalysisTemplate shop/strict: spec.metrics[0].importance is -1, expected a number above 0, at most 1000",
                        "AnalysisTemplate shop/strict: spec.metrics[0].errorRate.tolerance.relative is \"20000%\", expected a ratio between 0 and 100",
                        "AnalysisTemplate shop/strict: spec.metrics[0].errorRate.tolerance.absolute is 2, expected a fraction from 0 to below 1",
                        "AnalysisTemplate shop/strict: spec.metrics[1].latency.bounds[1] is \"1.5s\", expected a duration such as 250ms or 1s",
                        "AnalysisTemplate shop/strict: spec.metrics[1].latency.bounds[2] is 7, expected a duration such as 250ms or 1s",
                        "AnalysisTemplate shop/strict: spec.metrics[2].latency.bounds is [1s, 1s], expected different positive numbers of milliseconds",
                        "AnalysisTemplate shop/strict: spec.metrics[2].latency.margin.impact is \"0.5\", expected a percentage such as 0.5% or a plain number such as 0.005",
                        "AnalysisTemplate shop/strict: spec.metrics[3].errorRate.tolerance is refused: a tolerance of nothing at all can never be confirmed",
                        "AnalysisTemplate shop/strict: spec.metrics[4] has no kind, expected one of errorRate, latency and custom",
                        "AnalysisTemplate shop/strict: spec.metrics[5] has errorRate and latency, expected one of errorRate, latency and custom",
                        "AnalysisTemplate shop/strict: spec.steps[1].weight is 140, expected a whole number from 1 to 99",
                        "AnalysisTemplate shop/strict: spec.steps[2].weight is 1.5, expected a whole number from 1 to 99",
                        "AnalysisTemplate shop/strict: spec.steps[3].minRequests is -1, expected a whole number, 0 or more",
                        "AnalysisTemplate shop/strict: spec.steps[3].weight is missing, expected a whole number from 1 to 99, or a mirror, match, pause or approval",
                        "AnalysisTemplate shop/strict: spec.steps[4].minDuration is 90, expected a duration such as 15s, 2m or 1h30m",
                        "AnalysisTemplate shop/strict: spec.policies.onDeadline.then is \"promote\", expected hold or abort",
                        "AnalysisTemplate shop/strict: spec.policies.onDeadline.after is \"0s\", expected a positive duration",
                        "AnalysisTemplate shop/strict: spec.metrics[3].name is \"b\" a second time, expected a new name",
                        "AnalysisTemplate shop/strict: spec.steps[4].weight is 5, expected more than in the step before, 10");
    }

    @Test
    void aWeightThatIsMissingIsNotShownAsOneThatIsWritten() {
        assertThat(mistakes(
                        "metrics: [{name: a, errorRate: {}}], steps: [{weight: 60}, {match: [{uri: /a}]}, {weight: 70},"
                                + " {mirror: 10%}, {weight: 80}, {match: [{uri: /a}], weight: 0}]"))
                .containsExactly(
                        "spec.steps[1].weight is missing, which means 0 beside match; expected no less than in the step before,"
                                + " 60",
                        "spec.steps[3].weight is missing, which means 0 beside mirror; expected no less than in the step"
                                + " before, 70",
                        "spec.steps[5].weight is 0, expected no less than in the step before, 80");
    }

    /** One command would open both, the later one before anybody has looked at it. */
    @Test
    void refusesASecondApprovalOfTheSameName() {
        assertThat(Yaml.messages(spec(
                        "metrics: [{name: a, errorRate: {}}], steps: [{approval: {name: qa}}, {weight: 5}, {approval: {name:"
                                + " ops}}, {weight: 20, minRequests: -1}, {weight: 50, approval: {name: qa}}]")))
                .containsExactly(
                        "AnalysisTemplate shop/strict: spec.steps[3].minRequests is -1, expected a whole number, 0 or more",
                        "AnalysisTemplate shop/strict: spec.steps[4].approval.name is \"qa\" a second time, expected a name that"
                                + " no other approval of the template has: one approval would open both");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tick: 1500ms | spec.tick is 1.5s, expected a positive number of whole seconds",
                "tick: often, interval: 7s | spec.tick is \"often\", expected a duration such as 15s, 2m or 1h30m",
                "interval: 7s | spec.interval is 7s, expected a whole number of ticks of 5s",
                "sensitivity: high | spec.sensitivity is \"high\", expected strict, standard or lenient",
                "baselineCopy: 1 | spec.baselineCopy is 1, expected true or false",
                "calibration: 1 | spec.calibration is 1, expected true or false",
                "trafficShare: {tolerance: 0} | spec.trafficShare.tolerance is 0, expected a ratio above 0, at most 10",
                "trafficShare: {onMismatch: abort} | spec.trafficShare.onMismatch is \"abort\", expected warn or fail",
                "interval:    | spec.interval is empty, expected a duration such as 15s, 2m or 1h30m",
                "risk: high   | spec.risk is \"high\", expected an object",
                "timeout: 5s  | spec.timeout is not a field, expected one of args, tick, interval, warmup, sensitivity, calibration, baselineCopy, backend, reporter, risk, metrics, trafficShare, steps, stickiness, hooks, notifications, cleanUp, policies",
                "cleanUp: {after: 5m} | spec.cleanUp.scaleDown is missing, expected true or false",
                "cleanUp: {scaleDown: 0} | spec.cleanUp.scaleDown is 0, expected true or false",
                "cleanUp: {scaleDown: true, after: soon} | spec.cleanUp.after is \"soon\", expected a duration such as 15s, 2m or 1h30m",
                "cleanUp: true | spec.cleanUp is true, expected an object",
            })
    void explainsOneMistake(String field, String message) {
        assertThat(mistakes(VALID + ", " + field)).containsExactly(message);
    }

    @ParameterizedTest
    @CsvSource({"'{scaleDown: true}', PT5M", "'{scaleDown: true, after: 0s}', PT0S", "'{scaleDown: false, after: 1h}',"
    })
    void cleansUpOnlyWhereTheTemplateSaysSo(String cleanUp, @Nullable Duration after) {
        assertThat(Yaml.parsed(spec(VALID + ", cleanUp: " + cleanUp)).template().cleanUp())
                .isEqualTo(Optional.ofNullable(after).map(CleanUp::new));
    }

    @Test
    void aCopyOfTheBaselineStandsBesideWeightsOfAtMostHalf() {
        String metrics = "metrics: [{name: a, errorRate: {}}], baselineCopy: ";
        String halves = ", steps: [{weight: 1}, {pause: {}}, {weight: 50}]";
        assertThat(Yaml.parsed(spec(metrics + true + halves)).template().baselineCopy())
                .isTrue();
        assertThat(Yaml.parsed(spec(metrics + false + halves)).template().baselineCopy())
                .isFalse();
        String others =
                ", steps: [{mirror: 10%}, {weight: 5, match: [{uri: /a}]}, {pause: {}}, {weight: 51}, {weight: 99,"
                        + " approval: {name: all}}], stickiness: {cookie: c}";
        assertThat(Yaml.parsed(spec(metrics + false + others)).template().steps())
                .hasSize(5);
        assertThat(mistakes(metrics + true + others))
                .containsExactly(
                        "spec.steps[0].mirror stands beside baselineCopy, expected none: nothing is mirrored to the copy, so"
                                + " there would be nothing to compare the canary with",
                        "spec.steps[1].match stands beside baselineCopy, expected none: requests that match go to the canary"
                                + " alone, so the copy would not get as many",
                        "spec.steps[3].weight is 51, expected at most 50 beside baselineCopy: the copy gets the same weight as"
                                + " the canary",
                        "spec.steps[4].weight is 99, expected at most 50 beside baselineCopy: the copy gets the same weight as"
                                + " the canary",
                        "spec.stickiness stands beside baselineCopy, expected none: users whom it keeps go to the canary alone,"
                                + " so the copy would not get as many");
    }

    @Test
    void needsMetricsAndSteps() {
        assertThat(mistakes(""))
                .containsExactly("spec.metrics is missing, expected a list", "spec.steps is missing, expected a list");
        assertThat(mistakes("metrics: [], steps: {}"))
                .containsExactly(
                        "spec.steps is an object, expected a list",
                        "spec.metrics is empty, expected at least one metric");
    }

    @Test
    void refusesOtherDocuments() {
        assertThat(Yaml.messages(TemplateParser.parse(Map.of("kind", "Service", "data", Map.of()))))
                .containsExactlyInAnyOrder(
                        "AnalysisTemplate: data is not a field, expected one of apiVersion, kind, metadata, spec",
                        "AnalysisTemplate: apiVersion is missing, expected serinus.io/v1alpha1",
                        "AnalysisTemplate: kind is \"Service\", expected AnalysisTemplate",
                        "AnalysisTemplate: metadata.name is missing, expected the template's name",
                        "AnalysisTemplate: spec is missing, expected an object with metrics and steps");
    }
}
