package io.serinus.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.serinus.testbed.Binaries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The dashboard can be imported as it is, and asks for nothing that the controller does not expose. */
class DashboardTest {
    private static final Path FILE = Path.of("deploy", "grafana", "serinus-dashboard.json");
    private static final int WIDTH = 24;
    private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");

    private final JsonNode dashboard = read();

    private static JsonNode read() {
        try {
            return JsonMapper.builder()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .readTree(Files.readString(FILE));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<JsonNode> panels() {
        var found = new ArrayList<JsonNode>();
        dashboard.path("panels").forEach(found::add);
        return found;
    }

    private static String withoutVariables(String expression) {
        return expression.replaceAll("\\$__(rate_interval|range)", "5m");
    }

    /** With the text in which labels may be named: legend, title or text of an annotation. */
    private record Question(String expression, String labelled) {}

    private List<Question> questions() {
        var found = new ArrayList<Question>();
        for (JsonNode panel : panels()) {
            panel.path("targets")
                    .forEach(target -> found.add(new Question(
                            withoutVariables(target.path("expr").asText()),
                            target.path("legendFormat").asText())));
        }
        for (JsonNode annotation : dashboard.at("/annotations/list")) {
            if (annotation.has("expr")) {
                found.add(new Question(
                        withoutVariables(annotation.path("expr").asText()),
                        annotation.path("titleFormat").asText()
                                + annotation.path("textFormat").asText()));
            }
        }
        return found;
    }

    @Test
    void hasWhatGrafanaNeeds() {
        assertThat(dashboard.path("uid").asText()).matches("[a-z-]{1,40}");
        assertThat(dashboard.path("title").asText()).isNotBlank();
        assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(36);
        assertThat(dashboard.path("id").isNull())
                .as("an id belongs to one Grafana")
                .isTrue();
        assertThat(dashboard.has("__inputs")).as("asks for nothing").isFalse();
        assertThat(panels())
                .isNotEmpty()
                .allSatisfy(panel -> assertThat(panel.path("type").asText()).isNotBlank());
        assertThat(panels().stream().map(panel -> panel.path("id").asInt()))
                .doesNotHaveDuplicates()
                .allMatch(id -> id > 0);
    }

    @Test
    void panelsLieBesideEachOther() {
        var taken = new HashSet<List<Integer>>();
        for (JsonNode panel : panels()) {
            JsonNode at = panel.path("gridPos");
            int right = at.path("x").asInt() + at.path("w").asInt();
            assertThat(at.path("w").asInt()).as(panel.path("title").asText()).isPositive();
            assertThat(right).as(panel.path("title").asText()).isLessThanOrEqualTo(WIDTH);
            for (int x = at.path("x").asInt(); x < right; x++) {
                for (int y = at.path("y").asInt();
                        y < at.path("y").asInt() + at.path("h").asInt();
                        y++) {
                    assertThat(taken.add(List.of(x, y)))
                            .as(panel.path("title").asText())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void everyPanelAsksTheDataSourceThatIsChosen() {
        assertThat(panels().stream()
                        .filter(panel -> !panel.path("type").asText().equals("row")))
                .allSatisfy(panel -> {
                    assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
                    assertThat(panel.path("targets")).isNotEmpty();
                    assertThat(panel.path("targets").findValuesAsText("refId")).doesNotHaveDuplicates();
                });
        assertThat(dashboard.findValuesAsText("uid"))
                .containsOnly("serinus-releases", "${datasource}", "-- Grafana --");
    }

    /** Within {@code $__interval}, or within a minute, there may be one sample, which has not increased. */
    @Test
    void everyRangeHoldsSeveralScrapes() {
        assertThat(dashboard.findValuesAsText("expr"))
                .allSatisfy(expression -> assertThat(expression).doesNotContain("[$__interval]", "[1m]"));
    }

    @Test
    void everyVariableExists() {
        var known = new TreeSet<>(dashboard.at("/templating/list").findValuesAsText("name"));
        assertThat(known).containsExactlyInAnyOrder("datasource", "namespace", "virtualservice", "metric");
        assertThat(VARIABLE.matcher(dashboard.toString()).results().map(found -> found.group(1)))
                .allMatch(name -> known.contains(name)
                        || Set.of("__rate_interval", "__range", "__all").contains(name));
    }

    @Test
    void everyMetricAndLabelIsOurs() {
        assertThat(questions()).hasSizeGreaterThan(50);
        for (Question question : questions()) {
            Expressions.assertKnown(question.expression());
            LEGEND_LABEL
                    .matcher(question.labelled())
                    .results()
                    .forEach(label -> assertThat(Expressions.labels(question.expression()))
                            .as(question.toString())
                            .contains(label.group(1)));
        }
        for (JsonNode variable : dashboard.at("/templating/list")) {
            if (variable.path("type").asText().equals("query")) {
                var query = LABEL_VALUES.matcher(variable.at("/query/query").asText());
                assertThat(query.matches()).isTrue();
                Expressions.assertKnown(query.group(1));
                assertThat(Expressions.labels(query.group(1))).contains(query.group(2));
            }
        }
    }

    /** An alias that nothing has, or a metric that is forgotten, would go unnoticed in Grafana. */
    @Test
    void everyMetricOfOursIsShown() {
        var shown = new TreeSet<String>();
        questions().forEach(question -> shown.addAll(Expressions.series(question.expression())));
        assertThat(shown).isEqualTo(Exposition.series().keySet());
    }

    @Test
    void prometheusCanReadEveryExpression() throws IOException {
        Expressions.assertParsed(questions().stream().map(Question::expression).toList());
    }

    @Test
    void kustomizeMakesTheConfigMapForTheSidecar() throws IOException, InterruptedException {
        Process kustomize = new ProcessBuilder(Binaries.kubectl().toString(), "kustomize", "deploy/grafana")
                .redirectErrorStream(true)
                .start();
        String made = new String(kustomize.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(kustomize.waitFor()).as(made).isZero();
        JsonNode configMap = new YAMLMapper().readTree(made);
        assertThat(configMap.path("kind").asText()).isEqualTo("ConfigMap");
        assertThat(configMap.at("/metadata/name").asText()).isEqualTo("serinus-dashboard");
        assertThat(configMap.at("/metadata/namespace").asText()).isEqualTo("monitoring");
        assertThat(configMap.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
        assertThat(configMap.path("data").path("serinus-dashboard.json").asText())
                .isEqualTo(Files.readString(FILE));
        // kubectl apply keeps a copy in an annotation, and those may have 256 KiB together.
        assertThat(Files.size(FILE)).isLessThan(200_000);
    }
}
