package io.serinus.cli;

/** How the commands that read files end; their help says what each code means there. */
final class ExitCode {
    /** It did what was asked, and all is well. */
    static final int OK = 0;

    /** It did what was asked, and the answer is bad: FAIL, an error in a file, a release that would be refused. */
    static final int BAD_ANSWER = 1;

    /** The command line or a file is not understood, or the result reached nobody. */
    static final int BAD_INPUT = 2;

    /** Neither good nor bad has been shown. */
    static final int UNDECIDED = 3;

    private ExitCode() {}
}
