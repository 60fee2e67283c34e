package io.serinus.cli;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that prints a result and tells by its exit code what the result is. */
@Command(
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
        // A mistake of ours must not look like a failed canary, an error in the files, or a refused release or command.
        exitCodeOnExecutionException = ExitCode.BAD_INPUT)
abstract class ResultCommand implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public final Integer call() {
        var console =
                new Console(Objects.requireNonNull(spec, "picocli sets it").commandLine());
        try {
            return run(console);
        } catch (BadInputException e) {
            console.note(e.sentences());
        } catch (IOException _) {
            console.note("the result cannot be written: standard output is closed or full");
        }
        return ExitCode.BAD_INPUT;
    }

    /**
     * The exit code, after the result has been written.
     *
     * @throws IOException if the result cannot be written
     * @throws BadInputException if there is none; nothing has been written then
     */
    abstract int run(Console console) throws IOException, BadInputException;
}
