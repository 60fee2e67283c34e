package io.serinus.template;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What happens where evidence stays out. Nothing here ever promotes.
 *
 * @param onNoData no usable requests of one of the versions
 * @param onSourceDown the metrics backend gives no answer
 * @param onDeadline a step that stays undecided
 * @param onCanaryPods no pod of the canary is ready although nothing is sent to it yet
 * @param onNoBaseline what is less harmful than an abort to a baseline without a single ready pod
 */
public record Policies(
        Policy onNoData, Policy onSourceDown, Policy onDeadline, Policy onCanaryPods, NoBaseline onNoBaseline) {
    public static final Policies DEFAULT = new Policies(
            new Policy(Duration.ofMinutes(10), Policy.Then.HOLD),
            new Policy(Duration.ofMinutes(10), Policy.Then.HOLD),
            new Policy(Duration.ofHours(1), Policy.Then.HOLD),
            new Policy(Duration.ofMinutes(10), Policy.Then.ABORT),
            NoBaseline.STAY);

    /** With the usual answers to what happens to pods. */
    public Policies(Policy onNoData, Policy onSourceDown, Policy onDeadline) {
        this(onNoData, onSourceDown, onDeadline, DEFAULT.onCanaryPods(), DEFAULT.onNoBaseline());
    }

    public Policies {
        requireNonNull(onCanaryPods, "onCanaryPods is null");
        requireNonNull(onNoBaseline, "onNoBaseline is null");
        requireNonNull(onNoData, "onNoData is null");
        requireNonNull(onSourceDown, "onSourceDown is null");
        requireNonNull(onDeadline, "onDeadline is null");
    }

    /** Where to send requests when the baseline has nobody to answer them. */
    public enum NoBaseline {
        /** Leave the routing as it is, and restore it as soon as one pod of the baseline is ready. */
        STAY,
        /** Restore the routing all the same. */
        RESTORE
    }

    /**
     * One limit and what follows.
     *
     * @param after how long the condition must last without a break; positive
     * @param then what is done when it has
     */
    public record Policy(Duration after, Then then) {
        public Policy {
            requireNonNull(after, "after is null");
            requireNonNull(then, "then is null");
            if (!after.isPositive()) {
                throw new IllegalArgumentException("after is " + after + ", expected a positive duration");
            }
        }

        /** The two safe answers. */
        public enum Then {
            /** Keep the weight, say so, wait for the evidence or for a person. */
            HOLD,
            /** Back to the baseline. */
            ABORT
        }
    }
}
