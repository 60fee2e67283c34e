package io.serinus.release;

import io.serinus.analysis.Judgement;
import io.serinus.analysis.Verdict;
import io.serinus.release.State.Progressing;
import io.serinus.template.Gate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Steps that wait for people, and pauses of any step. */
final class Gates {
    private Gates() {}

    /** A pause that somebody asked for. */
    static Optional<Transition> paused(Progressing state, Signals signals, Instant now) {
        return state.doors().hold().map(hold -> Moves.hold(state, Trouble.Kind.PAUSED, hold.message(), now));
    }

    /** A gate before the first request: there is nothing yet that could be written or judged. */
    static Optional<Transition> beforeAll(Progressing state, Signals signals, Instant now) {
        return state.isBeforeAll() ? paused(state, signals, now).or(() -> gate(state, signals, now)) : Optional.empty();
    }

    /** A step that ends when its gate opens. */
    static Optional<Transition> gate(Progressing state, Signals signals, Instant now) {
        return state.plan().step(state.step()).gate().map(gate -> switch (gate) {
            case Gate.Pause pause -> pause(state, pause, signals, now);
            case Gate.Approval approval -> approval(state, approval, signals, now);
        });
    }

    private static Transition pause(Progressing state, Gate.Pause pause, Signals signals, Instant now) {
        if (state.doors().approved().contains(pauseOf(state))) {
            return open(state, "resumed.", signals, now);
        }
        if (state.pauseEnds().filter(end -> !now.isBefore(end)).isPresent()) {
            return over(state, signals, now);
        }
        return waiting(
                state,
                Trouble.Kind.PAUSED,
                "Step " + (state.step() + 1) + " is a pause"
                        + pause.duration()
                                .map(duration ->
                                        " of " + Durations.text(duration) + "; the command resume ends it sooner.")
                                .orElse(" until somebody gives the command resume."),
                signals,
                now);
    }

    /** Where nobody has said that it may go on, the evidence must say so, as at the end of any other step. */
    private static Transition over(Progressing state, Signals signals, Instant now) {
        Optional<Judgement> word = signals.judgement();
        if (state.isBeforeAll()
                || word.filter(said -> said.verdict() == Verdict.PASS).isPresent()) {
            return open(state, "the pause is over.", signals, now);
        }
        return Evidence.missing(state, signals, now)
                .orElseGet(() -> waiting(
                        state,
                        Trouble.Kind.DEADLINE,
                        "the pause of step " + (state.step() + 1)
                                + " is over, but the evidence for the next one is not complete: "
                                + word.map(Judgement::reason).orElse("nothing is judged yet")
                                + ". The command resume goes on without it.",
                        signals,
                        now));
    }

    private static Transition approval(Progressing state, Gate.Approval approval, Signals signals, Instant now) {
        String name = approval.name();
        return state.doors().approved().contains(name)
                ? open(state, name + " is approved.", signals, now)
                : waiting(
                        state,
                        Trouble.Kind.APPROVAL,
                        "Step " + (state.step() + 1) + " waits for the command approve " + name + ".",
                        signals,
                        now);
    }

    private static Transition waiting(
            Progressing state, Trouble.Kind kind, String message, Signals signals, Instant now) {
        List<Action> asked = Hooks.openers(state);
        return Evidence.deadline(state, message, signals, now)
                .map(over -> over.and(asked))
                .orElseGet(() -> Moves.hold(state, kind, message, now, asked.toArray(Action[]::new)));
    }

    /** Nobody goes on blindly: the judge must be able to see, though not to have seen enough. */
    private static Transition open(Progressing state, String why, Signals signals, Instant now) {
        Optional<Judgement> blind = signals.judgement().filter(word -> word.verdict() == Verdict.SOURCE_DOWN);
        if (!state.isBeforeAll() && blind.isPresent()) {
            return Moves.hold(state, Trouble.Kind.SOURCE_DOWN, blind.get().reason(), now);
        }
        return Pods.baseline(state, signals, now)
                .or(() -> Hooks.before(state, state.step() + 1, signals, now))
                .orElseGet(() -> Moves.advance(state, why, now));
    }

    /** What has been opened where a pause was resumed, which has no name of its own. */
    static String pauseOf(Progressing state) {
        return "pause/" + (state.step() + 1);
    }

    /** The approvals of a plan, in the order of its steps. */
    static List<String> names(Plan plan) {
        var names = new ArrayList<String>();
        for (int i = 0; i < plan.steps(); i++) {
            if (plan.step(i).gate().orElse(null) instanceof Gate.Approval(String name)) {
                names.add(name);
            }
        }
        return names;
    }

    /** The approval that the release waits for; empty if for none. */
    static Optional<String> waitsFor(Progressing state) {
        return state.plan().step(state.step()).gate().orElse(null) instanceof Gate.Approval(String name)
                ? Optional.of(name)
                : Optional.empty();
    }
}
