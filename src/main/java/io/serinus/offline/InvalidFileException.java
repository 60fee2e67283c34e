package io.serinus.offline;

import java.nio.file.Path;
import java.util.List;

/** A file that can be read but not used. The message has one line for each mistake. */
public final class InvalidFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    InvalidFileException(Path file, List<String> problems) {
        super(String.join("\n", problems.stream().map(it -> file + ": " + it).toList()));
        this.problems = List.copyOf(problems);
    }

    /** Every mistake in the file, as sentences that begin with the path of the field. */
    public List<String> problems() {
        return problems;
    }
}
