package io.serinus.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What a command printed, and how it ended. */
record Invocation(int exitCode, String out, String err) {
    static Invocation of(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(arguments);
        return new Invocation(exitCode, out.toString(), err.toString());
    }
}
