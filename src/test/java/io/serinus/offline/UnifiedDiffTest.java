package io.serinus.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.routing.LineChanges;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {
    private static String text(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private static String diff(List<String> before, List<String> after) {
        return UnifiedDiff.of("a", text(before), "b", text(after));
    }

    @Provide
    Arbitrary<List<String>> lines() {
        return Arbitraries.of("a", "b", "c", "", "- a", "+ a", "@@ -1 +1 @@")
                .list()
                .ofMaxSize(40);
    }

    @Property
    void makesTheSecondTextOfTheFirst(@ForAll("lines") List<String> before, @ForAll("lines") List<String> after) {
        String diff = diff(before, after);
        assertThat(UnifiedDiffs.applied(before, diff)).isEqualTo(after);
        assertThat(diff.isEmpty()).isEqualTo(before.equals(after));
    }

    /** A text and what a few edits make of it, far enough apart for several hunks. */
    @Property
    void makesAnEditedTextOfTheFirst(
            @ForAll("numbers") List<Integer> numbers, @ForAll("numbers") List<Integer> edited) {
        List<String> before = numbers.stream().map(String::valueOf).toList();
        var after = new ArrayList<>(before);
        edited.stream().limit(5).forEach(number -> {
            int at = number * 7 % (after.size() + 1);
            if (number % 2 == 0 || at == after.size()) {
                after.add(at, "new " + number);
            } else {
                after.remove(at);
            }
        });
        assertThat(UnifiedDiffs.applied(before, diff(before, after))).isEqualTo(after);
    }

    @Provide
    Arbitrary<List<Integer>> numbers() {
        return Arbitraries.integers().between(0, 100).list().ofMaxSize(80);
    }

    @Property
    void changesNoMoreLinesThanItMust(@ForAll("lines") List<String> before, @ForAll("lines") List<String> after) {
        var changes = LineChanges.between(before, after);
        long kept = 0;
        for (int i = 0; i < before.size(); i++) {
            kept += changes.isRemoved(i) ? 0 : 1;
        }
        assertThat(kept).isEqualTo(longestCommon(before, after));
    }

    private static int longestCommon(List<String> before, List<String> after) {
        var longest = new int[before.size() + 1][after.size() + 1];
        for (int i = 1; i <= before.size(); i++) {
            for (int j = 1; j <= after.size(); j++) {
                longest[i][j] = before.get(i - 1).equals(after.get(j - 1))
                        ? longest[i - 1][j - 1] + 1
                        : Math.max(longest[i - 1][j], longest[i][j - 1]);
            }
        }
        return longest[before.size()][after.size()];
    }

    @Test
    void looksAsPeopleKnowIt() {
        List<String> before = List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
        List<String> after = List.of("1", "2", "3", "4", "five", "6", "7", "8", "9", "10", "11", "12", "13");
        assertThat(diff(before, after)).isEqualTo("""
                --- a
                +++ b
                @@ -2,7 +2,7 @@
                 2
                 3
                 4
                -5
                +five
                 6
                 7
                 8
                @@ -10,3 +10,4 @@
                 10
                 11
                 12
                +13
                """);
        assertThat(diff(List.of(), List.of("1"))).isEqualTo("--- a\n+++ b\n@@ -0,0 +1 @@\n+1\n");
        assertThat(diff(before, before)).isEmpty();
    }

    @Test
    void isThereForLongTexts() {
        var before = new ArrayList<String>();
        var after = new ArrayList<String>();
        for (int i = 0; i < 3000; i++) {
            before.addAll(List.of("- name: r" + i, "  route:", "  - weight: 100"));
            after.addAll(List.of("- name: r" + i, "  route:", "  - weight: 95", "  - weight: 5"));
        }
        assertThat(UnifiedDiffs.applied(before, diff(before, after))).isEqualTo(after);
    }
}
