package io.serinus.release;

import io.serinus.release.State.Ended;
import io.serinus.release.State.Pending;
import io.serinus.release.State.Progressing;
import io.serinus.release.State.Promoting;
import io.serinus.release.State.Returning;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a release goes on after the controller was interrupted. The VirtualService is written before the status, so where
 * the two differ, the mark on the VirtualService is the later word.
 */
public final class Takeover {
    private static final String REASON = "Decided before the controller was interrupted; its VirtualService says so.";

    private Takeover() {}

    /**
     * The state to go on from.
     *
     * @param release as it was recorded
     * @param mark what its VirtualService says; empty if there is none
     * @param now the time of the takeover
     */
    public static State resume(Release release, Optional<Mark> mark, Instant now) {
        Optional<Mark> own =
                mark.filter(found -> found.release().equals(release.id().name()));
        if (own.isEmpty()) {
            return release.state();
        }
        return switch (release.state()) {
            case Progressing progressing -> resume(progressing, own.get(), now);
            case Promoting promoting ->
                own.get()
                                .outcome()
                                .filter(outcome -> outcome != Outcome.PROMOTED)
                                .isPresent()
                        ? end(promoting.plan(), own.get().outcome().get(), now)
                        : promoting;
            case Pending pending -> pending;
            case Returning returning -> returning;
            case Ended ended -> ended;
        };
    }

    private static State resume(Progressing state, Mark mark, Instant now) {
        if (mark.outcome().isPresent()) {
            return end(state.plan(), mark.outcome().get(), now);
        }
        for (int step = 0; step < state.plan().steps(); step++) {
            if (step != state.step() && state.plan().weightAt(step) == mark.weight()) {
                return new Progressing(state.plan(), step, now, Optional.empty(), Optional.empty());
            }
        }
        return state;
    }

    private static State end(Plan plan, Outcome outcome, Instant now) {
        return outcome == Outcome.PROMOTED
                ? new Promoting(plan, now, REASON)
                : new Returning(plan, outcome, now, REASON, Optional.empty());
    }
}
