package io.serinus.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.serinus.release.Outcome;
import io.serinus.release.State.Phase;
import io.serinus.release.Trouble;
import io.serinus.testbed.Promtool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The alert rules, as Prometheus understands them, and their runbooks. */
class AlertsTest {
    private static final Path FILE = Path.of("deploy", "prometheus-rules.yaml");
    private static final Path RUNBOOKS = Path.of("docs", "runbooks");
    private static final Path TESTS = Path.of("src/test/resources/io/serinus/telemetry/alert-tests.yaml");
    private static final Pattern LABEL = Pattern.compile("\\$labels\\.(\\w+)");
    private static final Pattern KINDS = Pattern.compile("kind(=~|!~|=)\"([^\"]*)\"");
    private static final YAMLMapper YAML = new YAMLMapper();

    private JsonNode resource = YAML.missingNode();
    private final List<JsonNode> alerts = new ArrayList<>();

    @BeforeEach
    void read() throws IOException {
        resource = YAML.readTree(FILE.toFile());
        resource.at("/spec/groups").forEach(group -> group.path("rules").forEach(alerts::add));
    }

    private Set<String> names() {
        return alerts.stream()
                .map(alert -> alert.path("alert").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String rules() throws IOException {
        return YAML.writeValueAsString(resource.path("spec"));
    }

    @Test
    void isAPrometheusRule() {
        assertThat(resource.path("apiVersion").asText()).isEqualTo("monitoring.coreos.com/v1");
        assertThat(resource.path("kind").asText()).isEqualTo("PrometheusRule");
        assertThat(names()).hasSameSizeAs(alerts).allMatch(name -> name.startsWith("Serinus"));
    }

    @Test
    void prometheusCanReadTheRules() throws IOException {
        Promtool.checkRules(rules());
    }

    @Test
    void theyFireWhereTheyShouldAndNowhereElse() throws IOException {
        Promtool.testRules(rules(), TESTS);
    }

    @Test
    void everyAlertIsTestedToFire() throws IOException {
        var fired = new TreeSet<String>();
        YAML.readTree(TESTS.toFile())
                .findValues("alert_rule_test")
                .forEach(tests -> tests.forEach(test -> {
                    if (!test.path("exp_alerts").isEmpty()) {
                        fired.add(test.path("alertname").asText());
                    }
                }));
        assertThat(fired).isEqualTo(names());
    }

    @Test
    void everyAlertSaysWhatItIs() {
        for (JsonNode alert : alerts) {
            String name = alert.path("alert").asText();
            String expression = alert.path("expr").asText();
            Expressions.assertKnown(expression);
            assertThat(alert.at("/labels/severity").asText()).as(name).isIn("critical", "warning", "info");
            JsonNode annotations = alert.path("annotations");
            assertThat(annotations.path("summary").asText()).as(name).endsWith(".");
            assertThat(annotations.path("description").asText()).as(name).endsWith(".");
            assertThat(annotations.path("runbook_url").asText()).isEqualTo("docs/runbooks/" + name + ".md");
            assertThat(LABEL.matcher(annotations.toString()).results().map(label -> label.group(1)))
                    .as(name)
                    .isSubsetOf(Expressions.labels(expression));
        }
    }

    @Test
    void everyTroubleHasExactlyOneAlert() {
        for (Trouble.Kind kind : Trouble.Kind.values()) {
            assertThat(alerts.stream().filter(alert -> covers(alert.path("expr").asText(), kind)))
                    .as("%s; an abort that is not in force has its own", kind)
                    .hasSize(kind == Trouble.Kind.NO_BASELINE ? 0 : 1);
        }
    }

    private static boolean covers(String expression, Trouble.Kind kind) {
        if (!expression.contains("serinus_release_held")) {
            return false;
        }
        var kinds = KINDS.matcher(expression);
        assertThat(kinds.find()).as(expression).isTrue();
        boolean isNamed = Pattern.matches(kinds.group(2), kind.name());
        return kinds.group(1).equals("!~") != isNamed;
    }

    @Test
    void labelValuesAreThoseThatThereAre() {
        assertThat(values("kind")).isSubsetOf(words(Trouble.Kind.values())).isNotEmpty();
        assertThat(values("outcome")).isSubsetOf(words(Outcome.values())).isNotEmpty();
        assertThat(values("phase")).isSubsetOf(words(Phase.values())).isNotEmpty();
    }

    private Set<String> values(String label) {
        var matcher = Pattern.compile("\\b" + label + "[=!]~?\"([^\"]*)\"");
        return alerts.stream()
                .flatMap(alert -> matcher.matcher(alert.path("expr").asText()).results())
                .flatMap(found -> Pattern.compile("\\|").splitAsStream(found.group(1)))
                .collect(Collectors.toSet());
    }

    private static List<String> words(Enum<?>... values) {
        return Stream.of(values).map(Enum::name).toList();
    }

    @Test
    void everyAlertHasARunbookAndEveryRunbookAnAlert() throws IOException {
        try (var files = Files.list(RUNBOOKS)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.equals("README.md")))
                    .containsExactlyInAnyOrderElementsOf(
                            names().stream().map(name -> name + ".md").toList());
        }
        for (String name : names()) {
            String page = Files.readString(RUNBOOKS.resolve(name + ".md"));
            assertThat(page).startsWith("# " + name + "\n");
            assertThat(page.lines().filter(line -> line.startsWith("## ")))
                    .as(name)
                    .containsExactly("## What it means", "## What users notice", "## Find the cause", "## Mend it");
        }
    }

    @Test
    void theIndexListsThemAsTheyAre() throws IOException {
        String index = Files.readString(RUNBOOKS.resolve("README.md"));
        for (JsonNode alert : alerts) {
            String name = alert.path("alert").asText();
            assertThat(index)
                    .contains("| [" + name + "](" + name + ".md) | "
                            + alert.at("/labels/severity").asText() + " | "
                            + alert.path("for").asText("at once") + " |");
        }
        assertThat(index.lines().filter(line -> line.startsWith("| [Serinus"))).hasSameSizeAs(alerts);
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        Pattern link = Pattern.compile("]\\(([^)#]+)(?:#[^)]*)?\\)");
        try (var files = Files.list(RUNBOOKS)) {
            for (Path file : files.toList()) {
                assertThat(link.matcher(Files.readString(file)).results().map(found -> found.group(1)))
                        .as(file.toString())
                        .allMatch(target -> Files.exists(RUNBOOKS.resolve(target)));
            }
        }
    }

    @Test
    void theHeldRunbookKnowsEveryKindThatItsAlertHas() throws IOException {
        String page = Files.readString(RUNBOOKS.resolve("SerinusReleaseHeld.md"));
        String expression = alerts.stream()
                .filter(alert -> alert.path("alert").asText().equals("SerinusReleaseHeld"))
                .findFirst()
                .orElseThrow()
                .path("expr")
                .asText();
        for (Trouble.Kind kind : Trouble.Kind.values()) {
            assertThat(page.contains("| `" + kind + "` |")).as(kind.name()).isEqualTo(covers(expression, kind));
        }
    }
}
