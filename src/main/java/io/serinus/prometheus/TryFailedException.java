package io.serinus.prometheus;

import org.jspecify.annotations.Nullable;

/** One try of a query failed: how, in words, and whether the same may succeed later. */
final class TryFailedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String problem;
    private final boolean retryable;

    TryFailedException(String problem, boolean retryable, @Nullable Throwable cause) {
        super(problem, cause);
        this.problem = problem;
        this.retryable = retryable;
    }

    TryFailedException(String problem, boolean retryable) {
        this(problem, retryable, null);
    }

    String problem() {
        return problem;
    }

    boolean retryable() {
        return retryable;
    }
}
