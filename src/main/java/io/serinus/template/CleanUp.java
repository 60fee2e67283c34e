package io.serinus.template;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What is done after a release has been promoted or aborted: the Deployments of the version that has lost are scaled to zero.
 *
 * @param after how long they still run, for what is under way there; 0 or more
 */
public record CleanUp(Duration after) {
    public static final Duration AFTER = Duration.ofMinutes(5);

    public CleanUp {
        requireNonNull(after, "after is null");
        if (after.isNegative()) {
            throw new IllegalArgumentException("after is " + after + ", expected a duration of 0s or more");
        }
    }
}
