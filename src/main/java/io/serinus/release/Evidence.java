package io.serinus.release;

import io.serinus.analysis.Judgement;
import io.serinus.analysis.Verdict;
import io.serinus.release.State.Progressing;
import io.serinus.release.State.Promoting;
import io.serinus.template.Gate;
import io.serinus.template.Policies;
import io.serinus.template.Policies.Policy;
import io.serinus.template.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What follows from the judge's word. A release that lacks evidence never moves towards the canary. */
final class Evidence {
    private Evidence() {}

    static Optional<Transition> fail(Progressing state, Signals signals, Instant now) {
        return of(signals, Verdict.FAIL)
                .map(word -> Moves.goBack(state.plan(), Outcome.ABORTED, word.reason(), signals, now));
    }

    static Optional<Transition> fail(Promoting state, Signals signals, Instant now) {
        return of(signals, Verdict.FAIL)
                .map(word -> Moves.goBack(state.plan(), Outcome.ABORTED, word.reason(), signals, now));
    }

    /** Counts of one of the versions are missing, or nobody can count: hold, and after its limit do what the policy says. */
    static Optional<Transition> missing(Progressing state, Signals signals, Instant now) {
        Policies policies = state.plan().template().policies();
        Optional<Transition> down = of(signals, Verdict.SOURCE_DOWN)
                .map(word ->
                        wait(state, Trouble.Kind.SOURCE_DOWN, policies.onSourceDown(), word.reason(), signals, now));
        return down.or(() -> of(signals, Verdict.NO_DATA)
                .map(word -> wait(state, Trouble.Kind.NO_DATA, policies.onNoData(), word.reason(), signals, now)));
    }

    /** Nobody is sent to a canary that nobody could watch. */
    static Optional<Transition> unheard(Progressing state, Signals signals, Instant now) {
        return signals.judgement().isEmpty() ? Optional.of(Moves.to(state)) : Optional.empty();
    }

    /** The step has what it needs, and whoever must be asked has agreed. */
    static Optional<Transition> complete(Progressing state, Signals signals, Instant now) {
        return of(signals, Verdict.PASS)
                .filter(word -> isComplete(state, word, now))
                .map(word -> Hooks.before(state, state.step() + 1, signals, now)
                        .orElseGet(() -> Moves.advance(state, word.reason(), now)));
    }

    /** Evidence is there, but for too long not enough in either direction. */
    static Optional<Transition> undecided(Progressing state, Signals signals, Instant now) {
        return signals.judgement().flatMap(word -> deadline(state, word.reason(), signals, now));
    }

    /** What follows where a step has taken longer than it may. */
    static Optional<Transition> deadline(Progressing state, String why, Signals signals, Instant now) {
        Step step = state.plan().step(state.step());
        Policy policy = state.plan().template().policies().onDeadline();
        Optional<Duration> limit = step.maxDuration().or(() -> limit(step.gate(), policy));
        if (limit.isEmpty() || !Moves.isOver(state.inForce().orElse(state.since()), limit.get(), now)) {
            return Optional.empty();
        }
        String message = "Step " + (state.step() + 1) + " has not ended for " + Durations.text(limit.get()) + ": "
                + sentence(why);
        return Optional.of(
                switch (policy.then()) {
                    case ABORT ->
                        Moves.goBack(
                                state.plan(),
                                Outcome.ABORTED,
                                message + " The template's onDeadline says abort.",
                                signals,
                                now);
                    case HOLD -> Moves.hold(state, Trouble.Kind.DEADLINE, message, now);
                });
    }

    /** People may take as long as they like; what ends by itself may not. */
    private static Optional<Duration> limit(Optional<Gate> gate, Policy policy) {
        return switch (gate.orElse(null)) {
            case null -> Optional.of(policy.after());
            case Gate.Pause(var duration) -> duration.map(policy.after()::plus);
            case Gate.Approval _ -> Optional.empty();
        };
    }

    private static boolean isComplete(Progressing state, Judgement judgement, Instant now) {
        Step step = state.plan().step(state.step());
        boolean longEnough = state.inForce()
                .filter(since -> Moves.isOver(since, step.minDuration(), now))
                .isPresent();
        return longEnough && judgement.evidence().canaryRequestsInStep() >= step.minRequests();
    }

    private static Transition wait(
            Progressing state, Trouble.Kind kind, Policy policy, String message, Signals signals, Instant now) {
        if (policy.then() == Policy.Then.ABORT && Moves.hasLasted(state, kind, policy.after(), now)) {
            String reason = "For " + Durations.text(policy.after()) + ": " + sentence(message)
                    + " The template's policy says abort.";
            return Moves.goBack(state.plan(), Outcome.ABORTED, reason, signals, now);
        }
        return Moves.hold(state, kind, message, now);
    }

    /** The judge's reasons have no full stop, those of gates and pods have one. */
    private static String sentence(String reason) {
        return reason.endsWith(".") ? reason : reason + ".";
    }

    private static Optional<Judgement> of(Signals signals, Verdict verdict) {
        return signals.judgement().filter(word -> word.verdict() == verdict);
    }
}
