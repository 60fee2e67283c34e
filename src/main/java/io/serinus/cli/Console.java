package io.serinus.cli;

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

    /** Says what is wrong with the input: the exit code for that, or 0 if nothing is. */
    int refuse(List<String> problems) {
        note(problems);
        return problems.isEmpty() ? 0 : JudgeCommand.BAD_INPUT;
    }

    /** Says something beside the result. */
    void note(List<String> sentences) {
        PrintWriter err = command.getErr();
        sentences.forEach(sentence -> err.println("serinus: " + sentence));
        err.flush();
    }

    int refuseResult(IOException e) {
        return refuse(List.of("the result cannot be written: " + e.getMessage()));
    }

    /** A mistake in the command line itself, to be thrown; how to use the command is shown beside it. */
    ParameterException misuse(String sentence) {
        return new ParameterException(command, sentence);
    }
}
