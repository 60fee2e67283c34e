package io.serinus.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Margin;
import io.serinus.template.Metric;
import io.serinus.template.Policies;
import io.serinus.template.Risk;
import io.serinus.template.Step;
import io.serinus.template.Tolerance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                        List.of(new Step.Weight(3, Duration.ZERO, 0), new Step.Weight(99, Duration.ofHours(1), 7)),
                        new Policies(
                                new Policies.Policy(Duration.ofMinutes(1), Policies.Policy.Then.ABORT),
                                new Policies.Policy(Duration.ofMinutes(2), Policies.Policy.Then.HOLD),
                                new Policies.Policy(Duration.ofHours(1), Policies.Policy.Then.ABORT))));
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
                        "AnalysisTemplate shop/strict: spec.metrics[4] has neither errorRate nor latency, expected one of them",
                        "AnalysisTemplate shop/strict: spec.metrics[5] has both errorRate and latency, expected one of them",
                        "AnalysisTemplate shop/strict: spec.steps[1].weight is 140, expected a whole number from 1 to 99",
                        "AnalysisTemplate shop/strict: spec.steps[2].weight is 1.5, expected a whole number from 1 to 99",
                        "AnalysisTemplate shop/strict: spec.steps[3].minRequests is -1, expected a whole number, 0 or more",
                        "AnalysisTemplate shop/strict: spec.steps[3].weight is missing, expected a whole number from 1 to 99",
                        "AnalysisTemplate shop/strict: spec.steps[4].minDuration is 90, expected a duration such as 15s, 2m or 1h30m",
                        "AnalysisTemplate shop/strict: spec.policies.onDeadline.then is \"promote\", expected hold or abort",
                        "AnalysisTemplate shop/strict: spec.policies.onDeadline.after is \"0s\", expected a positive duration",
                        "AnalysisTemplate shop/strict: spec.metrics[3].name is \"b\" a second time, expected a new name",
                        "AnalysisTemplate shop/strict: spec.steps[4].weight is 5, expected more than the step before, 10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tick: 1500ms | spec.tick is 1.5s, expected a positive number of whole seconds",
                "tick: often, interval: 7s | spec.tick is \"often\", expected a duration such as 15s, 2m or 1h30m",
                "interval: 7s | spec.interval is 7s, expected a whole number of ticks of 5s",
                "interval:    | spec.interval is empty, expected a duration such as 15s, 2m or 1h30m",
                "risk: high   | spec.risk is \"high\", expected an object",
                "timeout: 5s  | spec.timeout is not a field, expected one of tick, interval, warmup, risk, metrics, steps, policies",
            })
    void explainsOneMistake(String field, String message) {
        assertThat(mistakes(VALID + ", " + field)).containsExactly(message);
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
