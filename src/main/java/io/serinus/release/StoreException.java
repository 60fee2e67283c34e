package io.serinus.release;

/** The store did not answer, or not in a way that says what happened. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1L;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
