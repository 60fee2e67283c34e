package io.serinus.analysis;

import io.serinus.metric.BaselineHistory;
import io.serinus.metric.LatencyCounts;
import io.serinus.template.AnalysisTemplate;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the baseline before the canary is judged. Nothing of it may depend on the canary, and nothing changes it
 * once judging has begun: who chooses the question after seeing the answer deceives himself.
 *
 * @param calibration what the baseline's own pods taught
 * @param absence why they taught nothing, in words; empty if they did, or were not asked
 * @param durations the baseline's during the warm-up
 * @param awaitedUntil how long an answer of the baseline's past is waited for; null if none is awaited
 */
record Knowledge(
        Calibration calibration,
        String absence,
        LatencyCounts durations,
        @Nullable Instant awaitedUntil) {
    /** Fewer requests than that do not show where a service's durations lie. */
    private static final long ENOUGH_REQUESTS = 200;

    static final Knowledge NONE = new Knowledge(Calibration.NONE, "", LatencyCounts.NONE, null);

    Knowledge awaited(Instant until) {
        return new Knowledge(calibration, absence, durations, until);
    }

    /** Whether judging would begin too early: the answer may still come. */
    boolean isAwaited(Instant at) {
        return awaitedUntil != null && at.isBefore(awaitedUntil);
    }

    Knowledge remembered(Optional<BaselineHistory> history, AnalysisTemplate template, String reason) {
        var taught = new Calibration(history, template.interval(), template.baselineCopy());
        return new Knowledge(taught, reason, durations, null);
    }

    Knowledge tooLate() {
        return calibration.history().isPresent()
                ? this
                : new Knowledge(calibration, "the answer came after judging had begun", durations, null);
    }

    Knowledge seen(LatencyCounts more) {
        return new Knowledge(calibration, absence, durations.plus(more), awaitedUntil);
    }

    /**
     * The baseline's durations, of before the release where there were enough, at the bounds that are still measured: a
     * histogram whose bounds were changed meanwhile must not leave the canary without a judge.
     */
    LatencyCounts baseline() {
        LatencyCounts before = calibration.durations();
        LatencyCounts measured = durations.atMost().isEmpty()
                ? before
                : before.at(durations.atMost().keySet());
        return before.total() >= ENOUGH_REQUESTS && !measured.atMost().isEmpty() ? measured : durations;
    }
}
