package io.serinus.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Gate;
import io.serinus.template.Metric;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    private static final String TEMPLATE = """
            apiVersion: serinus.io/v1alpha1
            kind: AnalysisTemplate
            metadata: {name: t, namespace: shop}
            spec:
              args: [%s]
              metrics:
                - {name: "errors-${args.name}", errorRate: {slo: "${args.slo}"}}
                - {name: queue, custom: {query: 'q{q="${args.name}",v="${version}"}[${args.window}]'}}
              steps:
                - {weight: "${args.weight}", match: [{headers: {x-canary: "${args.weight}"}}], minDuration: "${args.window}"}
              calibration: ${args.calibration}
            """;
    private static final String DECLARED =
            "{name: name, default: a}, {name: slo, default: 1%}, {name: window, default: 5m},"
                    + " {name: weight, default: 5, description: first}, {name: calibration, default: false}";

    private static Map<String, Object> document(String declared) {
        return Yaml.tree(TEMPLATE.formatted(declared));
    }

    private static ParsedTemplate parsed(Map<String, String> given) {
        return Yaml.parsed(TemplateParser.parse(document(DECLARED), given));
    }

    private static List<String> refused(String declared, Map<String, String> given) {
        return Yaml.messages(TemplateParser.parse(document(declared), given)).stream()
                .map(message -> message.substring("AnalysisTemplate shop/t: ".length()))
                .toList();
    }

    private static List<String> mistakes(String spec) {
        return TemplateParser.mistakes(Yaml.tree("""
                        apiVersion: serinus.io/v1alpha1
                        kind: AnalysisTemplate
                        metadata: {name: t}
                        spec: {%s}
                        """.formatted(spec))).stream()
                .map(mistake -> mistake.path() + " " + mistake.message())
                .toList();
    }

    @Test
    void nameAGateAlsoByANumber() {
        String template = """
                apiVersion: serinus.io/v1alpha1
                kind: AnalysisTemplate
                metadata: {name: t}
                spec:
                  args: [{name: ticket, default: 4711}]
                  metrics: [{name: errors, errorRate: {}}]
                  steps: [{weight: 5}, {approval: {name: "${args.ticket}"}}]
                """;
        assertThat(gate(template, Map.of())).hasValue(new Gate.Approval("4711"));
        assertThat(gate(template, Map.of("ticket", "0815"))).hasValue(new Gate.Approval("0815"));
    }

    private static Optional<Gate> gate(String template, Map<String, String> given) {
        return Yaml.parsed(TemplateParser.parse(Yaml.tree(template), given))
                .template()
                .steps()
                .getLast()
                .gate();
    }

    @Test
    void haveTheirDefaults() {
        AnalysisTemplate template = parsed(Map.of()).template();
        assertThat(template.metrics().getFirst().name()).isEqualTo("errors-a");
        assertThat(((Metric.ErrorRate) template.metrics().getFirst()).slo()).hasValue(0.01);
        assertThat(((Metric.Custom) template.metrics().getLast()).queries().canary())
                .isEqualTo("q{q=\"a\",v=\"${version}\"}[5m]");
        assertThat(template.steps().getFirst().weight()).isEqualTo(5);
        assertThat(template.calibrated()).isFalse();
    }

    @Test
    void areReadAsYamlWouldReadThemOrAsTextsWhereOnlyATextCanStand() {
        AnalysisTemplate template = parsed(
                        Map.of("slo", "0.25", "weight", "20", "calibration", "true", "window", "1h30m", "name", "2"))
                .template();
        assertThat(template.metrics().getFirst().name()).isEqualTo("errors-2");
        assertThat(((Metric.ErrorRate) template.metrics().getFirst()).slo()).hasValue(0.25);
        assertThat(template.steps().getFirst().weight()).isEqualTo(20);
        assertThat(template.steps().getFirst().match().orElseThrow().blocks())
                .containsExactly(Map.of("headers", Map.of("x-canary", Map.of("exact", "20"))));
        assertThat(template.steps().getFirst().minDuration()).hasMinutes(90);
        assertThat(template.calibrated()).isTrue();
    }

    @Test
    void leaveASpecThatIsReadAgainWithoutThem() {
        ParsedTemplate first = parsed(Map.of("weight", "20", "name", "b"));
        assertThat(first.spec()).doesNotContainKey("args");
        assertThat(first.spec().toString()).doesNotContain("${args");
        assertThat(Yaml.parsed(TemplateParser.parse("t", Yaml.throughJson(first.spec()))))
                .isEqualTo(first);
    }

    @Test
    void areAllDeclared() {
        assertThat(refused(DECLARED, Map.of("wieght", "5", "name", "b")))
                .containsExactly(
                        "spec.args has no \"wieght\", but the annotation serinus.io/arg.wieght gives one a value, expected"
                                + " one of name, slo, window, weight, calibration; correct or remove the annotation");
        assertThat(mistakes("metrics: [{name: a, errorRate: {}}], steps: [{weight: 5}]"))
                .isEmpty();
        assertThat(Yaml.messages(TemplateParser.parse(Yaml.tree("""
                                apiVersion: serinus.io/v1alpha1
                                kind: AnalysisTemplate
                                metadata: {name: t}
                                spec: {metrics: [{name: a, errorRate: {}}], steps: [{weight: 5}]}
                                """), Map.of("weight", "7"))))
                .containsExactly(
                        "AnalysisTemplate t: spec.args is missing, but the annotation serinus.io/arg.weight gives"
                                + " one a value; correct or remove the annotation");
    }

    @Test
    void mustBeGivenWithoutADefault() {
        String required = DECLARED.replace(", default: 5,", ",").replace(", default: a}", "}");
        assertThat(refused(required, Map.of()))
                .containsExactly(
                        "spec.args[0] is \"name\" without a default, expected its value in the annotation"
                                + " serinus.io/arg.name of the VirtualService",
                        "spec.args[3] is \"weight\" without a default, expected its value in the annotation"
                                + " serinus.io/arg.weight of the VirtualService");
        assertThat(Yaml.parsed(TemplateParser.parse(document(required), Map.of("name", "x", "weight", "5")))
                        .template())
                .isEqualTo(parsed(Map.of("name", "x")).template());
    }

    /** What can be told without the values is told. */
    @Test
    void withoutADefaultHideNothingButWhatDependsOnThem() {
        String all = DECLARED.replaceAll(", default: [^,}]*", "");
        assertThat(TemplateParser.mistakes(document(all))).isEmpty();
        assertThat(mistakes("""
                        args: [{name: w}, {name: t}], tick: "${args.t}", interval: 7s,
                        metrics: [{name: a, errorRate: {slo: "${args.t}", codes: [5x]}}, {name: a, latency: {}}],
                        steps: [{weight: 10}, {weight: "${args.w}"}, {weight: 5}, {weight: 140, minRequests: "${args.w}"}]
                        """))
                .containsExactly(
                        "spec.metrics[0].errorRate.codes[0] is \"5x\", expected an HTTP code such as 503, a class such as"
                                + " 5xx, or 0",
                        "spec.steps[3].weight is 140, expected a whole number from 1 to 99",
                        "spec.metrics[1].name is \"a\" a second time, expected a new name",
                        "spec.steps[2].weight is 5, expected more than in the step before, 10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "args: 5 | - | spec.args is 5, expected a list",
                "args: [{name: 5x}] | - | spec.args[0].name is \"5x\", expected a lower-case letter and then letters and digits, at most 50",
                "args: [{default: 5}] | - | spec.args[0].name is missing, expected a lower-case letter and then letters and digits, at most 50",
                "args: [{name: a, defualt: 5}] | ${args.a} | spec.args[0].defualt is not a field, did you mean default?",
                "args: [{name: a, default: [5]}] | ${args.a} | spec.args[0].default is a list, expected a text, a number, true or false, without ${: arguments do not refer to each other",
                "args: [{name: a, default: 5}, {name: a, default: 6}] | ${args.a} | spec.args[1].name is \"a\" a second time, expected a new name",
                "args: [{name: a, default: 5}] | - | spec.args[0] is \"a\", which nothing uses, expected ${args.a} somewhere in the spec; use it or remove it",
                "args: [{name: a, default: '${args.b}'}, {name: b, default: '${args.b}'}] | ${args.a}${args.b} | spec.args[0].default is \"${args.b}\", expected a text, a number, true or false, without ${: arguments do not refer to each other; spec.args[1].default is \"${args.b}\", expected a text, a number, true or false, without ${: arguments do not refer to each other",
                "args: [{name: abc, default: 5}] | ${args.adc} | spec.steps[0].weight has the argument ${args.adc}, expected one of ${args.abc}",
                "tick: 5s | ${args.a} | spec.steps[0].weight has the argument ${args.a}, spec.args declares none",
                "args: [{name: a, default: 5}] | ${args.a | spec.steps[0].weight has ${ without }, expected an argument as in ${args.name}",
                "args: [{name: a, default: 5}] | ${a} | spec.steps[0].weight has ${a}, expected an argument as in ${args.name}",
                "args: [{name: a, default: 5}] | ${ args.a } | spec.steps[0].weight has ${ args.a }, expected an argument as in ${args.name}",
                "args: [{name: a, default: 500}] | ${args.a} | spec.steps[0].weight is 500, expected a whole number from 1 to 99; it comes from ${args.a}",
                "args: [{name: a, default: 5}] | ${args.a}% | spec.steps[0].weight is \"5%\", expected a whole number from 1 to 99; it comes from ${args.a}",
                "args: [{name: a, default: '{b}'}] | $${args.a} | spec.steps[0].weight becomes \"${b}\", which has ${ again, expected a text without it",
            })
    void explainEachMistakeInOneSentence(String args, String weight, String message) {
        assertThat(String.join(
                        "; ",
                        mistakes(args + ", metrics: [{name: a, errorRate: {}}], steps: [{weight: "
                                + (weight.equals("-") ? "5" : "'" + weight + "'") + "}]")))
                .isEqualTo(message);
    }

    @Test
    void standInValuesOnly() {
        assertThat(mistakes("args: [{name: a, default: x}], metrics: [{name: a, errorRate: {}}],"
                        + " steps: [{weight: 5, match: [{headers: {'${args.a}': b}}]}]"))
                .containsExactly(
                        "spec.steps[0].match[0].headers.${args.a} has ${ in its name, expected arguments in values"
                                + " only");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '%',
            value = {
                "a\"} or vector(1) # | q{q=\"a\\\"} or vector(1) #\",v=\"${version}\"}[5m]",
                "a\\ | q{q=\"a\\\\\",v=\"${version}\"}[5m]",
                "\\\" | q{q=\"\\\\\\\"\",v=\"${version}\"}[5m]",
            })
    void stayWithinTheStringsOfAQuery(String hostile, String query) {
        assertThat(((Metric.Custom) Yaml.parsed(TemplateParser.parse(
                                        Yaml.tree(
                                                TEMPLATE.formatted(DECLARED).replace("errors-${args.name}", "errors")),
                                        Map.of("name", hostile)))
                                .template()
                                .metrics()
                                .getLast())
                        .queries()
                        .canary())
                .isEqualTo(query);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"5m] or up[5m", "5m]) #", "up", "5 m", "''", "1h30", "NaN", "+Inf"})
    void areNumbersOrDurationsElsewhereInAQuery(String hostile) {
        String declared = DECLARED;
        assertThat(Yaml.messages(TemplateParser.parse(
                        Yaml.tree(TEMPLATE.formatted(declared)
                                .replace("minDuration: \"${args.window}\"", "minDuration: 5m")),
                        Map.of("window", hostile))))
                .containsExactly("AnalysisTemplate shop/t: spec.metrics[1].custom.query is refused: the query has"
                        + " ${args.window} outside a string with the value \"" + hostile
                        + "\", expected a number or a duration there, or the argument between quotes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"${version}", "${release.host}", "a${", "${args.slo}"})
    void holdNoReferences(String value) {
        assertThat(refused(DECLARED, Map.of("name", value)))
                .containsExactly("spec.args[0] has the value \"" + value
                        + "\" by the annotation serinus.io/arg.name, expected one without ${");
    }

    @Test
    void areRefusedInOneSentenceWhereAnchorsRepeatThemEndlessly() {
        var levels = new StringBuilder("a0: &a0 ['${args.a}']\n");
        for (int i = 1; i < 16; i++) {
            levels.append("  a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        List<TemplateMistake> mistakes = TemplateParser.mistakes(Yaml.tree("""
                apiVersion: serinus.io/v1alpha1
                kind: AnalysisTemplate
                metadata: {name: t}
                spec:
                  args: [{name: a, default: 1}]
                  metrics: [{name: a, errorRate: {}}]
                  steps: [{weight: 5}]
                  %s
                """.formatted(levels)));
        assertThat(mistakes)
                .extracting(TemplateMistake::message)
                .contains("has more than 100000 values, which no API server takes; write it shorter");
    }
}
