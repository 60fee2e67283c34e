package io.serinus.release;

import io.serinus.release.Copies.Making;
import io.serinus.release.Signals.Routing;
import io.serinus.release.State.Progressing;
import io.serinus.template.Policies.Policy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What follows from the copy of the baseline, for releases that compare with one. */
final class CopyRules {
    private CopyRules() {}

    /** Nothing is sent to a copy that is not as large as the canary yet. */
    static Optional<Transition> missing(Progressing state, Signals signals, Instant now) {
        if (signals.routing().equals(new Routing.At(state.layout()))) {
            // It serves, as after a restart of the controller.
            return Optional.empty();
        }
        return lack(state.plan(), signals)
                .map(lack ->
                        lack.isAwaited() ? Moves.to(state) : wait(state, lack.message(), signals, now, lack.actions()));
    }

    /** Why nothing may be sent to the copy by a person's word either. One that serves need not be made again for that. */
    static Optional<String> objection(Progressing state, Signals signals) {
        boolean serves = state.hasBegun() && signals.copy() instanceof Making.Unknown;
        return state.plan()
                .copy()
                .flatMap(copy -> serves ? unready(copy, signals.pods().copy()) : lack(state.plan(), signals))
                .map(Lack::message);
    }

    /**
     * What the copy lacks before requests can be sent to it.
     *
     * @param isAwaited whether the answer is on its way
     * @param actions what to do about it
     */
    private record Lack(String message, boolean isAwaited, List<Action> actions) {}

    private static Optional<Lack> lack(Plan plan, Signals signals) {
        return plan.copy().flatMap(copy -> switch (signals.copy()) {
            case Making.Made _ -> unready(copy, signals.pods().copy());
            case Making.Unknown _ -> Optional.of(making(copy + " is being made, as a copy of the baseline."));
            case Making.Waiting(String reason) ->
                Optional.of(making("The copy of the baseline cannot be made: " + reason));
        });
    }

    private static Lack making(String message) {
        return new Lack(message, false, List.of(new Action.MakeCopy()));
    }

    private static Optional<Lack> unready(Copy copy, Workload pods) {
        return switch (pods) {
            case Workload.Awaited(String reason) -> Optional.of(new Lack(reason, true, List.of()));
            case Workload.Unknown(String reason) ->
                Optional.of(new Lack("Nobody can tell whether " + copy + " is ready: " + reason, false, List.of()));
            case Workload.Seen seen ->
                seen.ready() >= copy.replicas()
                        ? Optional.empty()
                        : Optional.of(new Lack(unready(copy, seen), false, List.of()));
        };
    }

    /**
     * A copy that gets requests and cannot answer them all. One that cannot live is no measure, and its users get errors; one
     * without any ready pod may be in the midst of a restart; one that is too small takes no step.
     */
    static Optional<Transition> unwell(Progressing state, Signals signals, Instant now) {
        return state.plan()
                .copy()
                .filter(_ -> state.layout().copy().isPresent())
                .flatMap(copy -> Pods.weightiest(signals.pods().copy())
                        .map(trouble -> Moves.goBack(
                                state.plan(),
                                Outcome.ABORTED,
                                "The copy of the baseline cannot live: " + trouble.message(),
                                signals,
                                now))
                        .or(() -> unready(copy, signals.pods().copy())
                                .filter(lack -> !lack.isAwaited())
                                .map(lack -> lacking(state, lack, signals, now))));
    }

    private static Transition lacking(Progressing state, Lack lack, Signals signals, Instant now) {
        boolean isGone = signals.pods().copy() instanceof Workload.Seen seen && seen.ready() == 0;
        return isGone
                        && Moves.hasLasted(
                                state,
                                Trouble.Kind.BASELINE_COPY,
                                state.plan().template().interval(),
                                now)
                ? Moves.goBack(state.plan(), Outcome.ABORTED, lack.message(), signals, now)
                : Moves.hold(state, Trouble.Kind.BASELINE_COPY, lack.message(), now);
    }

    private static Transition wait(
            Progressing state, String message, Signals signals, Instant now, List<Action> actions) {
        Policy policy = state.plan().template().policies().onCanaryPods();
        Optional<Trouble> known = state.trouble().filter(trouble -> trouble.kind() == Trouble.Kind.BASELINE_COPY);
        // It is said once, but what stands there is what is lacking now.
        Progressing informed = known.map(
                        trouble -> state.with(Optional.of(new Trouble(trouble.kind(), trouble.since(), message))))
                .orElse(state);
        return Moves.hasLasted(state, Trouble.Kind.BASELINE_COPY, policy.after(), now)
                        && policy.then() == Policy.Then.ABORT
                ? Moves.goBack(
                        state.plan(),
                        Outcome.ABORTED,
                        message + " That has lasted for " + Durations.text(policy.after())
                                + "; the template's onCanaryPods says abort.",
                        signals,
                        now)
                : Moves.hold(informed, Trouble.Kind.BASELINE_COPY, message, now, actions.toArray(Action[]::new));
    }

    private static String unready(Copy copy, Workload.Seen seen) {
        return "Of the copy of the baseline, " + copy + ", " + seen.ready() + " of " + copy.replicas()
                + " pods are ready."
                + seen.troubles().stream()
                        .findFirst()
                        .map(trouble -> " " + trouble.message())
                        .orElse("");
    }
}
