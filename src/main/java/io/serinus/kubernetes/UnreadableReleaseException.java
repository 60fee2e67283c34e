package io.serinus.kubernetes;

/** A CanaryRelease that nobody but a person can make sense of. The message names the field and what is wrong with it. */
final class UnreadableReleaseException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableReleaseException(String message) {
        super(message);
    }

    UnreadableReleaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
