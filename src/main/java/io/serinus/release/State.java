package io.serinus.release;

import static java.util.Objects.requireNonNull;

import io.serinus.routing.Layout;
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
     */
    record Progressing(
            Plan plan, int step, Instant since, Optional<Instant> inForce, Optional<Trouble> trouble, int reverts)
            implements State {
        public Progressing {
            requireNonNull(plan, "plan is null");
            requireNonNull(since, "since is null");
            requireNonNull(inForce, "inForce is null");
            requireNonNull(trouble, "trouble is null");
            if (step < 0 || step >= plan.steps()) {
                throw new IllegalArgumentException("step is " + step + " of " + plan.steps());
            }
        }

        /** At the beginning of a step that nobody has disturbed yet. */
        public Progressing(Plan plan, int step, Instant since, Optional<Instant> inForce, Optional<Trouble> trouble) {
            this(plan, step, since, inForce, trouble, 0);
        }

        /** How requests are to reach the canary in this step. */
        public Layout layout() {
            return plan.layoutAt(step);
        }

        /** Whether any request has been sent to the canary. */
        boolean hasBegun() {
            return step > 0 || inForce.isPresent();
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

        Progressing inForceSince(Instant now) {
            return new Progressing(plan, step, since, Optional.of(now), trouble, reverts);
        }

        Progressing with(Optional<Trouble> newTrouble) {
            return new Progressing(plan, step, since, inForce, newTrouble, reverts);
        }

        Progressing reverted(Trouble by) {
            return new Progressing(plan, step, since, inForce, Optional.of(by), reverts + 1);
        }
    }

    /** Decided to promote; the full weight is not in the VirtualService yet. */
    record Promoting(Plan plan, Instant since, String reason) implements State {
        public Promoting {
            requireNonNull(plan, "plan is null");
            requireNonNull(since, "since is null");
            requireNonNull(reason, "reason is null");
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
     * @param trouble why the routing could not be written so far, if it could not
     */
    record Returning(Plan plan, Outcome outcome, Instant since, String reason, Optional<Trouble> trouble)
            implements State {
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

    /** Over. */
    record Ended(Outcome outcome, Instant since, String reason) implements State {
        public Ended {
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
