package io.serinus.template;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What happens where evidence stays out. Nothing here ever promotes.
 *
 * @param onNoData no usable requests of one of the versions
 * @param onSourceDown the metrics backend gives no answer
 * @param onDeadline a step that stays undecided
 */
public record Policies(Policy onNoData, Policy onSourceDown, Policy onDeadline) {
    public static final Policies DEFAULT = new Policies(
            new Policy(Duration.ofMinutes(10), Policy.Then.HOLD),
            new Policy(Duration.ofMinutes(10), Policy.Then.HOLD),
            new Policy(Duration.ofHours(1), Policy.Then.HOLD));

    public Policies {
        requireNonNull(onNoData, "onNoData is null");
        requireNonNull(onSourceDown, "onSourceDown is null");
        requireNonNull(onDeadline, "onDeadline is null");
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
