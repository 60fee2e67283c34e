package io.serinus.offline;

import io.serinus.analysis.CountsRules;
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

    /** Whether it can be judged. */
    public boolean isSound() {
        return problems.isEmpty();
    }
}
