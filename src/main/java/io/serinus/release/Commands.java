package io.serinus.release;

import static io.serinus.release.Action.Announce.Severity.NORMAL;
import static io.serinus.release.Action.Announce.Severity.WARNING;

import io.serinus.release.Action.Announce;
import io.serinus.release.Command.Verb;
import io.serinus.release.State.Pending;
import io.serinus.release.State.Progressing;
import io.serinus.release.State.Promoting;
import io.serinus.release.State.Returning;
import io.serinus.template.Gate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What follows from a person's command. Each is answered: it is followed, or refused with what would help. */
final class Commands {
    private Commands() {}

    /** Not cancelled: the annotation still asks for it, and would at once get another one. */
    static Optional<Transition> abort(Pending state, Signals signals, Instant now) {
        return of(signals, Verb.ABORT)
                .map(command -> Moves.end(Outcome.ABORTED, "Aborted before it began" + command.signature(), now));
    }

    /** A command that meets the end of its release is answered as well, but for one that wants what happens. */
    static Transition tooLate(Transition withdrawn, Signals signals) {
        return signals.command()
                .filter(command -> command.verb() != Verb.ABORT)
                .map(command -> {
                    var actions = new ArrayList<>(withdrawn.actions());
                    actions.add(refusal(
                            command, "the request for this release was taken back or replaced in the meantime"));
                    return new Transition(withdrawn.state(), actions);
                })
                .orElse(withdrawn);
    }

    static Optional<Transition> refuse(Pending state, Signals signals, Instant now) {
        return signals.command()
                .map(command -> refused(
                        state,
                        command,
                        "the release has not begun"
                                + (state.reason().isEmpty()
                                        ? ""
                                        : ": " + state.reason().replaceFirst("\\.$", ""))));
    }

    static Optional<Transition> abort(Progressing state, Signals signals, Instant now) {
        return abort(state.plan(), signals, now);
    }

    static Optional<Transition> abort(Promoting state, Signals signals, Instant now) {
        return abort(state.plan(), signals, now);
    }

    private static Optional<Transition> abort(Plan plan, Signals signals, Instant now) {
        return of(signals, Verb.ABORT)
                .map(command -> Moves.goBack(plan, Outcome.ABORTED, "Aborted" + command.signature(), signals, now));
    }

    static Optional<Transition> follow(Progressing state, Signals signals, Instant now) {
        return signals.command().map(command -> switch (command.verb()) {
            case PAUSE -> pause(state, command, now);
            case RESUME -> resume(state, command);
            case APPROVE -> approve(state, command);
            case SKIP, PROMOTE -> forward(state, command, signals, now);
            case RETRY -> refused(state, command, "the release is under way");
            case ABORT -> Moves.goBack(state.plan(), Outcome.ABORTED, "Aborted" + command.signature(), signals, now);
        });
    }

    static Optional<Transition> refuse(Promoting state, Signals signals, Instant now) {
        return signals.command()
                .map(command ->
                        refused(state, command, "the canary is being promoted already; abort is still possible"));
    }

    /** Whoever says abort a second time means it. */
    static Optional<Transition> force(Returning state, Signals signals, Instant now) {
        return signals.command()
                .map(command -> command.verb() == Verb.ABORT
                        ? followed(
                                new Returning(
                                        state.plan(),
                                        state.outcome(),
                                        state.since(),
                                        state.reason(),
                                        state.trouble(),
                                        true),
                                "The routing is restored whatever the baseline's pods are like" + command.signature())
                        : refused(state, command, "the release is on its way back"));
    }

    private static Transition pause(Progressing state, Command command, Instant now) {
        return state.doors().hold().isPresent()
                ? refused(state, command, "the release is paused already")
                : followed(
                        state.with(state.doors().paused(new Doors.Hold(now, "Paused" + command.signature()))),
                        "Paused" + command.signature());
    }

    /** Ends a pause that somebody asked for; where there is none, the step's own. */
    private static Transition resume(Progressing state, Command command) {
        if (state.doors().hold().isPresent()) {
            return followed(state.with(state.doors().resumed()), "Resumed" + command.signature());
        }
        return state.plan()
                        .step(state.step())
                        .gate()
                        .filter(Gate.Pause.class::isInstance)
                        .isPresent()
                ? followed(state.with(state.doors().approve(Gates.pauseOf(state))), "Resumed" + command.signature())
                : refused(state, command, "the release is not paused");
    }

    private static Transition approve(Progressing state, Command command) {
        List<String> gates = Gates.names(state.plan());
        Optional<String> meant = command.gate().or(() -> Gates.waitsFor(state));
        if (meant.isEmpty() || !gates.contains(meant.get())) {
            String known = gates.isEmpty()
                    ? "template " + state.plan().template().name() + " has no approvals"
                    : "the approvals are " + String.join(", ", gates) + "; name one of them";
            return refused(state, command, known);
        }
        return state.doors().approved().contains(meant.get())
                ? refused(state, command, meant.get() + " is approved already")
                : followed(
                        state.with(state.doors().approve(meant.get())),
                        "Approved: " + meant.get() + command.signature());
    }

    /** Ahead without more evidence; but never to pods that nobody could reach. */
    private static Transition forward(Progressing state, Command command, Signals signals, Instant now) {
        boolean needsCopy = command.verb() != Verb.PROMOTE
                && state.step() + 1 < state.plan().steps();
        Optional<String> objection = Pods.objection(state.plan(), signals)
                .or(() -> needsCopy ? CopyRules.objection(state, signals) : Optional.empty());
        if (objection.isPresent()) {
            return refused(state, command, objection.get().replaceFirst("\\.$", ""));
        }
        Progressing free = state.with(state.doors().resumed());
        if (command.verb() == Verb.PROMOTE) {
            return Moves.promote(state.plan(), "Promoted" + command.signature(), now);
        }
        String skipped = "skipped" + command.signature();
        int next = state.step() + 1;
        return next < state.plan().steps()
                ? Moves.enter(
                        free.with(agreed(free, next)),
                        next,
                        now,
                        new Announce(NORMAL, Reasons.COMMAND, "Step " + next + " " + skipped))
                : Moves.promote(state.plan(), "The last step was " + skipped, now);
    }

    /** Whoever skips a step does not wait for what is asked before the next one. */
    private static Doors agreed(Progressing state, int next) {
        Doors doors = state.doors();
        for (HookCall call : HookCall.before(state.plan(), next)) {
            doors = doors.agree(call.key());
        }
        return doors;
    }

    private static Optional<Command> of(Signals signals, Verb verb) {
        return signals.command().filter(command -> command.verb() == verb);
    }

    private static Transition followed(State state, String message) {
        return Moves.to(state, new Announce(NORMAL, Reasons.COMMAND, message));
    }

    static Transition refused(State state, Command command, String why) {
        return Moves.to(state, refusal(command, why));
    }

    private static Announce refusal(Command command, String why) {
        return new Announce(
                WARNING,
                Reasons.COMMAND_REFUSED,
                "The command \"" + Objects.requireNonNull(command).text() + "\" is not possible: " + why + ".");
    }
}
