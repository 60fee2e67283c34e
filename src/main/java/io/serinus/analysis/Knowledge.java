package io.serinus.analysis;

import io.serinus.metric.BaselineHistory;
import io.serinus.metric.LatencyCounts;
import java.time.Duration;
import java.util.Optional;

/**
 * What is known of the baseline before the canary is judged. Nothing of it may depend on the canary, and nothing changes it
 * once judging has begun: who chooses the question after seeing the answer deceives himself.
 *
 * @param calibration what the baseline's own pods taught
 * @param absence why they taught nothing, in words; empty if they did, or were not asked
 * @param durations the baseline's during the warm-up
 */
record Knowledge(Calibration calibration, String absence, LatencyCounts durations) {
    /** Fewer requests than that do not show where a service's durations lie. */
    private static final long ENOUGH_REQUESTS = 200;

    static final Knowledge NONE = new Knowledge(Calibration.NONE, "", LatencyCounts.NONE);

    Knowledge remembered(Optional<BaselineHistory> history, Duration interval, String reason) {
        return new Knowledge(new Calibration(history, interval), reason, durations);
    }

    Knowledge tooLate() {
        return calibration.history().isPresent()
                ? this
                : new Knowledge(calibration, "the answer came after judging had begun", durations);
    }

    Knowledge seen(LatencyCounts more) {
        return new Knowledge(calibration, absence, durations.plus(more));
    }

    /** The baseline's durations, of before the release where there were enough. */
    LatencyCounts baseline() {
        LatencyCounts before = calibration.durations();
        return before.total() >= ENOUGH_REQUESTS && !before.atMost().isEmpty() ? before : durations;
    }
}
