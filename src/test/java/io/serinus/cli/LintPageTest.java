package io.serinus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serinus.offline.LintRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the page about lint shows is what the command does. */
class LintPageTest {
    private static final Pattern SESSION =
            Pattern.compile("```console\n\\$ serinus (lint [^\n]*); echo \\$\\?\n(.*?)(\\d)\n```", Pattern.DOTALL);

    /** A section whose heading is a code, with its examples. */
    private static final Pattern SECTION = Pattern.compile("\n## ([a-z-]+)\n(.*?)(?=\n## |$)", Pattern.DOTALL);

    private static final Pattern EXAMPLE =
            Pattern.compile("```yaml\n# serinus (lint [^\n]*-f -)\n(.*?)```", Pattern.DOTALL);

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/lint.md"));
    }

    private static List<MatchResult> sections() throws IOException {
        return SECTION.matcher(page()).results().toList();
    }

    static Stream<String> codes() {
        return LintRun.codes().stream();
    }

    @ParameterizedTest
    @MethodSource("codes")
    void everyCodeHasASectionWithAnExampleThatHasItAlone(String code) throws IOException {
        String section = sections().stream()
                .filter(match -> match.group(1).equals(code))
                .map(match -> match.group(2))
                .findFirst()
                .orElseThrow();
        List<MatchResult> examples = EXAMPLE.matcher(section).results().toList();
        assertThat(examples).isNotEmpty().hasSize(section.split("```yaml", -1).length - 1);
        for (MatchResult example : examples) {
            JsonNode findings = findings(example.group(1), example.group(2));
            assertThat(findings.findValuesAsText("code")).isNotEmpty().containsOnly(code);
            findings.findValuesAsText("severity")
                    .forEach(severity ->
                            assertThat(section).contains("Severity: ").contains("`" + severity + "`"));
        }
    }

    private static JsonNode findings(String command, String yaml) throws IOException {
        Invocation linted = Invocation.reading(yaml, (command + " -o json").split(" "));
        assertThat(linted.err()).isEmpty();
        return new ObjectMapper().readTree(linted.out()).path("findings");
    }

    @Test
    void noSectionIsAboutACodeThatDoesNotExist() throws IOException {
        assertThat(sections()).extracting(match -> match.group(1)).containsExactlyInAnyOrderElementsOf(LintRun.codes());
    }

    @Test
    void everySessionPrintsWhatItShows() throws IOException {
        List<MatchResult> sessions = SESSION.matcher(page()).results().toList();
        assertThat(sessions).hasSize(page().split("```console", -1).length - 1).hasSize(3);
        for (MatchResult session : sessions) {
            Invocation linted = Invocation.of(session.group(1).split(" "));
            assertThat((linted.out() + linted.err()).replace("\r\n", "\n"))
                    .as(session.group(1))
                    .isEqualTo(session.group(2));
            assertThat(linted.exitCode()).as(session.group(1)).isEqualTo(Integer.parseInt(session.group(3)));
        }
    }

    @Test
    void everyOptionAndOutputFieldIsExplained() throws IOException {
        String page = page();
        new CommandLine(new LintCommand())
                .getCommandSpec()
                .options()
                .forEach(option -> assertThat(page).contains("`" + option.longestName() + "`"));
        String json =
                Invocation.of("lint", "-f", "docs/examples/lint", "-o", "json").out();
        Pattern.compile("\"(\\w+)\" :")
                .matcher(json)
                .results()
                .map(match -> match.group(1))
                .distinct()
                .forEach(field -> assertThat(page).contains("`" + field + "`"));
    }

    /** What the page for beginners shows has to be sound. */
    @Test
    void theFirstCanaryIsFlawless() throws IOException {
        String yaml = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/first-canary.md")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        assertThat(findings("lint --canary v2 --strict -f -", yaml)).isEmpty();
    }
}
