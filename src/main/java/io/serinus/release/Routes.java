package io.serinus.release;

import static io.serinus.release.Action.Announce.Severity.NORMAL;
import static io.serinus.release.Action.Announce.Severity.WARNING;

import io.serinus.release.Action.Announce;
import io.serinus.release.Action.Route;
import io.serinus.release.Signals.Routing;
import io.serinus.release.State.Progressing;
import io.serinus.release.State.Promoting;
import io.serinus.release.State.Returning;
import io.serinus.routing.Layout;
import io.serinus.routing.RoutingIntent;
import io.serinus.template.Policies;
import java.time.Instant;
import java.util.Optional;

/** What follows from what the VirtualService says. */
final class Routes {
    /** Whoever undoes the routing so often does not do it by mistake. */
    private static final int REVERTS_TO_STALL = 3;

    private Routes() {}

    static Optional<Transition> gone(Progressing state, Signals signals, Instant now) {
        return gone(state.plan(), signals, now);
    }

    static Optional<Transition> gone(Promoting state, Signals signals, Instant now) {
        return gone(state.plan(), signals, now);
    }

    private static Optional<Transition> gone(Plan plan, Signals signals, Instant now) {
        return signals.routing() instanceof Routing.Gone
                ? Optional.of(Moves.end(plan, Outcome.CANCELLED, "The VirtualService does not exist any more.", now))
                : Optional.empty();
    }

    /** The VirtualService does not say what this step wants: write it, unless somebody else keeps undoing it. */
    static Optional<Transition> differs(Progressing state, Signals signals, Instant now) {
        if (isAt(signals, state.layout())) {
            return Optional.empty();
        }
        return Optional.of(
                switch (signals.routing()) {
                    case Routing.Unknown(), Routing.Gone() -> Moves.to(state);
                    case Routing.Blocked(String message) ->
                        Moves.hold(state, Trouble.Kind.ROUTING, message, now, write(state));
                    case Routing.Foreign(String message) -> rewrite(state, message, "", signals, now);
                    case Routing.At(Layout layout) -> rewrite(state, was("at " + layout), "", signals, now);
                    case Routing.AsBefore() -> rewrite(state, was("as before the release"), "", signals, now);
                    case Routing.Differs(String found, String by) -> rewrite(state, was(found), by, signals, now);
                });
    }

    /** The moment from which the step counts. */
    static Optional<Transition> inForce(Progressing state, Signals signals, Instant now) {
        if (state.inForce().isPresent()) {
            return Optional.empty();
        }
        Progressing begun = state.inForceSince(now).with(state.trouble().filter(trouble -> !isOfRouting(trouble)));
        return state.plan().step(state.step()).isGateOnly()
                ? Moves.some(begun)
                : Moves.some(
                        begun,
                        new Announce(NORMAL, Reasons.WEIGHT, "The canary gets " + received(state.layout()) + "."));
    }

    static Optional<Transition> rightAgain(Progressing state, Signals signals, Instant now) {
        return state.trouble().filter(Routes::isOfRouting).isPresent()
                ? Moves.some(state.with(Optional.empty()), Moves.resumed(state))
                : Optional.empty();
    }

    /** The whole weight is written until it is seen. */
    static Optional<Transition> promote(Promoting state, Signals signals, Instant now) {
        var write = new Route(new RoutingIntent.Apply(Layout.weight(100)));
        return Optional.of(
                switch (signals.routing()) {
                    case Routing.At(Layout layout)
                    when layout.equals(Layout.weight(100)) ->
                        Moves.end(state.plan(), Outcome.PROMOTED, state.reason(), now);
                    case Routing.Blocked(String message) -> promoteBlocked(state, message, now, write);
                    case Routing.At _,
                            Routing.Unknown _,
                            Routing.Gone _,
                            Routing.Foreign _,
                            Routing.AsBefore _,
                            Routing.Differs _ -> Moves.to(state, write);
                });
    }

    private static Transition promoteBlocked(Promoting state, String message, Instant now, Route write) {
        var held = state.with(Optional.of(trouble(state.trouble(), Trouble.Kind.ROUTING, message, now)));
        return state.trouble().isPresent()
                ? Moves.to(held, write)
                : Moves.to(
                        held,
                        write,
                        new Announce(
                                WARNING, Reasons.HELD, "The canary does not have the whole weight yet: " + message));
    }

    /** Nothing but the old routing ends a return, and nothing stops it but a baseline that could answer nobody. */
    static Optional<Transition> restore(Returning state, Signals signals, Instant now) {
        var write = new Route(new RoutingIntent.Restore());
        return Optional.of(
                switch (signals.routing()) {
                    case Routing.AsBefore(), Routing.Gone() ->
                        Moves.end(state.plan(), state.outcome(), state.reason(), now);
                    case Routing.Blocked(String message) ->
                        returnHeld(state, Trouble.Kind.ROUTING, message, now, write);
                    case Routing.At _, Routing.Unknown _, Routing.Foreign _, Routing.Differs _ ->
                        Moves.to(state, write);
                });
    }

    static Optional<Transition> stay(Returning state, Signals signals, Instant now) {
        boolean isBack = signals.routing() instanceof Routing.AsBefore || signals.routing() instanceof Routing.Gone;
        return !isBack && Pods.mustStay(state, signals)
                ? Optional.of(returnHeld(state, Trouble.Kind.NO_BASELINE, Pods.noBaseline(state.plan(), signals), now))
                : Optional.empty();
    }

    private static Transition returnHeld(
            Returning state, Trouble.Kind kind, String message, Instant now, Action... actions) {
        boolean isKnown = state.trouble().filter(known -> known.kind() == kind).isPresent();
        var held = state.with(Optional.of(trouble(state.trouble(), kind, message, now)));
        if (isKnown) {
            return Moves.to(held, actions);
        }
        var announce = new Announce(WARNING, Reasons.HELD, "The routing is not restored yet: " + message);
        return actions.length == 0 ? Moves.to(held, announce) : Moves.to(held, actions[0], announce);
    }

    private static Trouble trouble(Optional<Trouble> known, Trouble.Kind kind, String message, Instant now) {
        return new Trouble(
                kind,
                known.filter(trouble -> trouble.kind() == kind)
                        .map(Trouble::since)
                        .orElse(now),
                message);
    }

    /** After a while, so that nobody is interrupted in the midst of an edit, and not for ever. */
    private static Transition rewrite(Progressing state, String found, String by, Signals signals, Instant now) {
        Optional<Trouble> known = state.trouble();
        if (known.filter(trouble -> trouble.kind() == Trouble.Kind.STALLED).isPresent()) {
            return stalled(state, known.get(), signals, now);
        }
        if (state.inForce().isEmpty()) {
            return Moves.to(state, write(state));
        }
        if (known.filter(trouble -> trouble.kind() == Trouble.Kind.EXTERNAL_CHANGE)
                .isPresent()) {
            return Moves.isOver(known.get().since(), state.plan().template().interval(), now)
                    ? Moves.to(state, write(state))
                    : Moves.to(state);
        }
        Trouble trouble = externalChange(state, found, by, now);
        return Moves.to(state.reverted(trouble), new Announce(WARNING, Reasons.EXTERNAL_CHANGE, trouble.message()));
    }

    private static Trouble externalChange(Progressing state, String found, String by, Instant now) {
        String change = (by.isEmpty() ? "Somebody else" : "Field manager " + by) + " changed the routing: " + found
                + " This step wants " + state.layout() + ".";
        return state.reverts() + 1 < REVERTS_TO_STALL
                ? new Trouble(Trouble.Kind.EXTERNAL_CHANGE, now, change + " It is written again after an interval.")
                : new Trouble(
                        Trouble.Kind.STALLED,
                        now,
                        change + " That was once too often, so the routing is left as it is. Keep weights and routes"
                                + " named serinus-... out of what " + (by.isEmpty() ? "it" : by)
                                + " applies and restore them, or withdraw the release.");
    }

    private static String was(String found) {
        return "the VirtualService was " + found + ".";
    }

    /** Nobody knows which routing the next evidence would be of, so the deadline is all that is left to wait for. */
    private static Transition stalled(Progressing state, Trouble trouble, Signals signals, Instant now) {
        Policies.Policy policy = state.plan().template().policies().onDeadline();
        return policy.then() == Policies.Policy.Then.ABORT && Moves.isOver(trouble.since(), policy.after(), now)
                ? Moves.goBack(
                        state.plan(),
                        Outcome.ABORTED,
                        trouble.message() + " The template's onDeadline says abort.",
                        signals,
                        now)
                : Moves.to(state);
    }

    private static Route write(Progressing state) {
        return new Route(new RoutingIntent.Apply(state.layout()));
    }

    private static boolean isAt(Signals signals, Layout layout) {
        return signals.routing().equals(new Routing.At(layout));
    }

    private static boolean isOfRouting(Trouble trouble) {
        return switch (trouble.kind()) {
            case ROUTING, EXTERNAL_CHANGE, STALLED -> true;
            case NO_DATA,
                    SOURCE_DOWN,
                    DEADLINE,
                    PAUSED,
                    APPROVAL,
                    HOOK,
                    CANARY_PODS,
                    BASELINE_PODS,
                    BASELINE_COPY,
                    NO_BASELINE -> false;
        };
    }

    private static String received(Layout layout) {
        String share = layout.canaryPercent() + " % of the traffic";
        if (layout.copy().isPresent()) {
            return share + ", and a copy of the baseline as much";
        }
        return layout.equals(Layout.weight(layout.canaryPercent())) ? share : "traffic by " + layout;
    }
}
