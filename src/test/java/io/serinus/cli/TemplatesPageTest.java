package io.serinus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page about templates shows of commands is what they do. */
class TemplatesPageTest {
    private static final Path MISTAKES = Path.of("docs/examples/template-mistakes.yaml");
    private static final Pattern SESSION =
            Pattern.compile("```console\n\\$ serinus ([^\n]*); echo \\$\\?\n(.*?)(\\d)\n```", Pattern.DOTALL);
    private static final Pattern START = Pattern.compile("[ -]*");
    private static final Pattern LINE = Pattern.compile(
            Pattern.quote(MISTAKES.toString()) + ":(\\d+):(\\d+): AnalysisTemplate shop/mistakes: spec\\..*");

    @Test
    void everySessionPrintsWhatItShows() throws IOException {
        String page = Files.readString(Path.of("docs/templates.md"));
        List<MatchResult> sessions = SESSION.matcher(page).results().toList();
        assertThat(sessions).hasSize(page.split("```console", -1).length - 1).hasSize(2);
        for (MatchResult session : sessions) {
            Invocation ran = Invocation.of(session.group(1).split(" "));
            assertThat((ran.out() + ran.err()).replace("\r\n", "\n"))
                    .as(session.group(1))
                    .isEqualTo(session.group(2));
            assertThat(ran.exitCode()).as(session.group(1)).isEqualTo(Integer.parseInt(session.group(3)));
        }
    }

    /** Line and column of every field or element that the file marks as wrong. */
    private static List<String> marked() throws IOException {
        var places = new ArrayList<String>();
        List<String> lines = Files.readAllLines(MISTAKES);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).endsWith("# wrong")) {
                Matcher start = START.matcher(lines.get(i));
                assertThat(start.lookingAt()).isTrue();
                places.add((i + 1) + ":" + (start.end() + 1));
            }
        }
        return places;
    }

    @Test
    void everyMistakeIsOneSentenceWithItsPlaceInTheOrderOfTheFile() throws IOException {
        assertThat(marked()).hasSizeGreaterThanOrEqualTo(20);
        Invocation linted = Invocation.of("lint", "-f", MISTAKES.toString());
        assertThat(linted.exitCode()).isEqualTo(1);
        assertThat(linted.out().lines()).allMatch(line -> LINE.matcher(line).matches());
        assertThat(linted.out().lines().map(line -> {
                    Matcher matcher = LINE.matcher(line);
                    assertThat(matcher.matches()).isTrue();
                    return matcher.group(1) + ":" + matcher.group(2);
                }))
                .containsExactlyElementsOf(marked());
        assertThat(linted.out().lines().distinct()).hasSameSizeAs(marked());
    }

    @Test
    void theJsonHasTheSamePlaces() throws IOException {
        Invocation linted = Invocation.of("lint", "-f", MISTAKES.toString(), "-o", "json");
        JsonNode findings = new ObjectMapper().readTree(linted.out()).path("findings");
        var places = new ArrayList<String>();
        findings.forEach(finding -> places.add(
                finding.path("line").asInt() + ":" + finding.path("column").asInt()));
        assertThat(places).isEqualTo(marked());
    }
}
