package io.serinus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the page about previews shows is what the command does. */
class PreviewPageTest {
    private static final Pattern SESSION =
            Pattern.compile("```console\n\\$ serinus (preview [^\n]*); echo \\$\\?\n(.*?)(\\d)\n```", Pattern.DOTALL);

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/preview.md"));
    }

    @Test
    void everySessionPrintsWhatItShows() throws IOException {
        List<MatchResult> sessions = SESSION.matcher(page()).results().toList();
        assertThat(sessions).hasSize(page().split("```console", -1).length - 1).hasSize(3);
        for (MatchResult session : sessions) {
            Invocation shown = Invocation.of(session.group(1).split(" "));
            assertThat((shown.out() + shown.err()).replace("\r\n", "\n"))
                    .as(session.group(1))
                    .isEqualTo(session.group(2));
            assertThat(shown.exitCode()).as(session.group(1)).isEqualTo(Integer.parseInt(session.group(3)));
        }
    }

    @Test
    void everyOptionAndOutputFieldIsExplained() throws IOException {
        String page = page();
        new CommandLine(new PreviewCommand())
                .getCommandSpec()
                .options()
                .forEach(option -> assertThat(page).contains("`" + option.longestName() + "`"));
        String schema = Files.readString(Path.of("docs/schemas/preview.schema.json"));
        Pattern.compile("\"(\\w+)\": \\{\\s+\"(?:type|const|enum)\"")
                .matcher(schema)
                .results()
                .map(match -> match.group(1))
                .filter(name -> !name.equals("items") && !name.equals("stage"))
                .forEach(field -> assertThat(page).contains("`" + field + "`"));
    }
}
