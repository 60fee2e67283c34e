package io.serinus.release;

import static io.serinus.release.Action.Announce.Severity.NORMAL;
import static io.serinus.release.Action.Announce.Severity.WARNING;
import static io.serinus.release.State.Phase.ABORTED;
import static io.serinus.release.State.Phase.ABORTING;
import static io.serinus.release.State.Phase.CANCELLED;
import static io.serinus.release.State.Phase.PENDING;
import static io.serinus.release.State.Phase.PROGRESSING;
import static io.serinus.release.State.Phase.PROMOTED;
import static io.serinus.release.State.Phase.PROMOTING;
import static io.serinus.release.State.Phase.SUPERSEDED;
import static io.serinus.release.Table.when;

import io.serinus.release.Action.Announce;
import io.serinus.release.Signals.Ground;
import io.serinus.release.Signals.Wish;
import io.serinus.release.State.Ended;
import io.serinus.release.State.Pending;
import io.serinus.release.State.Progressing;
import io.serinus.release.State.Promoting;
import io.serinus.release.State.Returning;
import io.serinus.routing.LintFinding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The life of a release: every transition there is.
 *
 * <p>In each state the order of the rules is that of their weight: what a person wants, then evidence of harm, then what is
 * missing, and only then evidence that the next step may be taken. A release that lacks evidence never moves towards the
 * canary, unless a person says so.
 */
public final class Machine {
    static final Table<Pending> WAITING = new Table<>(
            PENDING,
            List.of(
                    when("the request is withdrawn or replaced", Machine::withdrawn, CANCELLED, SUPERSEDED),
                    when("a person says abort", Commands::abort, ABORTED),
                    when("a person says something else", Commands::refuse, PENDING),
                    when("the ground is good", Machine::begin, PROGRESSING),
                    when("the ground is not good", Machine::wait, PENDING)));

    static final Table<Progressing> UNDER_WAY = new Table<>(
            PROGRESSING,
            List.of(
                    when("the request is withdrawn or replaced", Machine::withdrawn, ABORTING),
                    when("the VirtualService is gone", Routes::gone, CANCELLED),
                    when("a person says abort", Commands::abort, ABORTING),
                    when("the evidence is against the canary", Evidence::fail, ABORTING),
                    when("the canary's pods cannot live", Pods::fail, ABORTING),
                    when("a hook vetoes", Hooks::vetoed, ABORTING),
                    when("a person says something else", Commands::follow, PROGRESSING, PROMOTING),
                    when("a hook opens the gate", Hooks::opened, PROGRESSING),
                    when("a gate stands before the first request", Gates::beforeAll, PROGRESSING, PROMOTING, ABORTING),
                    when("nothing is sent yet and somebody paused", unlessBegun(Gates::paused), PROGRESSING),
                    when(
                            "nothing is sent yet and no pod is known to be ready",
                            unlessBegun(Pods::missing),
                            PROGRESSING,
                            ABORTING),
                    when(
                            "nothing is sent yet and the baseline's copy is not ready",
                            unlessBegun(CopyRules::missing),
                            PROGRESSING,
                            ABORTING),
                    when("nothing is sent yet and nobody counts", unlessBegun(Evidence::unheard), PROGRESSING),
                    when(
                            "nothing is sent yet and counts are missing",
                            unlessBegun(Evidence::missing),
                            PROGRESSING,
                            ABORTING),
                    when(
                            "nothing is sent yet and a hook must agree",
                            unlessBegun(Hooks::beforeAll),
                            PROGRESSING,
                            ABORTING),
                    when("the VirtualService says something else", Routes::differs, PROGRESSING, ABORTING),
                    when("the step's routing is seen", Routes::inForce, PROGRESSING),
                    when("the routing is right again", Routes::rightAgain, PROGRESSING),
                    when("no pod of the canary is ready", Pods::vanished, PROGRESSING, ABORTING),
                    when("the baseline's copy is not well", CopyRules::unwell, PROGRESSING, ABORTING),
                    when("somebody paused", Gates::paused, PROGRESSING),
                    when("the step is a gate", Gates::gate, PROGRESSING, PROMOTING, ABORTING),
                    when("counts are missing", Evidence::missing, PROGRESSING, ABORTING),
                    when("the baseline's pods are in trouble", Pods::baseline, PROGRESSING, ABORTING),
                    when("the evidence is complete", Evidence::complete, PROGRESSING, PROMOTING, ABORTING),
                    when("the step takes too long", Evidence::undecided, PROGRESSING, ABORTING),
                    when("nothing holds it any more", Machine::free, PROGRESSING)));

    static final Table<Promoting> TO_THE_CANARY = new Table<>(
            PROMOTING,
            List.of(
                    when("the request is withdrawn or replaced", Machine::withdrawn, ABORTING),
                    when("a person says abort", Commands::abort, ABORTING),
                    when("the evidence is against the canary", Evidence::fail, ABORTING),
                    when("the canary's pods cannot live", Pods::fail, ABORTING),
                    when("the VirtualService is gone", Routes::gone, CANCELLED),
                    when("a person says something else", Commands::refuse, PROMOTING),
                    when("the canary has everything, or is to get it", Routes::promote, PROMOTING, PROMOTED)));

    static final Table<Returning> TO_THE_BASELINE = new Table<>(
            ABORTING,
            List.of(
                    when("a person says abort again, or something else", Commands::force, ABORTING),
                    when("no pod of the baseline is ready", Routes::stay, ABORTING),
                    when(
                            "the routing is as before, or is to be",
                            Routes::restore,
                            ABORTING,
                            ABORTED,
                            CANCELLED,
                            SUPERSEDED)));

    private Machine() {}

    /** The next state and what must be done, from the state and the signals alone. */
    public static Transition next(State state, Signals signals, Instant now) {
        return switch (state) {
            case Pending pending -> WAITING.next(pending, signals, now);
            case Progressing progressing -> UNDER_WAY.next(progressing, signals, now);
            case Promoting promoting -> TO_THE_CANARY.next(promoting, signals, now);
            case Returning returning -> TO_THE_BASELINE.next(returning, signals, now);
            case Ended ended -> Moves.to(ended);
        };
    }

    private static Table.Effect<Progressing> unlessBegun(Table.Effect<Progressing> effect) {
        return (state, signals, now) -> state.hasBegun() ? Optional.empty() : effect.apply(state, signals, now);
    }

    private static Optional<Transition> withdrawn(Pending state, Signals signals, Instant now) {
        return withdrawn(signals).map(why -> Commands.tooLate(Moves.end(why.outcome(), why.reason(), now), signals));
    }

    private static Optional<Transition> withdrawn(Progressing state, Signals signals, Instant now) {
        return withdrawn(signals)
                .map(why -> Commands.tooLate(
                        Moves.goBack(state.plan(), why.outcome(), why.reason(), signals, now), signals));
    }

    private static Optional<Transition> withdrawn(Promoting state, Signals signals, Instant now) {
        return withdrawn(signals)
                .map(why -> Commands.tooLate(
                        Moves.goBack(state.plan(), why.outcome(), why.reason(), signals, now), signals));
    }

    private static Optional<Withdrawal> withdrawn(Signals signals) {
        return switch (signals.wish()) {
            case Wish.Continue() -> Optional.empty();
            case Wish.Cancel(String reason) -> Optional.of(new Withdrawal(Outcome.CANCELLED, reason));
            case Wish.Supersede(String reason) -> Optional.of(new Withdrawal(Outcome.SUPERSEDED, reason));
        };
    }

    private record Withdrawal(Outcome outcome, String reason) {}

    private static Optional<Transition> begin(Pending state, Signals signals, Instant now) {
        if (!(signals.ground() instanceof Ground.Good(Plan plan))) {
            return Optional.empty();
        }
        var announce = new Announce(
                NORMAL,
                Reasons.STARTED,
                "Releasing " + plan.pair().canary() + " against " + plan.pair().baseline() + " by template "
                        + plan.template().name() + ".");
        var begun = new Progressing(plan, 0, now, Optional.empty(), Optional.empty());
        return Optional.of(lintWarning(plan)
                .map(warning -> Moves.to(begun, announce, warning))
                .orElseGet(() -> Moves.to(begun, announce)));
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

    /** Each reason is said once. */
    private static Optional<Transition> wait(Pending state, Signals signals, Instant now) {
        return signals.ground() instanceof Ground.Refused(String reason) && !reason.equals(state.reason())
                ? Moves.some(new Pending(state.since(), reason), new Announce(WARNING, Reasons.REFUSED, reason))
                : Optional.empty();
    }

    private static Optional<Transition> free(Progressing state, Signals signals, Instant now) {
        return signals.judgement().isPresent() && state.trouble().isPresent()
                ? Moves.some(state.with(Optional.empty()), Moves.resumed(state))
                : Optional.empty();
    }
}
