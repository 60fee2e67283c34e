package io.serinus.release;

import io.serinus.release.State.Ended;
import io.serinus.release.State.Pending;
import io.serinus.release.State.Progressing;
import io.serinus.release.State.Promoting;
import io.serinus.release.State.Returning;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;

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
     * @param mark what its VirtualService says now; empty if there is none
     * @param now the time of the takeover
     */
    public static State resume(Release release, Optional<Mark> mark, Instant now) {
        Optional<Mark> own =
                mark.filter(found -> found.release().equals(release.id().name()));
        return switch (release.state()) {
            case Progressing progressing ->
                own.map(word -> resume(progressing, word, now)).orElseGet(() -> again(progressing));
            case Promoting promoting ->
                own.flatMap(Mark::outcome)
                        .filter(outcome -> outcome != Outcome.PROMOTED)
                        .map(outcome -> end(promoting.plan(), outcome, now))
                        .orElse(promoting);
            case Pending pending -> pending;
            case Returning returning -> returning;
            case Ended ended -> ended;
        };
    }

    /**
     * Since when the step that the release goes on in has been in force, by its record; empty where it goes on in another one,
     * or the record does not say.
     */
    public static Optional<Instant> heldSince(Release recorded, State resumed) {
        return recorded.state() instanceof Progressing before
                        && resumed instanceof Progressing now
                        && before.step() == now.step()
                ? before.inForce()
                : Optional.empty();
    }

    private static State resume(Progressing state, Mark mark, Instant now) {
        if (mark.outcome().isPresent()) {
            return end(state.plan(), mark.outcome().get(), now);
        }
        // Where no status could be written the mark may be several steps ahead. It never goes back.
        return IntStream.range(state.step() + 1, state.plan().steps())
                .filter(step -> mark.isOfStep(step, state.plan()))
                .mapToObj(step -> (State) state.entering(step, now))
                .findFirst()
                .orElseGet(() -> again(state));
    }

    /** The same step, to be held for its whole time again, unless its evidence can be read again. */
    private static State again(Progressing state) {
        return state.again();
    }

    private static State end(Plan plan, Outcome outcome, Instant now) {
        return outcome == Outcome.PROMOTED
                ? new Promoting(plan, now, REASON)
                : new Returning(plan, outcome, now, REASON, Optional.empty());
    }
}
