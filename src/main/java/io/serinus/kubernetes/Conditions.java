package io.serinus.kubernetes;

import io.serinus.release.Outcome;
import io.serinus.release.Reasons;
import io.serinus.release.Release;
import io.serinus.release.State;
import io.serinus.release.Trouble;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a release by the convention that GitOps tools read (kstatus, "Conditions" in
 * https://github.com/kubernetes-sigs/cli-utils/blob/master/pkg/kstatus/README.md): {@code Ready}, and the two that are true
 * only where something is out of the ordinary, {@code Reconciling} and {@code Stalled}.
 *
 * <p>Such tools take the first true one in the list's order: a release that is held up by passing trouble is still in
 * progress to them, because {@code Reconciling} stands before {@code Stalled}; one that has given up is not.
 */
final class Conditions {
    private static final List<String> OURS = List.of("Ready", "Reconciling", "Stalled");

    private Conditions() {}

    static List<CanaryReleaseStatus.Condition> of(
            Release release,
            @Nullable String message,
            long generation,
            List<CanaryReleaseStatus.Condition> before,
            Instant now) {
        State state = release.state();
        String phase = Words.of(state.phase());
        Optional<String> stalled = stalled(state);
        var conditions = new ArrayList<CanaryReleaseStatus.Condition>();
        conditions.add(condition("Ready", isPromoted(state), phase, message, generation, before, now));
        conditions.add(condition("Reconciling", isUnderWay(state), phase, message, generation, before, now));
        conditions.add(
                condition("Stalled", stalled.isPresent(), stalled.orElse(phase), message, generation, before, now));
        for (CanaryReleaseStatus.Condition condition : before) {
            if (!OURS.contains(condition.type())) {
                conditions.add(condition);
            }
        }
        return List.copyOf(conditions);
    }

    private static boolean isPromoted(State state) {
        return state instanceof State.Ended ended && ended.outcome() == Outcome.PROMOTED;
    }

    private static boolean isUnderWay(State state) {
        return switch (state) {
            case State.Pending pending -> pending.reason().isEmpty();
            case State.Progressing _, State.Promoting _, State.Returning _ ->
                state.trouble()
                        .filter(trouble -> trouble.kind() == Trouble.Kind.STALLED)
                        .isEmpty();
            case State.Ended _ -> false;
        };
    }

    /** What stands in the way; empty if nothing does. */
    private static Optional<String> stalled(State state) {
        return switch (state) {
            case State.Pending pending -> pending.reason().isEmpty() ? Optional.empty() : Optional.of(Reasons.REFUSED);
            case State.Progressing _, State.Promoting _, State.Returning _ ->
                state.trouble()
                        .map(Trouble::kind)
                        .filter(kind -> !kind.isWanted())
                        .map(Words::of);
            case State.Ended ended ->
                ended.outcome() == Outcome.ABORTED ? Optional.of(Reasons.ABORTED) : Optional.empty();
        };
    }

    private static CanaryReleaseStatus.Condition condition(
            String type,
            boolean isTrue,
            String reason,
            @Nullable String message,
            long generation,
            List<CanaryReleaseStatus.Condition> before,
            Instant now) {
        String status = isTrue ? "True" : "False";
        String since = before.stream()
                .filter(condition -> type.equals(condition.type()) && status.equals(condition.status()))
                .map(CanaryReleaseStatus.Condition::lastTransitionTime)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
        return new CanaryReleaseStatus.Condition(type, status, generation, since, reason, message);
    }
}
