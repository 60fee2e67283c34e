package io.serinus.release;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What keeps a release from moving although nothing speaks against its canary.
 *
 * @param kind what it is
 * @param since when it began; it has lasted without a break since
 * @param message one sentence
 */
public record Trouble(Kind kind, Instant since, String message) {
    public Trouble {
        requireNonNull(kind, "kind is null");
        requireNonNull(since, "since is null");
        requireNonNull(message, "message is null");
    }

    /** The kinds of trouble. */
    public enum Kind {
        /** One of the versions has no usable requests. */
        NO_DATA,
        /** The metrics backend does not answer. */
        SOURCE_DOWN,
        /** The step has been undecided for longer than the template allows. */
        DEADLINE,
        /** The VirtualService refuses the weights, or cannot be reached. */
        ROUTING,
        /** Somebody else has undone the routing; it will be written again. */
        EXTERNAL_CHANGE,
        /** Somebody else has undone the routing so often that it is not written any more. */
        STALLED,
        /** Somebody has paused the release, or its step is a pause. */
        PAUSED,
        /** The step waits for somebody to open its gate. */
        APPROVAL,
        /** A hook has not agreed yet. */
        HOOK,
        /** No pod of the canary is ready. */
        CANARY_PODS,
        /** Something is wrong with the baseline's pods, so that nothing can be compared with them. */
        BASELINE_PODS,
        /** The copy of the baseline is not ready. */
        BASELINE_COPY,
        /** No pod of the baseline is ready to take its requests back. */
        NO_BASELINE;

        /** Whether it is what somebody wanted: the release waits for people, and nothing is wrong. */
        public boolean isWanted() {
            return this == PAUSED || this == APPROVAL;
        }
    }
}
