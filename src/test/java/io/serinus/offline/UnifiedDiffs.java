package io.serinus.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads unified diffs. */
public final class UnifiedDiffs {
    private static final Pattern HUNK = Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@");

    private UnifiedDiffs() {}

    /** What a reader of the format makes of the first list; every number and every line of context must fit. */
    public static List<String> applied(List<String> before, String diff) {
        List<String> lines = diff.lines().toList();
        var result = new ArrayList<String>();
        int at = 0;
        for (int i = 2; i < lines.size(); ) {
            MatchResult head =
                    HUNK.matcher(lines.get(i++)).results().findFirst().orElseThrow();
            int linesBefore = number(head.group(2));
            int linesAfter = number(head.group(4));
            int from = Integer.parseInt(head.group(1)) - (linesBefore == 0 ? 0 : 1);
            assertThat(from).isGreaterThanOrEqualTo(at);
            result.addAll(before.subList(at, from));
            assertThat(result).hasSize(Integer.parseInt(head.group(3)) - (linesAfter == 0 ? 0 : 1));
            at = from;
            int goal = result.size() + linesAfter;
            while (at < from + linesBefore || result.size() < goal) {
                String line = lines.get(i++);
                if (line.charAt(0) != '+') {
                    assertThat(line.substring(1)).isEqualTo(before.get(at++));
                }
                if (line.charAt(0) != '-') {
                    result.add(line.substring(1));
                }
            }
            assertThat(at).isEqualTo(from + linesBefore);
            assertThat(result).hasSize(goal);
        }
        result.addAll(before.subList(at, before.size()));
        return result;
    }

    private static int number(@Nullable String text) {
        return text == null ? 1 : Integer.parseInt(text);
    }
}
