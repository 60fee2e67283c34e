package io.serinus.release;

import static io.serinus.release.Action.Announce.Severity.NORMAL;
import static io.serinus.release.Action.Announce.Severity.WARNING;

import io.serinus.release.Action.Announce;
import io.serinus.release.Action.Route;
import io.serinus.release.State.Ended;
import io.serinus.release.State.Progressing;
import io.serinus.release.State.Promoting;
import io.serinus.release.State.Returning;
import io.serinus.routing.Layout;
import io.serinus.routing.RoutingIntent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The moves that the rules of several states make. */
final class Moves {
    private Moves() {}

    static Transition to(State state, Action... actions) {
        return new Transition(state, List.of(actions));
    }

    static Optional<Transition> some(State state, Action... actions) {
        return Optional.of(to(state, actions));
    }

    static Transition end(Outcome outcome, String reason, Instant now) {
        return end(new Ended(outcome, now, reason));
    }

    /** Requests that are under way to the copy of a baseline end within that time. */
    private static final Duration DRAIN = Duration.ofSeconds(30);

    /**
     * The end of a release that had begun, after which the copy of its baseline is removed and, if it was judged, the version
     * that has lost may be scaled down.
     */
    static Transition end(Plan plan, Outcome outcome, String reason, Instant now) {
        boolean isDecided = outcome == Outcome.PROMOTED || outcome == Outcome.ABORTED;
        return end(new Ended(
                outcome,
                now,
                reason,
                plan.template()
                        .cleanUp()
                        .filter(_ -> isDecided)
                        .map(cleanUp -> new ScaleDown.Due(now.plus(cleanUp.after()), List.of())),
                plan.copy().map(_ -> now.plus(DRAIN))));
    }

    private static Transition end(Ended end) {
        Outcome outcome = end.outcome();
        return to(end, new Announce(outcome == Outcome.ABORTED ? WARNING : NORMAL, Reasons.of(outcome), end.reason()));
    }

    /** The old routing is asked for at once, unless nobody there could answer. */
    static Transition goBack(Plan plan, Outcome outcome, String reason, Signals signals, Instant now) {
        var state = new Returning(plan, outcome, now, reason, Optional.empty());
        var announce = new Announce(outcome == Outcome.ABORTED ? WARNING : NORMAL, Reasons.RETURNING, reason);
        return Pods.mustStay(state, signals)
                ? to(state, announce)
                : to(state, new Route(new RoutingIntent.Restore()), announce);
    }

    static Transition promote(Plan plan, String reason, Instant now) {
        return to(
                new Promoting(plan, now, reason),
                new Announce(NORMAL, Reasons.PROMOTING, reason),
                new Route(new RoutingIntent.Apply(Layout.weight(100))));
    }

    /** Before the first request to the canary nothing is written here: the rules for that come first. */
    static Transition enter(Progressing before, int step, Instant now, Announce announce) {
        Progressing state = before.entering(step, now);
        return state.hasBegun() && !state.layout().equals(before.layout())
                ? to(state, announce, new Route(new RoutingIntent.Apply(state.layout())))
                : to(state, announce);
    }

    /** To the next step, or behind the last one to the whole weight. */
    static Transition advance(Progressing state, String why, Instant now) {
        String passed = "Step " + (state.step() + 1) + " passed: " + why;
        return state.step() + 1 < state.plan().steps()
                ? enter(state, state.step() + 1, now, new Announce(NORMAL, Reasons.STEP, passed))
                : promote(state.plan(), "All steps passed: " + why, now);
    }

    /** Remembers the trouble and says so once, however its details change while it lasts. */
    static Transition hold(Progressing state, Trouble.Kind kind, String message, Instant now, Action... actions) {
        var known = state.trouble().filter(trouble -> trouble.kind() == kind);
        var held = known.isPresent() ? state : state.with(Optional.of(new Trouble(kind, now, message)));
        var all = new ArrayList<>(List.of(actions));
        if (known.isEmpty()) {
            all.add(
                    kind.isWanted()
                            ? new Announce(
                                    NORMAL, kind == Trouble.Kind.PAUSED ? Reasons.PAUSED : Reasons.APPROVAL, message)
                            : new Announce(
                                    // That the copy is to be made first is how it should be.
                                    kind == Trouble.Kind.BASELINE_COPY && !state.hasBegun() ? NORMAL : WARNING,
                                    Reasons.HELD,
                                    "Holding at " + state.weightInForce() + " %: " + message));
        }
        return new Transition(held, all);
    }

    static Announce resumed(Progressing state) {
        return new Announce(NORMAL, Reasons.RESUMED, "Going on at " + state.layout() + ".");
    }

    static boolean isOver(Instant since, Duration limit, Instant now) {
        return !now.isBefore(since.plus(limit));
    }

    /** How long the release has had that trouble; zero if it has not. */
    static boolean hasLasted(Progressing state, Trouble.Kind kind, Duration limit, Instant now) {
        return state.trouble()
                .filter(trouble -> trouble.kind() == kind && isOver(trouble.since(), limit, now))
                .isPresent();
    }
}
