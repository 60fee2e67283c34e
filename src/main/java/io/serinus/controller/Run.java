package io.serinus.controller;

import io.serinus.analysis.Judgement;
import io.serinus.analysis.Observation;
import io.serinus.analysis.Verdict;
import io.serinus.release.Action;
import io.serinus.release.Command;
import io.serinus.release.Copies;
import io.serinus.release.HookAnswer;
import io.serinus.release.Machine;
import io.serinus.release.Plan;
import io.serinus.release.Reasons;
import io.serinus.release.Release;
import io.serinus.release.Signals;
import io.serinus.release.Signals.Ground;
import io.serinus.release.Signals.Routing;
import io.serinus.release.Signals.Wish;
import io.serinus.release.State;
import io.serinus.release.Transition;
import io.serinus.release.Trouble;
import io.serinus.release.Workloads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One release under way: folds what a tick brought into the judge, asks the machine, and carries out what it says. Confined
 * to its lane.
 */
final class Run {
    private static final Logger LOG = Logger.getLogger(Run.class);

    /** A tick moves a release through at most: begin, write, in force, and the same again for the next step. */
    private static final int TRANSITIONS_PER_LOOK = 8;

    private final Traffic traffic;
    private final Senses senses;

    private Release release;
    private @Nullable Judging judging;
    private @Nullable Charting charting;

    /**
     * Since when the step has been in force by the record of another process, until it is seen whether that still holds;
     * then, if it does.
     */
    private Optional<Instant> heldSince;

    /** The step that the release was taken up in; -1 if it was in none. */
    private final int heldStep;

    /** Whether the routing was written since the takeover. */
    private boolean hasWritten;

    /** The judge's word on what this process has seen; a word recorded before a takeover is history and decides nothing. */
    private Optional<Judgement> word = Optional.empty();

    /** The step that the judge was told of last. */
    private int judgedStep = -1;

    private final Explanations explanations = new Explanations();
    private boolean recalled;

    /** What the last look saw beside the VirtualService and the counts. */
    private Workloads pods = Senses.UNSEEN;

    private Map<String, HookAnswer> answers = Map.of();

    /** How far the copy of the baseline is, as this process knows. */
    private Copies.Making copy = new Copies.Making.Unknown();

    /** A release that begins. */
    Run(Release release, Traffic traffic, Senses senses, Instant now) {
        this(release, Optional.empty(), traffic, senses, now);
    }

    /** @param heldSince since when its step has been in force, if it was and another process has recorded it */
    Run(Release release, Optional<Instant> heldSince, Traffic traffic, Senses senses, Instant now) {
        this.release = release;
        this.heldSince = heldSince;
        this.heldStep = release.state() instanceof State.Progressing step ? step.step() : -1;
        this.traffic = traffic;
        this.senses = senses;
        release.plan().filter(plan -> !release.state().isTerminal()).ifPresent(plan -> {
            startJudge(plan, now);
            // What this process counts begins now, whenever the step began. Nobody may be asked here; once the weight
            // is
            // seen to be in force it is announced again.
            announceWeight(now, now, false, !isTakenUp());
        });
    }

    Release release() {
        return release;
    }

    /** Whether the past of this release is to be looked for now, which is said once. */
    boolean takesUpHistory() {
        if (recalled || Histories.query(release).isEmpty()) {
            return false;
        }
        recalled = true;
        return true;
    }

    /** Whether the past of this release would still be of use. */
    boolean isOpenToHistory() {
        return judging == null || judging.state().isOpenToHistory();
    }

    /** What one tick brought. */
    void observe(Observation observation) {
        if (judging == null) {
            return;
        }
        judging.observe(observation);
        release = release.with(judging.course());
        // The past alone is no word on the present.
        boolean isOfNow = !(observation instanceof Observation.Remembered || observation instanceof Observation.Begun);
        if (word.isPresent() || isOfNow) {
            speak(judging, observation instanceof Observation.Counted counted && counted.endsInterval());
        }
        if (observation instanceof Observation.Counted counted && charting != null && word.isPresent()) {
            release = release.with(charting.after(release.series(), counted, judging.state(), word.get()));
        }
    }

    /** The release's past that is to be replayed now, once. */
    Optional<Replay> toReplay() {
        return judging == null || !(release.state() instanceof State.Progressing)
                ? Optional.empty()
                : judging.toReplay().map(past -> new Replay(release.with(past.course()), past.to()));
    }

    /** The past was replayed, or could not be; what people must be told, if it still matters. */
    Optional<Action.Announce> replayed(Replay.Outcome outcome) {
        if (judging == null || !(release.state() instanceof State.Progressing state)) {
            return Optional.empty();
        }
        if (outcome.state().isEmpty() || !judging.isWaitingFor(outcome.to())) {
            return judging.giveUp(outcome.to())
                    ? Optional.of(new Action.Announce(
                            Action.Announce.Severity.WARNING,
                            Reasons.REPLAYED,
                            "What was counted before the controller was interrupted could not be read again, so evidence is"
                                    + " collected anew. "
                                    + (outcome.failure().isEmpty() ? "It took too long." : outcome.failure())))
                    : Optional.empty();
        }
        judging.goOn(outcome.state().get(), outcome.answer());
        release = release.with(judging.course());
        if (state.inForce().isPresent() && state.step() == heldStep) {
            heldSince.ifPresent(since -> release = release.with(state.inForceSince(since)));
        }
        speak(judging, false);
        return Optional.of(new Action.Announce(
                Action.Announce.Severity.NORMAL,
                Reasons.REPLAYED,
                "The evidence since " + outcome.from() + " counts as if the controller had not been interrupted"
                        + (outcome.isWhole() ? "." : "; what is older is lost.")));
    }

    /**
     * Lets the release go as far as it can now.
     *
     * @param at the tick's grid time, by which the judge counts
     * @param now the time by which deadlines and histories count
     * @param command what a person wants that has not been followed yet
     * @param isRecorded whether the plan is recorded; before, nothing is written that only the plan could take back
     * @return what people must be told, once the new state is recorded
     */
    List<Action.Announce> advance(Wish wish, Optional<Command> command, Instant at, Instant now, boolean isRecorded) {
        var announcements = new ArrayList<Action.Announce>();
        Routing routing = traffic.observe(release);
        boolean mayRoute = isRecorded;
        pods = senses.pods(release, now);
        answers = senses.answers(release);
        Optional<Command> unheard = command;
        for (int i = 0; i < TRANSITIONS_PER_LOOK; i++) {
            State before = release.state();
            Ground ground = before instanceof State.Pending ? senses.ground(release) : new Ground.Unknown();
            var signals = new Signals(wish, ground, routing, word, unheard, pods, answers, copy);
            Transition transition = Machine.next(before, signals, now);
            boolean isHeard = unheard.isPresent();
            unheard = Optional.empty();
            enter(transition.state(), at, now);
            Optional<Routing> written = perform(transition.actions(), mayRoute, announcements);
            if (written.isPresent() && !isReached(written.get())) {
                // The machine must hear why, but trying again at once would not help.
                mayRoute = false;
            } else if (!mayRoute || written.isEmpty() && release.state().equals(before) && !isHeard) {
                break;
            }
            routing = written.orElse(routing);
        }
        for (Action.Announce announcement : announcements) {
            release = release.log(announcement, now);
        }
        return announcements;
    }

    /** A person was answered without the machine. */
    void tell(Action.Announce announcement, Instant now) {
        release = release.log(announcement, now);
    }

    /** So much of the log was sent; whether that is news. */
    boolean told(Map<String, Long> numbers) {
        boolean isNews = !numbers.isEmpty() && !numbers.equals(release.told());
        release = isNews ? release.told(numbers) : release;
        return isNews;
    }

    /** The command of that text has been followed; empty where none stands there any more. */
    void commanded(String text) {
        release = release.commanded(text);
    }

    /** Whether a look between ticks can leave the release alone: its weight is in force and nobody wants anything else. */
    boolean isSettled(Wish wish, Instant now) {
        return release.state() instanceof State.Progressing step
                && step.inForce().isPresent()
                && wish instanceof Wish.Continue
                && senses.pods(release, now).equals(pods)
                && senses.answers(release).equals(answers)
                && word.filter(judgement -> judgement.verdict() == Verdict.FAIL).isEmpty();
    }

    private void enter(State next, Instant at, Instant now) {
        State before = release.state();
        release = release.with(next);
        if (before instanceof State.Pending && next instanceof State.Progressing begun) {
            startJudge(begun.plan(), at);
        }
        if (next instanceof State.Progressing entered
                && entered.inForce().isPresent()
                && !(before instanceof State.Progressing same
                        && same.step() == entered.step()
                        && same.inForce().isPresent())) {
            // A gate that keeps the way of the step before it keeps its evidence, too.
            if (!isJudgedAlready(entered)) {
                boolean goesOn =
                        heldSince.isPresent() && entered.step() == heldStep && !hasWritten && !isUndone(before);
                boolean isShare = traffic.isShare(release);
                announceWeight(at, now, isShare, !(isTakenUp() && goesOn && hasToldOf(way(entered, at, isShare))));
                heldSince = heldSince.filter(_ -> goesOn);
            } else {
                heldSince = Optional.empty();
            }
        } else if (isUndone(before) != isUndone(next)) {
            // While somebody else's weights stand there, the step's are nobody's share.
            announceWeight(at, now, !isUndone(next) && traffic.isShare(release), true);
        }
    }

    /** Whether only gates lie between the step that the judge was told of in this process and this one. */
    private boolean isJudgedAlready(State.Progressing now) {
        return judgedStep >= 0
                && judgedStep < now.step()
                && IntStream.rangeClosed(judgedStep + 1, now.step())
                        .allMatch(step -> now.plan().step(step).isGateOnly());
    }

    private static boolean isUndone(State state) {
        return state.trouble()
                .filter(trouble ->
                        trouble.kind() == Trouble.Kind.EXTERNAL_CHANGE || trouble.kind() == Trouble.Kind.STALLED)
                .isPresent();
    }

    /** Carries out the routing at once and keeps the announcements for later; the routing that the last write left. */
    private Optional<Routing> perform(List<Action> actions, boolean mayRoute, List<Action.Announce> announcements) {
        Optional<Routing> written = Optional.empty();
        for (Action action : actions) {
            switch (action) {
                case Action.Route(var intent) -> {
                    if (mayRoute) {
                        hasWritten = true;
                        written = Optional.of(traffic.carryOut(release, intent));
                    }
                }
                case Action.MakeCopy() -> copy = mayRoute ? senses.makeCopy(release) : copy;
                case Action.Ask(var call) -> senses.ask(release, call);
                case Action.Announce announce -> announcements.add(announce);
            }
        }
        return written;
    }

    private void startJudge(Plan plan, Instant at) {
        judging = Judging.begun(plan, release, at);
        charting = new Charting(plan.template());
        release = release.with(judging.course());
    }

    private boolean isTakenUp() {
        return judging != null && judging.isTakenUp();
    }

    private static Observation.WeightChanged way(State.Progressing step, Instant at, boolean isShare) {
        return new Observation.WeightChanged(
                at, step.step() + 1, step.weight(), step.plan().weightAfter(step.step()), isShare);
    }

    /** Whether the process before had told its judge; where counts come late it may have died before it could. */
    private boolean hasToldOf(Observation.WeightChanged way) {
        return judging != null && judging.course().endsLike(way);
    }

    /** @param isNews false where a judge that was never interrupted would not have been told */
    private void announceWeight(Instant at, Instant now, boolean isShare, boolean isNews) {
        if (judging != null && release.state() instanceof State.Progressing progressing) {
            judgedStep = progressing.step();
            judging.lead(way(progressing, at, isShare), now, isNews);
            release = release.with(judging.course());
            if (word.isPresent()) {
                speak(judging, false);
            }
        }
    }

    private void speak(Judging by, boolean intervalEnded) {
        Judgement fresh = by.verdict();
        boolean isNews = word.map(said -> said.verdict() != fresh.verdict()).orElse(true);
        boolean isDue = intervalEnded && explanations.isDue();
        Judgement judgement = word.map(fresh::withExplanationsOf).orElse(fresh);
        if (isNews || isDue) {
            judgement = explained(by).orElse(judgement);
        }
        word = Optional.of(judgement);
        release = release.with(judgement, by.state().firstCanaryRequest());
    }

    /** Nobody's abort waits for an explanation, whatever is wrong with it. */
    private Optional<Judgement> explained(Judging by) {
        try {
            return Optional.of(by.explain());
        } catch (RuntimeException e) {
            LOG.errorf(e, "The verdict on %s could not be explained", release.id());
            return Optional.empty();
        }
    }

    private static boolean isReached(Routing routing) {
        return routing instanceof Routing.At || routing instanceof Routing.AsBefore || routing instanceof Routing.Gone;
    }
}
