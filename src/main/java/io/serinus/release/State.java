package io.serinus.release;

import static java.util.Objects.requireNonNull;

import io.serinus.routing.Layout;
import io.serinus.template.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Where a release stands. {@link Machine} holds all transitions. */
public sealed interface State {

    /** The word that users see. */
    Phase phase();

    /** Since when the release has been in this state. */
    Instant since();

    /** What holds it up, if anything. */
    default Optional<Trouble> trouble() {
        return Optional.empty();
    }

    /** The words that users see. */
    enum Phase {
        PENDING,
        PROGRESSING,
        PROMOTING,
        ABORTING,
        PROMOTED,
        ABORTED,
        CANCELLED,
        SUPERSEDED
    }

    /** Whether nothing can happen to the release any more. */
    default boolean isTerminal() {
        return this instanceof Ended;
    }

    /**
     * Not begun: the ground is not good, and no weight has moved.
     *
     * @param reason what is wrong; empty while nobody has looked yet
     */
    record Pending(Instant since, String reason) implements State {
        public Pending {
            requireNonNull(since, "since is null");
            requireNonNull(reason, "reason is null");
        }

        @Override
        public Phase phase() {
            return Phase.PENDING;
        }
    }

    /**
     * In a step.
     *
     * @param step its index in the plan, from 0
     * @param since when the step was entered
     * @param inForce when its weight was first seen in the VirtualService; empty until then
     * @param trouble what holds it up, if anything
     * @param reverts how often somebody else has undone this release's routing
     * @param doors what people and hooks have said so far
     */
    record Progressing(
            Plan plan,
            int step,
            Instant since,
            Optional<Instant> inForce,
            Optional<Trouble> trouble,
            int reverts,
            Doors doors)
            implements State {
        public Progressing {
            requireNonNull(plan, "plan is null");
            requireNonNull(since, "since is null");
            requireNonNull(inForce, "inForce is null");
            requireNonNull(trouble, "trouble is null");
            requireNonNull(doors, "doors is null");
            if (step < 0 || step >= plan.steps()) {
                throw new IllegalArgumentException("step is " + step + " of " + plan.steps());
            }
        }

        /** At the beginning of a step that nobody has disturbed yet. */
        public Progressing(Plan plan, int step, Instant since, Optional<Instant> inForce, Optional<Trouble> trouble) {
            this(plan, step, since, inForce, trouble, 0, Doors.UNTOUCHED);
        }

        /** How requests are to reach the canary in this step. */
        public Layout layout() {
            return plan.layoutAt(step);
        }

        /** When the timed pause that the release stands in is over; empty if it stands in none. */
        public Optional<Instant> pauseEnds() {
            return plan.step(step).gate().orElse(null) instanceof Gate.Pause(Optional<Duration> duration)
                    ? duration.map(inForce.orElse(since)::plus)
                    : Optional.empty();
        }

        /** Whether any request may have been sent to the canary. */
        boolean hasBegun() {
            for (int earlier = 0; earlier < step; earlier++) {
                if (plan.step(earlier).reachesCanary()) {
                    return true;
                }
            }
            return inForce.isPresent() && plan.step(step).reachesCanary();
        }

        /** Whether it is a gate before the first request to the canary: there is nothing to write and nothing to judge. */
        boolean isBeforeAll() {
            return !hasBegun() && !plan.step(step).reachesCanary();
        }

        /** The canary's weight in this step, in percent. */
        public int weight() {
            return plan.weightAt(step);
        }

        @Override
        public Phase phase() {
            return Phase.PROGRESSING;
        }

        /** The canary's weight that the VirtualService was last seen with, in percent; that of the step before until then. */
        public int weightInForce() {
            if (inForce.isPresent()) {
                return weight();
            }
            return step == 0 ? 0 : plan.weightAt(step - 1);
        }

        /** The same step, whose weight has been in force since then. */
        public Progressing inForceSince(Instant now) {
            return new Progressing(plan, step, since, Optional.of(now), trouble, reverts, doors);
        }

        Progressing with(Optional<Trouble> newTrouble) {
            return new Progressing(plan, step, since, inForce, newTrouble, reverts, doors);
        }

        Progressing with(Doors newDoors) {
            return new Progressing(plan, step, since, inForce, trouble, reverts, newDoors);
        }

        Progressing reverted(Trouble by) {
            return new Progressing(plan, step, since, inForce, Optional.of(by), reverts + 1, doors);
        }

        /** The same step, to be held for its whole time again. */
        Progressing again() {
            return new Progressing(plan, step, since, Optional.empty(), trouble, reverts, doors);
        }

        /** At the beginning of another step. */
        Progressing entering(int next, Instant now) {
            return new Progressing(plan, next, now, Optional.empty(), Optional.empty(), reverts, doors);
        }
    }

    /**
     * Decided to promote; the full weight is not in the VirtualService yet.
     *
     * @param trouble why it could not be written so far, if it could not
     */
    record Promoting(Plan plan, Instant since, String reason, Optional<Trouble> trouble) implements State {
        public Promoting {
            requireNonNull(plan, "plan is null");
            requireNonNull(since, "since is null");
            requireNonNull(reason, "reason is null");
            requireNonNull(trouble, "trouble is null");
        }

        /** One that nothing has stood in the way of so far. */
        public Promoting(Plan plan, Instant since, String reason) {
            this(plan, since, reason, Optional.empty());
        }

        Promoting with(Optional<Trouble> newTrouble) {
            return new Promoting(plan, since, reason, newTrouble);
        }

        @Override
        public Phase phase() {
            return Phase.PROMOTING;
        }
    }

    /**
     * Decided to go back; the original routing is not in the VirtualService yet.
     *
     * @param outcome how the release will have ended; not {@link Outcome#PROMOTED}
     * @param trouble why the routing is not restored yet, if something keeps it from that
     * @param forced whether it is restored although the baseline has no ready pod
     */
    record Returning(
            Plan plan, Outcome outcome, Instant since, String reason, Optional<Trouble> trouble, boolean forced)
            implements State {
        /** One that waits for a ready pod of the baseline where the template says so. */
        public Returning(Plan plan, Outcome outcome, Instant since, String reason, Optional<Trouble> trouble) {
            this(plan, outcome, since, reason, trouble, false);
        }

        Returning with(Optional<Trouble> newTrouble) {
            return new Returning(plan, outcome, since, reason, newTrouble, forced);
        }

        public Returning {
            requireNonNull(plan, "plan is null");
            requireNonNull(outcome, "outcome is null");
            requireNonNull(since, "since is null");
            requireNonNull(reason, "reason is null");
            requireNonNull(trouble, "trouble is null");
            if (outcome == Outcome.PROMOTED) {
                throw new IllegalArgumentException("a release that goes back is not promoted");
            }
        }

        @Override
        public Phase phase() {
            return Phase.ABORTING;
        }
    }

    /**
     * Over.
     *
     * @param scaleDown what becomes of the version that has lost; empty if it is left as it is
     * @param copyUntil when the copy of the baseline is to be removed, not before; empty once it is, and if there is none
     */
    record Ended(
            Outcome outcome, Instant since, String reason, Optional<ScaleDown> scaleDown, Optional<Instant> copyUntil)
            implements State {
        /** With nothing left to do. */
        public Ended(Outcome outcome, Instant since, String reason) {
            this(outcome, since, reason, Optional.empty(), Optional.empty());
        }

        /** The same end, about whose version there is news. */
        public Ended with(ScaleDown news) {
            return new Ended(outcome, since, reason, Optional.of(news), copyUntil);
        }

        /** The same end, with nothing more to do about a copy of the baseline. */
        public Ended withoutCopy() {
            return new Ended(outcome, since, reason, scaleDown, Optional.empty());
        }

        public Ended {
            requireNonNull(scaleDown, "scaleDown is null");
            requireNonNull(copyUntil, "copyUntil is null");
            requireNonNull(outcome, "outcome is null");
            requireNonNull(since, "since is null");
            requireNonNull(reason, "reason is null");
        }

        @Override
        public Phase phase() {
            return switch (outcome) {
                case PROMOTED -> Phase.PROMOTED;
                case ABORTED -> Phase.ABORTED;
                case CANCELLED -> Phase.CANCELLED;
                case SUPERSEDED -> Phase.SUPERSEDED;
            };
        }
    }
}
