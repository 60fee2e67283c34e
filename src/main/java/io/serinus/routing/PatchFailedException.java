package io.serinus.routing;

/** A patch does not fit the tree it was meant for; nothing was changed. */
public final class PatchFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    PatchFailedException(String message) {
        super(message);
    }
}
