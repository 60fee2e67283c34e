package io.serinus.offline;

import io.serinus.analysis.CountsRules;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One recorded comparison: intervals, and how to judge them.
 *
 * @param label how it is called where there are several: its name, or its number; null in a file of one
 * @param name as the file says; null if it does not
 * @param problems what is wrong with it; with any, it cannot be judged
 */
public record CountsCase(
        @Nullable String label, @Nullable String name, CountsRules rules, Intervals intervals, InputProblems problems) {

    /** What counts for nothing although it was recorded: canary requests that there is nothing to compare with. */
    public Optional<String> leftOut() {
        int[] alone = IntStream.range(0, intervals.size())
                .filter(i -> !intervals.isMissing(i) && intervals.n1(i) == 0 && intervals.n2(i) > 0)
                .toArray();
        if (alone.length == 0 || !isSound()) {
            return Optional.empty();
        }
        String others = alone.length == 1 ? "" : ", and " + (alone.length - 1) + " more like it";
        return Optional.of((label == null ? "" : "case " + label + ": ") + "interval " + (alone[0] + 1) + others
                + ": n1 is 0 although the canary has requests (n2); such an interval says nothing about the canary, so it"
                + " is left out");
    }

    /** Whether it can be judged. */
    public boolean isSound() {
        return problems.isEmpty();
    }
}
