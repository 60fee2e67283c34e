package io.serinus.routing;

/** The API server did not answer, or not in a way that says what happened. */
public final class RoutingException extends Exception {
    private static final long serialVersionUID = 1L;

    public RoutingException(String message, Throwable cause) {
        super(message, cause);
    }
}
