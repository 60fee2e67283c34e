package io.serinus.release;

import static io.serinus.release.Action.Announce.Severity.NORMAL;

import io.serinus.release.Action.Announce;
import io.serinus.release.Action.Ask;
import io.serinus.release.State.Progressing;
import io.serinus.template.Gate;
import io.serinus.template.Hook.OnFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who must agree before a release goes on. Nobody is asked before it goes back. */
final class Hooks {
    private Hooks() {}

    /** A hook that says no, whatever else is waited for. */
    static Optional<Transition> vetoed(Progressing state, Signals signals, Instant now) {
        for (HookCall call : open(state)) {
            HookAnswer answer = signals.answers().get(call.key());
            if (answer instanceof HookAnswer.Vetoed(String message)) {
                return Optional.of(back(state, "Hook " + call.hook().name() + " vetoes: " + message, signals, now));
            }
            if (answer instanceof HookAnswer.Failed(String message)
                    && call.hook().onFailure() == OnFailure.ABORT) {
                return Optional.of(back(
                        state,
                        "Hook " + call.hook().name() + " failed: " + message + " Its onFailure says abort.",
                        signals,
                        now));
            }
        }
        return Optional.empty();
    }

    /**
     * What there is to do before the step may be entered; empty if all have agreed.
     *
     * @param next the step's index; behind the last step for promotion
     */
    static Optional<Transition> before(Progressing state, int next, Signals signals, Instant now) {
        Doors doors = state.doors();
        var actions = new ArrayList<Action>();
        Optional<String> waiting = Optional.empty();
        for (HookCall call : HookCall.before(state.plan(), next)) {
            if (doors.agreed().contains(call.key())) {
                continue;
            }
            if (hasAgreed(call, signals)) {
                doors = doors.agree(call.key());
                actions.add(
                        new Announce(NORMAL, Reasons.HOOK, "Hook " + call.hook().name() + " agrees."));
            } else {
                actions.add(new Ask(call));
                waiting = waiting.or(() -> Optional.of(standing(call, signals)));
            }
        }
        Progressing heard = state.with(doors);
        if (waiting.isPresent()) {
            String message = waiting.get();
            return Optional.of(Evidence.deadline(heard, message, signals, now)
                    .map(over -> over.and(actions))
                    .orElseGet(
                            () -> Moves.hold(heard, Trouble.Kind.HOOK, message, now, actions.toArray(Action[]::new))));
        }
        return actions.isEmpty() ? Optional.empty() : Optional.of(new Transition(heard, actions));
    }

    /** Before anything is sent to the canary. */
    static Optional<Transition> beforeAll(Progressing state, Signals signals, Instant now) {
        return before(state, state.step(), signals, now);
    }

    /** The hooks that may open the gate of this step are asked while it waits. */
    static List<Action> openers(Progressing state) {
        return opening(state).stream().<Action>map(Ask::new).toList();
    }

    /** A gate that a hook has opened. */
    static Optional<Transition> opened(Progressing state, Signals signals, Instant now) {
        if (!(state.plan().step(state.step()).gate().orElse(null) instanceof Gate.Approval(String name))
                || state.doors().approved().contains(name)) {
            return Optional.empty();
        }
        return opening(state).stream()
                .filter(call -> hasAgreed(call, signals))
                .findFirst()
                .map(call -> Moves.to(
                        state.with(state.doors().approve(name)),
                        new Announce(NORMAL, Reasons.HOOK, "Hook " + call.hook().name() + " opens " + name + ".")));
    }

    private static List<HookCall> opening(Progressing state) {
        return Gates.waitsFor(state)
                .map(name -> HookCall.opening(state.plan(), name, state.step()))
                .orElse(List.of());
    }

    /** The calls that are or may be under way. */
    private static List<HookCall> open(Progressing state) {
        var calls = new ArrayList<HookCall>();
        if (!state.hasBegun()) {
            calls.addAll(HookCall.before(state.plan(), state.step()));
        }
        calls.addAll(HookCall.before(state.plan(), state.step() + 1));
        calls.addAll(opening(state));
        calls.removeIf(call -> state.doors().agreed().contains(call.key()));
        return calls;
    }

    private static boolean hasAgreed(HookCall call, Signals signals) {
        return switch (signals.answers().get(call.key())) {
            case null -> false;
            case HookAnswer.Agreed() -> true;
            case HookAnswer.Failed _ -> call.hook().onFailure() == OnFailure.IGNORE;
            case HookAnswer.Held _, HookAnswer.Vetoed _ -> false;
        };
    }

    private static String standing(HookCall call, Signals signals) {
        String name = "Hook " + call.hook().name();
        return switch (signals.answers().get(call.key())) {
            case null -> name + " has not answered yet.";
            case HookAnswer.Held(String message) -> name + " holds: " + message;
            case HookAnswer.Failed(String message) -> name + " failed and is asked again: " + message;
            case HookAnswer.Agreed(), HookAnswer.Vetoed _ -> name + " has answered.";
        };
    }

    private static Transition back(Progressing state, String reason, Signals signals, Instant now) {
        return Moves.goBack(state.plan(), Outcome.ABORTED, reason, signals, now);
    }
}
