package io.serinus.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.release.State.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/lifecycle.md is the machine's tables; {@code -Dlifecycle.write=true} writes them there. */
class LifecyclePageTest {
    private static final Path PAGE = Path.of("docs", "lifecycle.md");
    private static final Pattern GENERATED =
            Pattern.compile("(?<=<!-- from the code -->\n).*(?=<!-- to here -->)", Pattern.DOTALL);

    static final List<Table<?>> TABLES =
            List.of(Machine.WAITING, Machine.UNDER_WAY, Machine.TO_THE_CANARY, Machine.TO_THE_BASELINE);

    private static String diagram() {
        var arrows = new LinkedHashSet<String>();
        arrows.add("  [*] --> PENDING");
        for (Table<?> table : TABLES) {
            table.rules().stream()
                    .flatMap(rule -> rule.to().stream().sorted())
                    .filter(to -> to != table.from())
                    .forEach(to -> arrows.add("  " + table.from() + " --> " + to));
        }
        Stream.of(Phase.PROMOTED, Phase.ABORTED, Phase.CANCELLED, Phase.SUPERSEDED)
                .forEach(end -> arrows.add("  " + end + " --> [*]"));
        return "```mermaid\nstateDiagram-v2\n" + String.join("\n", arrows) + "\n```\n";
    }

    private static String table(Table<?> table) {
        var lines = new ArrayList<String>();
        lines.add("### `" + table.from() + "`\n");
        lines.add("| | when | leads to |");
        lines.add("| --- | --- | --- |");
        int number = 1;
        for (Table.Rule<?> rule : table.rules()) {
            lines.add("| " + number++ + " | " + rule.when() + " | " + targets(rule.to(), table.from()) + " |");
        }
        return String.join("\n", lines) + "\n";
    }

    private static String targets(Set<Phase> to, Phase from) {
        return to.stream()
                .sorted()
                .map(phase -> phase == from ? "stays" : "`" + phase + "`")
                .collect(Collectors.joining(", "));
    }

    private static String generated() {
        return "\n" + diagram() + "\n"
                + TABLES.stream().map(LifecyclePageTest::table).collect(Collectors.joining("\n")) + "\n";
    }

    @Test
    void thePageIsTheMachine() throws IOException {
        String page = Files.readString(PAGE);
        Matcher matcher = GENERATED.matcher(page);
        assertThat(matcher.find()).isTrue();
        if (Boolean.getBoolean("lifecycle.write")) {
            Files.writeString(PAGE, page.substring(0, matcher.start()) + generated() + page.substring(matcher.end()));
        } else {
            assertThat(matcher.group()).isEqualTo(generated());
        }
    }

    @Test
    void everyPhaseIsReachedAndExplained() throws IOException {
        Set<Phase> reached = TABLES.stream()
                .flatMap(table -> table.rules().stream())
                .flatMap(rule -> rule.to().stream())
                .collect(Collectors.toSet());
        assertThat(reached).containsExactlyInAnyOrder(Phase.values());
        String page = Files.readString(PAGE);
        assertThat(Phase.values()).allSatisfy(phase -> assertThat(page).contains("| `" + phase + "` |"));
    }
}
