package io.serinus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the pages about the command show is what the command does. */
class JudgeCommandPageTest {
    private static final Pattern SESSION =
            Pattern.compile("```console\n\\$ serinus (judge [^\n]*); echo \\$\\?\n(.*?)(\\d)\n```", Pattern.DOTALL);

    @ParameterizedTest
    @CsvSource({"docs/judge-command.md, 4", "docs/kayenta.md, 2"})
    void everySessionPrintsWhatItShows(Path file, int atLeast) throws IOException {
        String page = Files.readString(file);
        List<MatchResult> sessions = SESSION.matcher(page).results().toList();
        assertThat(sessions).hasSize(page.split("```console", -1).length - 1).hasSizeGreaterThanOrEqualTo(atLeast);
        for (MatchResult session : sessions) {
            Invocation judged = Invocation.of(session.group(1).split(" "));
            assertThat((judged.out() + judged.err()).replace("\r\n", "\n"))
                    .as(session.group(1))
                    .isEqualTo(session.group(2));
            assertThat(judged.exitCode()).as(session.group(1)).isEqualTo(Integer.parseInt(session.group(3)));
        }
    }

    @Test
    void everyOptionAndOutputFieldIsExplained() throws IOException {
        String page = Files.readString(Path.of("docs/judge-command.md"));
        Map<String, String> pagesOfGroups = Map.of(
                "--kayenta", Files.readString(Path.of("docs/kayenta.md")),
                "--prometheus", Files.readString(Path.of("docs/judge-prometheus.md")),
                "--tenant", Files.readString(Path.of("docs/judge-prometheus.md")));
        new CommandLine(new JudgeCommand()).getCommandSpec().options().forEach(option -> {
            String where = pagesOfGroups.entrySet().stream()
                    .filter(group -> option.group() != null
                            && option.group().options().stream()
                                    .anyMatch(other -> other.longestName().equals(group.getKey())))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(page);
            assertThat(where).contains("`" + option.longestName());
        });
        String json = Invocation.of("judge", "--counts", "docs/examples/judge/regression.json", "-o", "json")
                .out();
        Pattern.compile("\"(\\w+)\":")
                .matcher(json)
                .results()
                .map(match -> match.group(1))
                .distinct()
                .forEach(field -> assertThat(page).contains("`" + field + "`"));
    }
}
