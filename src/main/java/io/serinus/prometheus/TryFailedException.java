package io.serinus.prometheus;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One try of a query failed: how, in words, and whether the same may succeed later. */
final class TryFailedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String problem;
    private final boolean retryable;
    private final Duration pause;

    private TryFailedException(String problem, boolean retryable, Duration pause, @Nullable Throwable cause) {
        super(problem, cause);
        this.problem = problem;
        this.retryable = retryable;
        this.pause = pause;
    }

    TryFailedException(String problem, boolean retryable, @Nullable Throwable cause) {
        this(problem, retryable, Duration.ZERO, cause);
    }

    TryFailedException(String problem, boolean retryable) {
        this(problem, retryable, Duration.ZERO, null);
    }

    /** The backend asks for a pause before it is asked again. */
    static TryFailedException pausing(String problem, Duration pause) {
        return new TryFailedException(problem, true, pause, null);
    }

    String problem() {
        return problem;
    }

    boolean retryable() {
        return retryable;
    }

    /** How long the backend wants to be left alone; zero if it does not say. */
    Duration pause() {
        return pause;
    }
}
