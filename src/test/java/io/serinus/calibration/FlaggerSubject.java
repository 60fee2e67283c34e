package io.serinus.calibration;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * Flagger's rules with the limits of its documentation, on the canary alone: every minute the success rate must be at least
 * 99 % and the 99th percentile of durations, in whole ms, at most 500. A query without a value is a failed check. Failed
 * checks are counted over the whole release.
 *
 * @param threshold how many failed checks abort
 */
record FlaggerSubject(int threshold) implements Subject {
    private static final int SLOTS_PER_CHECK = 4;
    private static final double MIN_SUCCESS_PERCENT = 99;
    private static final double MAX_MILLIS = 500;

    @Override
    public String name() {
        return String.format(Locale.ROOT, "Flagger %d", threshold);
    }

    @Override
    public OptionalInt abortedAfter(Release release) {
        int slots = Release.TICKS / Release.TICKS_PER_SLOT;
        int failed = 0;
        for (int to = SLOTS_PER_CHECK; to <= slots; to += SLOTS_PER_CHECK) {
            failed += passes(release.canary(), to - SLOTS_PER_CHECK, to) ? 0 : 1;
            if (failed >= threshold) {
                return OptionalInt.of(to * Release.TICKS_PER_SLOT);
            }
        }
        return OptionalInt.empty();
    }

    private static boolean passes(Side canary, int from, int to) {
        double success = 100 * (1 - Points.errorRatio(canary, from, to));
        // Comparisons with NaN are false.
        return success >= MIN_SUCCESS_PERCENT && Math.floor(Points.quantile(0.99, canary, from, to)) <= MAX_MILLIS;
    }
}
