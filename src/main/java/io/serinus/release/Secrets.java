package io.serinus.release;

import io.serinus.template.Hook.SecretKey;

/** Port: reads Secrets. May block for some seconds. */
@FunctionalInterface
public interface Secrets {
    /**
     * The value of a key of a Secret.
     *
     * @throws UnreadableException if there is none, or it may not be read; its message is one sentence without the value
     */
    byte[] read(String namespace, SecretKey key) throws UnreadableException;

    /** The Secret could not be read. */
    final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        public UnreadableException(String message) {
            super(message);
        }

        /** One sentence. */
        public String sentence() {
            return String.valueOf(getMessage());
        }
    }
}
