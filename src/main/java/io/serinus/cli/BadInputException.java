package io.serinus.cli;

import java.util.List;

/** A file, or what an option names, is not understood. Ends the command with sentences that say what is wrong. */
final class BadInputException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> sentences;

    BadInputException(List<String> sentences) {
        super(String.join("\n", sentences));
        this.sentences = List.copyOf(sentences);
    }

    List<String> sentences() {
        return sentences;
    }
}
