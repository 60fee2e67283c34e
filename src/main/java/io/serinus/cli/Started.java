package io.serinus.cli;

import io.serinus.Failures;
import org.jspecify.annotations.Nullable;

/** How a command ends that started the container. */
final class Started {
    private Started() {}

    /** The exit code; a failure is told on standard error, since the container's log may be silenced. */
    static int exitCode(int code, @Nullable Throwable failure) {
        if (failure == null) {
            return code;
        }
        System.err.println("serinus: " + Failures.sentence(failure));
        return 1;
    }
}
