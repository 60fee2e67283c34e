package io.serinus.cli;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

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
                // The parser's own writer puts a decoder in between, behind which an error of the stream is not seen.
                .setOut(new PrintWriter(System.out, true))
                .setExecutionStrategy(parsed -> {
                    requireNoMoreThanHelp(parsed);
                    return new CommandLine.RunLast().execute(parsed);
                })
                .setParameterExceptionHandler(new ShortUsage());
    }

    /** The parser lets everything pass behind a word or an option that asks for help. */
    private static void requireNoMoreThanHelp(ParseResult parsed) {
        if (parsed.hasSubcommand()) {
            ParseResult command = parsed.subcommand();
            if (command.commandSpec().helpCommand() && !command.unmatched().isEmpty()) {
                throw new UnmatchedArgumentException(command.commandSpec().commandLine(), command.unmatched());
            }
        }
    }
}
