package io.serinus.calibration;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * The analysis of the Argo Rollouts documentation, on the canary alone: every 5 minutes the success rate must be at least
 * 95 %. A measurement without a value is neither a success nor a failure.
 *
 * @param failureLimit how many failed measurements are still accepted
 */
record ArgoSubject(int failureLimit) implements Subject {
    private static final int SLOTS_PER_MEASUREMENT = 20;
    private static final double MAX_ERROR_RATIO = 0.05;

    @Override
    public String name() {
        return String.format(Locale.ROOT, "Argo %d", failureLimit);
    }

    @Override
    public OptionalInt abortedAfter(Release release) {
        int slots = Release.TICKS / Release.TICKS_PER_SLOT;
        int failed = 0;
        for (int to = SLOTS_PER_MEASUREMENT; to <= slots; to += SLOTS_PER_MEASUREMENT) {
            double errors = Points.errorRatio(release.canary(), to - SLOTS_PER_MEASUREMENT, to);
            failed += errors > MAX_ERROR_RATIO ? 1 : 0;
            if (failed > failureLimit) {
                return OptionalInt.of(to * Release.TICKS_PER_SLOT);
            }
        }
        return OptionalInt.empty();
    }
}
