package io.serinus.template;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * Somebody outside who is asked, or told, over HTTP.
 *
 * @param name unique in its template
 * @param on when
 * @param gate whose opening it decides; only for {@link Stage#APPROVAL}, empty for all others
 * @param url absolute, http or https
 * @param timeout of one attempt; positive
 * @param retries how often a failed attempt is repeated, 0..10
 * @param onFailure what follows where nobody answers; only for those that are asked
 * @param secret the Secret in the release's namespace whose key signs the request; empty for none
 */
public record Hook(
        String name,
        Stage on,
        Optional<String> gate,
        String url,
        Duration timeout,
        int retries,
        OnFailure onFailure,
        Optional<SecretKey> secret) {
    public Hook {
        requireNonNull(name, "name is null");
        requireNonNull(on, "on is null");
        requireNonNull(gate, "gate is null");
        requireNonNull(url, "url is null");
        requireNonNull(timeout, "timeout is null");
        requireNonNull(onFailure, "onFailure is null");
        requireNonNull(secret, "secret is null");
        if (!timeout.isPositive() || timeout.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("timeout is " + timeout + ", expected more than 0s and at most 5m");
        }
        if (retries < 0 || retries > 10) {
            throw new IllegalArgumentException("retries is " + retries + ", expected 0 to 10");
        }
    }

    /** When a hook is called. */
    public enum Stage {
        /** Before the first request is sent to the canary. Asked. */
        BEFORE_RELEASE,
        /** Before each step, the first one included. Asked. */
        BEFORE_STEP,
        /** While a step waits at the gate of that name, again and again. Asked. */
        APPROVAL,
        /** Before the canary gets the whole weight. Asked. */
        BEFORE_PROMOTION,
        /** When the way back has begun. Told. */
        ON_ABORT,
        /** After the end, whatever it is. Told. */
        AFTER_END;

        /** Whether the release waits for the answer. */
        public boolean isAsked() {
            return switch (this) {
                case BEFORE_RELEASE, BEFORE_STEP, APPROVAL, BEFORE_PROMOTION -> true;
                case ON_ABORT, AFTER_END -> false;
            };
        }
    }

    /** What follows where nobody answers. Nothing here blocks an abort. */
    public enum OnFailure {
        /** Wait, and ask again. */
        HOLD,
        /** Back to the baseline. */
        ABORT,
        /** Go on as if it had agreed. */
        IGNORE
    }

    /** A key of a Secret. */
    public record SecretKey(String name, String key) {
        public SecretKey {
            requireNonNull(name, "name is null");
            requireNonNull(key, "key is null");
        }
    }
}
