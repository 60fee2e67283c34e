package io.serinus.prometheus;

/** A file of the connection cannot be used; the message says which and why, and shows no secret. */
final class UnusableFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String problem;

    UnusableFileException(String problem) {
        super(problem);
        this.problem = problem;
    }

    String problem() {
        return problem;
    }
}
