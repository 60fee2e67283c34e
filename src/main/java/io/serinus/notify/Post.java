package io.serinus.notify;

import java.util.Optional;

/** Sends one message once. */
@FunctionalInterface
interface Post {
    /** Blocks until there is a whole answer, or none; never throws anything else. */
    Reply send(Message message) throws InterruptedException;

    /** What came of it. */
    sealed interface Reply {
        /**
         * An answer.
         *
         * @param body a text, bounded
         */
        record Answered(int status, String body, Optional<Long> retryAfterSeconds) implements Reply {}

        /**
         * None.
         *
         * @param reason one sentence that names neither URL nor secret
         */
        record Failed(String reason) implements Reply {}
    }
}
