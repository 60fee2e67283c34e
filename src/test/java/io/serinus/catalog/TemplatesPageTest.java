package io.serinus.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.metric.Reporter;
import io.serinus.template.CleanUp;
import io.serinus.template.Direction;
import io.serinus.template.Hook;
import io.serinus.template.Method;
import io.serinus.template.Metric;
import io.serinus.template.Notification;
import io.serinus.template.Policies;
import io.serinus.template.Queries;
import io.serinus.template.Role;
import io.serinus.template.Sensitivity;
import io.serinus.template.TrafficShare;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page about templates shows has to be what the parser takes. */
class TemplatesPageTest {
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    /** {@code | `field` | unit | default | range |}. */
    private static final Pattern ROW =
            Pattern.compile("\\| `([a-zA-Z.]+)` \\| ([^|]*) \\| ([^|]*[a-z`0-9%]) \\| [^|]*\\|");

    private static final Pattern WORD = Pattern.compile("`([^`]+)`");

    private final String page = read("docs/templates.md");

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyExampleIsATemplate() {
        List<String> examples =
                YAML.matcher(page).results().map(match -> match.group(1)).toList();
        assertThat(examples).hasSize(8);
        examples.forEach(example -> Yaml.parsed(TemplateParser.parse(Yaml.tree(example))));
    }

    @Test
    void theAnnotationsOfTheExampleSetItsArguments() {
        String section = page.substring(page.indexOf("\n## Arguments"), page.indexOf("\n## spec"));
        Matcher yaml = YAML.matcher(section);
        assertThat(yaml.find()).isTrue();
        var arguments = new TreeMap<String, String>();
        Pattern.compile("\nserinus\\.io/arg\\.(\\w+): \"?(\\w+)")
                .matcher(section)
                .results()
                .forEach(line -> arguments.put(line.group(1), line.group(2)));
        var template = Yaml.parsed(TemplateParser.parse(Yaml.tree(yaml.group(1)), arguments))
                .template();
        assertThat(template.metrics().getLast().name()).isEqualTo("invoices-depth");
        assertThat(template.steps().getFirst().weight()).isEqualTo(20);
    }

    @Test
    void theExampleOfCustomMetricsIsATemplate() {
        List<String> examples = YAML.matcher(read("docs/custom-metrics.md"))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(examples).hasSize(1);
        assertThat(Yaml.parsed(TemplateParser.parse(Yaml.tree(examples.getFirst())))
                        .template()
                        .metrics())
                .filteredOn(Metric.Custom.class::isInstance)
                .hasSize(2);
    }

    @Test
    void theExampleOfTheCleanUpIsATemplate() {
        List<String> examples = YAML.matcher(read("docs/clean-up.md"))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(examples)
                .singleElement()
                .satisfies(example -> assertThat(Yaml.parsed(TemplateParser.parse(Yaml.tree(example)))
                                .template()
                                .cleanUp())
                        .contains(new CleanUp(Duration.ofMinutes(15))));
    }

    @Test
    void theExampleOfTheCopyIsATemplate() {
        List<String> examples = YAML.matcher(read("docs/baseline-copy.md"))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(examples)
                .singleElement()
                .satisfies(example -> assertThat(Yaml.parsed(TemplateParser.parse(Yaml.tree(example)))
                                .template()
                                .baselineCopy())
                        .isTrue());
    }

    @Test
    void everyMessageIsOneOfTheParsers() {
        String careful = YAML.matcher(page).results().findFirst().orElseThrow().group(1);
        String wrong = careful.replace("weight: 10", "weight: 140").replace("spec:", "spec:\n  intervall: 15s");
        assertThat(Yaml.messages(TemplateParser.parse(Yaml.tree(wrong))))
                .hasSize(2)
                .allSatisfy(message -> assertThat(page).contains(message));
    }

    @Test
    void everyFieldIsExplained() {
        var fields = new TreeSet<String>();
        collect(Shape.SPEC, fields);
        assertThat(fields).allSatisfy(field -> assertThat(page).containsPattern("`([a-zA-Z]+\\.)?" + field + "`"));
    }

    @Test
    void everyWordIsExplained() {
        Stream.of(
                        Reporter.values(),
                        Sensitivity.values(),
                        Role.values(),
                        Method.values(),
                        Direction.values(),
                        TrafficShare.OnMismatch.values(),
                        Policies.Policy.Then.values(),
                        Policies.NoBaseline.values(),
                        Hook.Stage.values(),
                        Hook.OnFailure.values(),
                        Notification.Type.values(),
                        Notification.Severity.values())
                .flatMap(Arrays::stream)
                .forEach(constant -> assertThat(page).contains("`" + Words.of(constant) + "`"));
        assertThat(Queries.VARIABLES).allSatisfy(variable -> assertThat(page).contains("| `" + variable + "` |"));
    }

    /** Which methods a kind of metric has is said in one table. */
    @Test
    void theMethodsOfEachKindAreThoseOfTheParser() {
        Map.of("errorRate", Method.OF_ERRORS, "latency", Method.OF_LATENCY, "custom", Method.OF_LEVELS)
                .forEach((kind, methods) -> {
                    Matcher row = Pattern.compile("\\| `" + kind + "` \\| ([^|]*) \\| methods")
                            .matcher(page);
                    assertThat(row.find()).as(kind).isTrue();
                    assertThat(row.group(1).split(", "))
                            .containsExactlyInAnyOrderElementsOf(methods.stream()
                                    .map(method -> "`" + Words.of(method) + "`")
                                    .toList());
                });
    }

    @Test
    void everyDefaultIsTheParsers() {
        Map<String, String> sections = Map.ofEntries(
                Map.entry("spec", "spec."),
                Map.entry("risk", "spec.risk."),
                Map.entry("metrics", "spec.metrics[]."),
                Map.entry("errorRate", "spec.metrics[].errorRate."),
                Map.entry("latency", "spec.metrics[].latency."),
                Map.entry("custom", "spec.metrics[].custom."),
                Map.entry("trafficShare", "spec.trafficShare."),
                Map.entry("steps", "spec.steps[]."),
                Map.entry("hooks", "spec.hooks[]."),
                Map.entry("notifications", "spec.notifications[]."),
                Map.entry("cleanUp", "spec.cleanUp."),
                Map.entry("policies", "spec.policies."));
        var defaults = new WrittenDefaults();
        String prefix = null;
        for (String line : page.lines().toList()) {
            if (line.startsWith("#")) {
                prefix = sections.get(line.replaceAll("^#+ ", ""));
            }
            Matcher row = ROW.matcher(line);
            if (prefix != null && row.matches() && !row.group(3).startsWith("none")) {
                List<String> values = WORD.matcher(row.group(3))
                        .results()
                        .map(match -> match.group(1))
                        .toList();
                if (!values.isEmpty()) {
                    boolean list = row.group(2).startsWith("list");
                    defaults.put(prefix + row.group(1), list ? values.toString() : values.getLast());
                }
            }
        }
        defaults.assertAreTheParsers(49);
    }

    private static void collect(Shape shape, Set<String> fields) {
        switch (shape) {
            case Shape.Leaf() -> {}
            case Shape.Entries(Shape value) -> collect(value, fields);
            case Shape.Named(Shape.Group detail) -> collect(detail, fields);
            case Shape.Items(Shape element) -> collect(element, fields);
            case Shape.Group(Map<String, Shape> group) -> {
                fields.addAll(group.keySet());
                group.values().forEach(field -> collect(field, fields));
            }
        }
    }
}
