package io.serinus.release;

import static io.serinus.release.Action.Announce.Severity.NORMAL;
import static io.serinus.release.Action.Announce.Severity.WARNING;

import io.serinus.analysis.Judgement;
import io.serinus.analysis.Verdict;
import io.serinus.release.Action.Announce;
import io.serinus.release.Action.Route;
import io.serinus.release.Signals.Ground;
import io.serinus.release.Signals.Routing;
import io.serinus.release.Signals.Wish;
import io.serinus.release.State.Ended;
import io.serinus.release.State.Pending;
import io.serinus.release.State.Progressing;
import io.serinus.release.State.Promoting;
import io.serinus.release.State.Returning;
import io.serinus.routing.Layout;
import io.serinus.routing.LintFinding;
import io.serinus.routing.RoutingIntent;
import io.serinus.template.Policies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The life of a release: every transition there is.
 *
 * <p>In each state the order of the questions is the order of their weight: what a person wants, then evidence of harm,
 * then what is missing, and only then evidence that the next step may be taken. A release that lacks evidence never moves
 * towards the canary.
 */
public final class Machine {
    /** Whoever undoes the routing so often does not do it by mistake. */
    private static final int REVERTS_TO_STALL = 3;

    private Machine() {}

    /** The next state and what must be done, from the state and the signals alone. */
    public static Transition next(State state, Signals signals, Instant now) {
        return switch (state) {
            case Pending pending -> pending(pending, signals, now);
            case Progressing progressing -> progressing(progressing, signals, now);
            case Promoting promoting -> promoting(promoting, signals, now);
            case Returning returning -> returning(returning, signals, now);
            case Ended ended -> stay(ended);
        };
    }

    private static Transition pending(Pending state, Signals signals, Instant now) {
        return switch (signals.wish()) {
            case Wish.Cancel(String reason) -> end(Outcome.CANCELLED, reason, now);
            case Wish.Supersede(String reason) -> end(Outcome.SUPERSEDED, reason, now);
            case Wish.Continue() ->
                switch (signals.ground()) {
                    case Ground.Unknown() -> stay(state);
                    case Ground.Refused(String reason) ->
                        reason.equals(state.reason())
                                ? stay(state)
                                : to(
                                        new Pending(state.since(), reason),
                                        new Announce(WARNING, Reasons.REFUSED, reason));
                    case Ground.Good(Plan plan) -> begin(plan, now);
                };
        };
    }

    private static Transition begin(Plan plan, Instant now) {
        var announce = new Announce(
                NORMAL,
                Reasons.STARTED,
                "Releasing " + plan.pair().canary() + " against " + plan.pair().baseline() + " by template "
                        + plan.template().name() + ".");
        var state = new Progressing(plan, 0, now, Optional.empty(), Optional.empty());
        return lintWarning(plan).map(warning -> to(state, announce, warning)).orElseGet(() -> to(state, announce));
    }

    /** What works otherwise than people believe is said once, before it happens. */
    private static Optional<Announce> lintWarning(Plan plan) {
        List<LintFinding> worth = plan.lint().stream()
                .filter(finding -> finding.severity() != LintFinding.Severity.INFO)
                .toList();
        return worth.isEmpty()
                ? Optional.empty()
                : Optional.of(new Announce(
                        WARNING,
                        Reasons.LINT,
                        worth.getFirst() + (worth.size() == 1 ? "" : " There is more; see the release's lint.")));
    }

    private static Transition progressing(Progressing state, Signals signals, Instant now) {
        if (signals.wish() instanceof Wish.Cancel(String reason)) {
            return goBack(state.plan(), Outcome.CANCELLED, reason, now);
        }
        if (signals.wish() instanceof Wish.Supersede(String reason)) {
            return goBack(state.plan(), Outcome.SUPERSEDED, reason, now);
        }
        if (signals.routing() instanceof Routing.Gone) {
            return end(Outcome.CANCELLED, "The VirtualService does not exist any more.", now);
        }
        Optional<Judgement> judgement = signals.judgement();
        if (judgement.isPresent() && judgement.get().verdict() == Verdict.FAIL) {
            return goBack(state.plan(), Outcome.ABORTED, judgement.get().reason(), now);
        }
        if (!state.hasBegun() && !seesTraffic(judgement)) {
            return judgement.isEmpty() ? stay(state) : weigh(state, judgement.get(), now);
        }
        if (!signals.routing().equals(new Routing.At(state.layout()))) {
            return holdRouting(state, signals.routing(), now);
        }
        if (state.inForce().isEmpty()) {
            return to(
                    state.inForceSince(now).with(state.trouble().filter(trouble -> !isOfRouting(trouble))),
                    new Announce(NORMAL, Reasons.WEIGHT, "The canary gets " + received(state.layout()) + "."));
        }
        if (state.trouble().filter(Machine::isOfRouting).isPresent()) {
            return to(state.with(Optional.empty()), resumed(state));
        }
        return judgement.isEmpty() ? stay(state) : weigh(state, judgement.get(), now);
    }

    /** Nobody is sent to a canary that nobody could watch: before the first weight there must be counts. */
    private static boolean seesTraffic(Optional<Judgement> judgement) {
        return judgement
                .filter(word -> word.verdict() != Verdict.NO_DATA && word.verdict() != Verdict.SOURCE_DOWN)
                .isPresent();
    }

    /** Nobody objects: what does the evidence say? */
    private static Transition weigh(Progressing state, Judgement judgement, Instant now) {
        return switch (judgement.verdict()) {
            case NO_DATA -> wait(state, Trouble.Kind.NO_DATA, judgement.reason(), now);
            case SOURCE_DOWN -> wait(state, Trouble.Kind.SOURCE_DOWN, judgement.reason(), now);
            case PASS ->
                Steps.isComplete(state, judgement, now)
                        ? advance(state, judgement, now)
                        : undecided(state, judgement, now);
            case UNDECIDED -> undecided(state, judgement, now);
            case FAIL -> goBack(state.plan(), Outcome.ABORTED, judgement.reason(), now);
        };
    }

    private static Transition advance(Progressing state, Judgement judgement, Instant now) {
        Plan plan = state.plan();
        if (state.step() + 1 < plan.steps()) {
            return enter(
                    state,
                    state.step() + 1,
                    now,
                    new Announce(
                            NORMAL, Reasons.STEP, "Step " + (state.step() + 1) + " passed: " + judgement.reason()));
        }
        String reason = "All steps passed: " + judgement.reason();
        return to(
                new Promoting(plan, now, reason),
                new Announce(NORMAL, Reasons.PROMOTING, reason),
                new Route(new RoutingIntent.Apply(Layout.weight(100))));
    }

    private static Transition enter(Progressing before, int step, Instant now, Announce announce) {
        var state = new Progressing(before.plan(), step, now, Optional.empty(), Optional.empty(), before.reverts());
        return to(state, announce, new Route(new RoutingIntent.Apply(state.layout())));
    }

    /** Evidence is there, but not enough in either direction. */
    private static Transition undecided(Progressing state, Judgement judgement, Instant now) {
        var policy = state.plan().template().policies().onDeadline();
        Instant inForce = state.inForce().orElse(now);
        if (isOver(inForce, policy.after(), now)) {
            String message = "Step " + (state.step() + 1) + " has been undecided for " + Durations.text(policy.after())
                    + ": " + judgement.reason();
            return switch (policy.then()) {
                case ABORT ->
                    goBack(state.plan(), Outcome.ABORTED, message + " The template's onDeadline says abort.", now);
                case HOLD -> hold(state, Trouble.Kind.DEADLINE, message, now);
            };
        }
        return state.trouble().isEmpty() ? stay(state) : to(state.with(Optional.empty()), resumed(state));
    }

    private static Announce resumed(Progressing state) {
        return new Announce(NORMAL, Reasons.RESUMED, "Going on at " + state.layout() + ".");
    }

    /** Data stays out: hold the weight, and after the template's limit do what its policy says. */
    private static Transition wait(Progressing state, Trouble.Kind kind, String message, Instant now) {
        Policies policies = state.plan().template().policies();
        Policies.Policy policy = kind == Trouble.Kind.SOURCE_DOWN ? policies.onSourceDown() : policies.onNoData();
        boolean tooLong = state.trouble()
                .filter(trouble -> trouble.kind() == kind && isOver(trouble.since(), policy.after(), now))
                .isPresent();
        if (tooLong && policy.then() == Policies.Policy.Then.ABORT) {
            String reason =
                    "For " + Durations.text(policy.after()) + ": " + message + " The template's policy says abort.";
            return goBack(state.plan(), Outcome.ABORTED, reason, now);
        }
        return hold(state, kind, message, now);
    }

    /** Remembers the trouble and says so once, however its details change while it lasts. */
    private static Transition hold(
            Progressing state, Trouble.Kind kind, String message, Instant now, Action... actions) {
        var known = state.trouble().filter(trouble -> trouble.kind() == kind);
        var held = known.isPresent() ? state : state.with(Optional.of(new Trouble(kind, now, message)));
        var all = new ArrayList<>(List.of(actions));
        if (known.isEmpty()) {
            all.add(new Announce(WARNING, Reasons.HELD, "Holding at " + state.weightInForce() + " %: " + message));
        }
        return new Transition(held, all);
    }

    private static boolean isOfRouting(Trouble trouble) {
        return switch (trouble.kind()) {
            case ROUTING, EXTERNAL_CHANGE, STALLED -> true;
            case NO_DATA, SOURCE_DOWN, DEADLINE -> false;
        };
    }

    private static String received(Layout layout) {
        return layout.equals(Layout.weight(layout.canaryPercent()))
                ? layout.canaryPercent() + " % of the traffic"
                : "traffic by " + layout;
    }

    /** The VirtualService does not say what this step wants: write it, unless somebody else keeps undoing it. */
    private static Transition holdRouting(Progressing state, Routing routing, Instant now) {
        var write = new Route(new RoutingIntent.Apply(state.layout()));
        return switch (routing) {
            case Routing.Unknown() -> stay(state);
            case Routing.Gone() -> stay(state);
            case Routing.Blocked(String message) -> hold(state, Trouble.Kind.ROUTING, message, now, write);
            case Routing.Foreign(String message) -> hold(state, Trouble.Kind.ROUTING, message, now, write);
            case Routing.At(Layout layout) -> rewrite(state, "at " + layout, "", now);
            case Routing.AsBefore() -> rewrite(state, "as before the release", "", now);
            case Routing.Differs(String found, String by) -> rewrite(state, found, by, now);
        };
    }

    /** After a while, so that nobody is interrupted in the midst of an edit, and not for ever. */
    private static Transition rewrite(Progressing state, String found, String by, Instant now) {
        var write = new Route(new RoutingIntent.Apply(state.layout()));
        Optional<Trouble> known = state.trouble();
        if (known.filter(trouble -> trouble.kind() == Trouble.Kind.STALLED).isPresent()) {
            return stalled(state, known.get(), now);
        }
        if (state.inForce().isEmpty()) {
            return to(state, write);
        }
        if (known.filter(trouble -> trouble.kind() == Trouble.Kind.EXTERNAL_CHANGE)
                .isPresent()) {
            return isOver(known.get().since(), state.plan().template().interval(), now)
                    ? to(state, write)
                    : stay(state);
        }
        Trouble trouble = externalChange(state, found, by, now);
        return to(state.reverted(trouble), new Announce(WARNING, Reasons.EXTERNAL_CHANGE, trouble.message()));
    }

    private static Trouble externalChange(Progressing state, String found, String by, Instant now) {
        String change = (by.isEmpty() ? "Somebody else" : "Field manager " + by)
                + " changed the routing: the VirtualService was " + found + ", this step wants " + state.layout() + ".";
        return state.reverts() + 1 < REVERTS_TO_STALL
                ? new Trouble(Trouble.Kind.EXTERNAL_CHANGE, now, change + " It is written again after an interval.")
                : new Trouble(
                        Trouble.Kind.STALLED,
                        now,
                        change + " That was once too often, so the routing is left as it is. Keep weights and routes"
                                + " named serinus-... out of what " + (by.isEmpty() ? "it" : by)
                                + " applies and restore them, or withdraw the release.");
    }

    /** Nobody knows which routing the next evidence would be of, so the deadline is all that is left to wait for. */
    private static Transition stalled(Progressing state, Trouble trouble, Instant now) {
        Policies.Policy policy = state.plan().template().policies().onDeadline();
        return policy.then() == Policies.Policy.Then.ABORT && isOver(trouble.since(), policy.after(), now)
                ? goBack(
                        state.plan(),
                        Outcome.ABORTED,
                        trouble.message() + " The template's onDeadline says abort.",
                        now)
                : stay(state);
    }

    private static Transition promoting(Promoting state, Signals signals, Instant now) {
        if (signals.wish() instanceof Wish.Cancel(String reason)) {
            return goBack(state.plan(), Outcome.CANCELLED, reason, now);
        }
        if (signals.wish() instanceof Wish.Supersede(String reason)) {
            return goBack(state.plan(), Outcome.SUPERSEDED, reason, now);
        }
        if (signals.judgement().isPresent() && signals.judgement().get().verdict() == Verdict.FAIL) {
            return goBack(
                    state.plan(), Outcome.ABORTED, signals.judgement().get().reason(), now);
        }
        if (signals.routing() instanceof Routing.Gone) {
            return end(Outcome.CANCELLED, "The VirtualService does not exist any more.", now);
        }
        return signals.routing().equals(new Routing.At(Layout.weight(100)))
                ? end(Outcome.PROMOTED, state.reason(), now)
                : to(state, new Route(new RoutingIntent.Apply(Layout.weight(100))));
    }

    /** Nothing stops a return, and nothing but the old routing ends it. */
    private static Transition returning(Returning state, Signals signals, Instant now) {
        var write = new Route(new RoutingIntent.Restore());
        return switch (signals.routing()) {
            case Routing.AsBefore() -> end(state.outcome(), state.reason(), now);
            case Routing.Gone() -> end(state.outcome(), state.reason(), now);
            case Routing.Blocked(String message) -> returnBlocked(state, message, now, write);
            case Routing.Unknown() -> to(state, write);
            case Routing.At(Layout _) -> to(state, write);
            case Routing.Differs(String _, String _) -> to(state, write);
            case Routing.Foreign(String _) -> to(state, write);
        };
    }

    private static Transition returnBlocked(Returning state, String message, Instant now, Route write) {
        boolean isNew = state.trouble().isEmpty();
        Instant since = state.trouble().map(Trouble::since).orElse(now);
        var trouble = new Trouble(Trouble.Kind.ROUTING, since, message);
        var blocked = new Returning(state.plan(), state.outcome(), state.since(), state.reason(), Optional.of(trouble));
        return isNew
                ? to(blocked, write, new Announce(WARNING, Reasons.HELD, "The routing is not restored yet: " + message))
                : to(blocked, write);
    }

    private static Transition goBack(Plan plan, Outcome outcome, String reason, Instant now) {
        return to(
                new Returning(plan, outcome, now, reason, Optional.empty()),
                new Route(new RoutingIntent.Restore()),
                new Announce(outcome == Outcome.ABORTED ? WARNING : NORMAL, Reasons.RETURNING, reason));
    }

    private static Transition end(Outcome outcome, String reason, Instant now) {
        return to(
                new Ended(outcome, now, reason),
                new Announce(outcome == Outcome.ABORTED ? WARNING : NORMAL, Reasons.of(outcome), reason));
    }

    private static boolean isOver(Instant since, Duration limit, Instant now) {
        return !now.isBefore(since.plus(limit));
    }

    private static Transition stay(State state) {
        return new Transition(state, List.of());
    }

    private static Transition to(State state, Action... actions) {
        return new Transition(state, List.of(actions));
    }
}
