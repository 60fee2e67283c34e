package io.serinus.offline;

import java.nio.file.Path;
import java.util.List;

/** A file that can be read but not used. The message has one line for each mistake. */
public final class InvalidFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;
    private final transient Path file;

    InvalidFileException(Path file, List<String> problems) {
        super(String.join("\n", about(file, problems)));
        this.file = file;
        this.problems = List.copyOf(problems);
    }

    /** Every mistake in the file, as sentences that begin with the path of the field. */
    public List<String> problems() {
        return problems;
    }

    /** The same, each led by the file. */
    public List<String> sentences() {
        return about(file, problems);
    }

    private static List<String> about(Path file, List<String> problems) {
        return problems.stream().map(it -> file + ": " + it).toList();
    }
}
