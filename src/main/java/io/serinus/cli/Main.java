package io.serinus.cli;

import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;

/** Where the process begins: the command line is read before the container starts, so that help answers at once. */
@QuarkusMain
public final class Main {
    private Main() {}

    /** Ends the process with the command's exit code. */
    public static void main(String... arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new SerinusCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                // A misspelt option must not be taken for a value of the one before.
                .setUnmatchedOptionsAllowedAsOptionParameters(false)
                .setParameterExceptionHandler(new ShortUsage());
    }
}
