package io.serinus.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "serinus",
        description = "Automated canary analysis for Istio.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            ControllerCommand.class,
            JudgeCommand.class,
            LintCommand.class,
            PreviewCommand.class,
            DoctorCommand.class,
            SteerCommands.Pause.class,
            SteerCommands.Resume.class,
            SteerCommands.Approve.class,
            SteerCommands.Skip.class,
            SteerCommands.Promote.class,
            SteerCommands.Abort.class,
            SteerCommands.Retry.class,
            HelpCommand.class
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  it did what was asked",
            "  1  it failed; the message says why (judge: FAIL, the canary is worse; lint: an error; preview: the release would"
                    + " be refused; doctor: a problem; pause and the like: the controller has refused it)",
            "  2  the command line is not understood (judge, lint, preview: or a file is not; pause and the like:"
                    + " or the cluster does not take it, or the time is over)",
            "  3  judge only: undecided"
        })
final class SerinusCommand implements Runnable {
    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "Missing command: try \"serinus demo\".");
        }
    }
}
