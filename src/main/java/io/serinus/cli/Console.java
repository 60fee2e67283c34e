package io.serinus.cli;

import io.serinus.routing.CanaryName;
import java.io.BufferedWriter;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Where a command's result and its complaints go. */
record Console(CommandLine command) {

    /** For the result. Whoever writes it must flush, which fails if nobody got it. */
    Writer out() {
        return new BufferedWriter(new Checked(command.getOut()));
    }

    /** A PrintWriter swallows what goes wrong; a verdict that nobody got must not be taken for one. */
    private static final class Checked extends FilterWriter {
        private final PrintWriter target;

        Checked(PrintWriter target) {
            super(target);
            this.target = target;
        }

        @Override
        public void flush() throws IOException {
            if (target.checkError()) {
                throw new IOException("standard output is closed or full");
            }
        }
    }

    /** Says something beside the result. */
    void note(List<String> sentences) {
        PrintWriter err = command.getErr();
        sentences.forEach(sentence -> err.println("serinus: " + sentence));
        err.flush();
    }

    void note(String sentence) {
        note(List.of(sentence));
    }

    /** For what stands beside the result without being a sentence of the program. */
    Writer err() {
        return command.getErr();
    }

    /** A mistake in the command line itself, to be thrown; how to use the command is shown beside it. */
    ParameterException misuse(String sentence) {
        return new ParameterException(command, sentence);
    }

    /** The version that an option names, such as {@code v2} or {@code host:SERVICE}. */
    CanaryName version(String option, String text) {
        try {
            return CanaryName.parse(text);
        } catch (IllegalArgumentException e) {
            throw misuse(option + " " + e.getMessage());
        }
    }
}
