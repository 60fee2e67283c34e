package io.serinus.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** Answers a mistake in the command line with what is wrong and the synopsis: the whole help would bury it. */
final class ShortUsage implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException mistake, String[] arguments) {
        CommandLine command = mistake.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("serinus: " + Misuse.sentence(mistake, arguments));
        CommandLine.Help help = command.getHelp();
        err.print(help.synopsisHeading() + help.synopsis(help.synopsisHeadingLength()));
        err.println(command.getCommandSpec().qualifiedName() + " --help says more.");
        err.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }
}
