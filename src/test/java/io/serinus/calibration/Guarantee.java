package io.serinus.calibration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The promise that a canary within its tolerances is aborted with a probability of at most {@code falseAbort}, held against
 * what was simulated. It counts as broken where a fraction is more than three Monte-Carlo standard errors above it, the
 * error being that of a probability which is exactly as large as promised. Each cell is held against it, and each scenario
 * over all its cells.
 */
record Guarantee(double falseAbort) {
    private static final double STANDARD_ERRORS = 3;

    /** The largest fraction of so many releases that does not break the promise. */
    double limit(int releases) {
        return falseAbort + STANDARD_ERRORS * Math.sqrt(falseAbort * (1 - falseAbort) / releases);
    }

    /**
     * A sentence for each place where the promise is broken.
     *
     * @param harmless trials whose canaries are within all tolerances
     * @param judge index of the judge
     */
    List<String> broken(List<Trial> harmless, int judge) {
        var sentences = new ArrayList<String>();
        Map<String, int[]> sums = new LinkedHashMap<>();
        for (Trial trial : harmless) {
            Aborts aborts = trial.aborts().get(judge);
            check(trial.scenario().name() + " at " + trial.cell(), aborts.count(), aborts.releases(), sentences);
            int[] sum = sums.computeIfAbsent(trial.scenario().name(), _ -> new int[2]);
            sum[0] += aborts.count();
            sum[1] += aborts.releases();
        }
        sums.forEach((name, sum) -> check(name + " over all cells", sum[0], sum[1], sentences));
        return sentences;
    }

    private void check(String where, int aborted, int releases, List<String> sentences) {
        if ((double) aborted / releases > limit(releases)) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "%s: %d of %d releases aborted (%.1f %%), at most %.1f %% would keep to %.0f %%",
                    where,
                    aborted,
                    releases,
                    100.0 * aborted / releases,
                    100 * limit(releases),
                    100 * falseAbort));
        }
    }
}
