package io.serinus.offline;

import io.serinus.routing.LineChanges;
import java.util.ArrayList;
import java.util.List;

/** Unified diffs, as {@code diff -u} prints them and {@code patch} reads them. */
final class UnifiedDiff {
    private static final int CONTEXT = 3;

    private UnifiedDiff() {}

    /**
     * What makes one text of another; empty if they are the same.
     *
     * @param nameBefore of the first text, for the diff's head
     * @param before its last line ended, unless it is empty
     * @param nameAfter of the second text
     * @param after its last line ended, unless it is empty
     */
    static String of(String nameBefore, String before, String nameAfter, String after) {
        String hunks = hunks(script(before.lines().toList(), after.lines().toList()));
        return hunks.isEmpty() ? "" : "--- " + nameBefore + "\n+++ " + nameAfter + "\n" + hunks;
    }

    /** Every line of both, behind a blank if it is in both, a minus or a plus. */
    private static List<String> script(List<String> before, List<String> after) {
        var changes = LineChanges.between(before, after);
        var script = new ArrayList<String>();
        int a = 0;
        int b = 0;
        while (a < before.size() || b < after.size()) {
            if (a < before.size() && changes.isRemoved(a)) {
                script.add("-" + before.get(a++));
            } else if (b < after.size() && changes.isAdded(b)) {
                script.add("+" + after.get(b++));
            } else {
                script.add(" " + before.get(a++));
                b++;
            }
        }
        return script;
    }

    private static String hunks(List<String> script) {
        var text = new StringBuilder();
        int done = 0;
        int before = 0;
        int after = 0;
        for (int change = nextChange(script, 0); change < script.size(); change = nextChange(script, done)) {
            int from = Math.max(done, change - CONTEXT);
            int to = Math.min(script.size(), lastOfGroup(script, change) + 1 + CONTEXT);
            before += count(script.subList(done, from), '+');
            after += count(script.subList(done, from), '-');
            List<String> hunk = script.subList(from, to);
            int linesBefore = count(hunk, '+');
            int linesAfter = count(hunk, '-');
            text.append("@@ -")
                    .append(range(before, linesBefore))
                    .append(" +")
                    .append(range(after, linesAfter))
                    .append(" @@\n");
            hunk.forEach(line -> text.append(line).append('\n'));
            before += linesBefore;
            after += linesAfter;
            done = to;
        }
        return text.toString();
    }

    private static int nextChange(List<String> script, int from) {
        int next = from;
        while (next < script.size() && script.get(next).charAt(0) == ' ') {
            next++;
        }
        return next;
    }

    /** The last change whose distance to the one before is so small that their contexts touch. */
    private static int lastOfGroup(List<String> script, int change) {
        int last = change;
        int next = nextChange(script, last + 1);
        while (next < script.size() && next - last <= 2 * CONTEXT + 1) {
            last = next;
            next = nextChange(script, last + 1);
        }
        return last;
    }

    /** How many lines are not of this kind: without those added the first text has them, without those removed the second. */
    private static int count(List<String> script, char without) {
        return (int) script.stream().filter(line -> line.charAt(0) != without).count();
    }

    /** Where a hunk begins, counted from 1, and how many lines it has; of no lines, the line before it. */
    private static String range(int linesAbove, int lines) {
        return (lines == 0 ? linesAbove : linesAbove + 1) + (lines == 1 ? "" : "," + lines);
    }
}
