package io.serinus.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Verdict;
import io.serinus.release.Outcome;
import io.serinus.release.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page and the registry name the same metrics, with the same types and labels. */
class MetricsPageTest {
    private static final Path PAGE = Path.of("docs", "metrics.md");
    /** {@code | `name` | type | labels | meaning |}. */
    private static final Pattern ROW = Pattern.compile("^\\| `(serinus_\\w+)` \\| (\\w+) \\| ([^|]*) \\| (.+) \\|$");

    private static final Pattern MENTION = Pattern.compile("\\bserinus_\\w+");

    private final Telemetry telemetry = Exposition.telemetry();

    @Test
    void thePageListsExactlyWhatTheControllerExposes() throws IOException {
        var documented = new TreeMap<String, String>();
        for (String line : Files.readAllLines(PAGE)) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                documented.put(row.group(1), (row.group(2) + " " + row.group(3).replaceAll("[`,–]", "")).strip());
            }
        }
        var exposed = new TreeMap<String, String>();
        telemetry.scrape().stream()
                .filter(Exposition::isOurs)
                .forEach(snapshot -> exposed.put(
                        Exposition.name(snapshot),
                        (Exposition.type(snapshot) + " " + String.join(" ", Exposition.labels(snapshot))).strip()));

        assertThat(documented).isEqualTo(exposed);
    }

    @Test
    void thePageNamesNoOtherMetric() throws IOException {
        assertThat(MENTION.matcher(Files.readString(PAGE)).results().map(found -> found.group()))
                .isNotEmpty()
                .allMatch(name -> name.equals("serinus_")
                        || Exposition.series().containsKey(name)
                        || Exposition.series().containsKey(name + "_bucket"));
    }

    @Test
    void thePageNamesEveryValueOfTheLabelsThatHaveFew() throws IOException {
        Map<String, Enum<?>[]> values = Map.of(
                "serinus_release_held", Trouble.Kind.values(),
                "serinus_release_verdict", Verdict.values(),
                "serinus_releases_ended_total", Outcome.values());
        String page = Files.readString(PAGE);
        values.forEach((metric, words) -> {
            String row = page.lines()
                    .filter(line -> line.startsWith("| `" + metric + "` |"))
                    .findFirst()
                    .orElseThrow();
            assertThat(words).allSatisfy(word -> assertThat(row).contains("`" + word.name() + "`"));
        });
    }

    @Test
    void everythingElseIsTheJvms() {
        assertThat(telemetry.scrape().stream().filter(snapshot -> !Exposition.isOurs(snapshot)))
                .isNotEmpty()
                .allMatch(snapshot -> snapshot.getMetadata().getPrometheusName().matches("(jvm|process)_.+"));
    }
}
