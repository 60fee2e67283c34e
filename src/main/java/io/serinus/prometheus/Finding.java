package io.serinus.prometheus;

import static java.util.Objects.requireNonNull;

/**
 * What one check of a backend saw.
 *
 * @param check one word, the same for every backend
 * @param seen a sentence
 * @param advice what to do, a sentence; empty if nothing is to be done
 */
public record Finding(String check, Grade grade, String seen, String advice) {
    /** How good that is. */
    public enum Grade {
        OK,
        /** Releases work, but worse than they could. */
        WARNING,
        /** Releases do not work, or on wrong counts. */
        PROBLEM
    }

    public Finding {
        requireNonNull(check, "check is null");
        requireNonNull(grade, "grade is null");
        requireNonNull(seen, "seen is null");
        requireNonNull(advice, "advice is null");
    }

    static Finding ok(String check, String seen) {
        return new Finding(check, Grade.OK, seen, "");
    }

    static Finding warning(String check, String seen, String advice) {
        return new Finding(check, Grade.WARNING, seen, advice);
    }

    static Finding problem(String check, String seen, String advice) {
        return new Finding(check, Grade.PROBLEM, seen, advice);
    }
}
