package io.serinus.release;

import io.serinus.release.State.Progressing;
import io.serinus.release.State.Promoting;
import io.serinus.release.State.Returning;
import io.serinus.template.Policies;
import java.time.Instant;
import java.util.Optional;

/** What follows from the pods of the two versions. What nobody can see decides nothing. */
final class Pods {
    private Pods() {}

    /** A canary whose pods cannot live. */
    static Optional<Transition> fail(Progressing state, Signals signals, Instant now) {
        return fatal(signals).map(trouble -> aborted(state.plan(), trouble.message(), signals, now));
    }

    static Optional<Transition> fail(Promoting state, Signals signals, Instant now) {
        return fatal(signals).map(trouble -> aborted(state.plan(), trouble.message(), signals, now));
    }

    /** Nothing is sent to a canary without a ready pod. */
    static Optional<Transition> missing(Progressing state, Signals signals, Instant now) {
        if (signals.pods().canary() instanceof Workload.Awaited) {
            return Optional.of(Moves.to(state));
        }
        if (!isGone(signals.pods().canary())) {
            return Optional.empty();
        }
        Policies.Policy policy = state.plan().template().policies().onCanaryPods();
        String message = none(
                "canary",
                state.plan().pair().canary().toString(),
                signals.pods().canary());
        return Moves.hasLasted(state, Trouble.Kind.CANARY_PODS, policy.after(), now)
                        && policy.then() == Policies.Policy.Then.ABORT
                ? Optional.of(aborted(
                        state.plan(),
                        message + " That has lasted for " + Durations.text(policy.after())
                                + "; the template's onCanaryPods says abort.",
                        signals,
                        now))
                : Optional.of(Moves.hold(state, Trouble.Kind.CANARY_PODS, message, now));
    }

    /** A canary that gets requests and has nobody to answer them; a single look may have met a restart. */
    static Optional<Transition> vanished(Progressing state, Signals signals, Instant now) {
        if (!isGone(signals.pods().canary())) {
            return Optional.empty();
        }
        String message = none(
                "canary",
                state.plan().pair().canary().toString(),
                signals.pods().canary());
        return Moves.hasLasted(
                        state, Trouble.Kind.CANARY_PODS, state.plan().template().interval(), now)
                ? Optional.of(aborted(state.plan(), message, signals, now))
                : Optional.of(Moves.hold(state, Trouble.Kind.CANARY_PODS, message, now));
    }

    /** A baseline in trouble is no measure for anybody. */
    static Optional<Transition> baseline(Progressing state, Signals signals, Instant now) {
        Workload baseline = signals.pods().baseline();
        Optional<String> trouble = isGone(baseline)
                ? Optional.of(none("baseline", state.plan().pair().baseline().toString(), baseline))
                : weightiest(baseline).map(PodTrouble::message);
        return trouble.map(message -> "The baseline is in trouble, so no step is taken: " + message)
                .map(message -> Evidence.deadline(state, message, signals, now)
                        .orElseGet(() -> Moves.hold(state, Trouble.Kind.BASELINE_PODS, message, now)));
    }

    /** Whether an abort would lead to nobody, and the template calls that more harmful than staying. */
    static boolean mustStay(Returning state, Signals signals) {
        return !state.forced()
                && state.plan().template().policies().onNoBaseline() == Policies.NoBaseline.STAY
                && isGone(signals.pods().baseline());
    }

    /** Why no weight may be given to the canary by a person's word alone. */
    static Optional<String> objection(Plan plan, Signals signals) {
        return isGone(signals.pods().canary())
                ? Optional.of(none(
                        "canary",
                        plan.pair().canary().toString(),
                        signals.pods().canary()))
                : Optional.empty();
    }

    static String noBaseline(Plan plan, Signals signals) {
        return none(
                        "baseline",
                        plan.pair().baseline().toString(),
                        signals.pods().baseline())
                + " Its requests stay where they are until one is, since the template's onNoBaseline says stay; the command"
                + " abort restores the routing all the same.";
    }

    private static Transition aborted(Plan plan, String reason, Signals signals, Instant now) {
        return Moves.goBack(plan, Outcome.ABORTED, reason, signals, now);
    }

    private static Optional<PodTrouble> fatal(Signals signals) {
        return weightiest(signals.pods().canary());
    }

    /** What does not pass by itself. A missing image may be one node's trouble, as long as others serve. */
    static Optional<PodTrouble> weightiest(Workload workload) {
        return switch (workload) {
            case Workload.Unknown _, Workload.Awaited _ -> Optional.empty();
            case Workload.Seen seen ->
                seen.troubles().stream()
                        .filter(trouble -> switch (trouble.kind()) {
                            case CRASH_LOOP, OUT_OF_MEMORY, PROGRESS_DEADLINE -> true;
                            case IMAGE_PULL -> seen.ready() == 0;
                            case NOT_READY -> false;
                        })
                        .findFirst();
        };
    }

    private static boolean isGone(Workload workload) {
        return workload instanceof Workload.Seen seen && seen.ready() == 0;
    }

    private static String none(String role, String version, Workload workload) {
        return workload instanceof Workload.Seen seen
                ? "No pod of the " + role + " (" + version + ") is ready"
                        + (seen.pods() == 0
                                ? "; there are none."
                                : ", of " + seen.pods() + "."
                                        + seen.troubles().stream()
                                                .findFirst()
                                                .map(trouble -> " " + trouble.message())
                                                .orElse(""))
                : "";
    }
}
