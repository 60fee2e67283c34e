package io.serinus.release;

import io.serinus.analysis.Judgement;
import io.serinus.release.State.Progressing;
import io.serinus.template.Step;
import java.time.Instant;

/** When a step that the judge passes may be left. */
final class Steps {
    private Steps() {}

    static boolean isComplete(Progressing state, Judgement judgement, Instant now) {
        Step step = state.plan().step(state.step());
        boolean longEnough = state.inForce()
                .filter(since -> !now.isBefore(since.plus(step.minDuration())))
                .isPresent();
        return longEnough && judgement.evidence().canaryRequestsInStep() >= step.minRequests();
    }
}
