package io.serinus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine commandLine =
            Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "demo --help",
                "controller --help",
                "judge --help",
                "lint --help",
                "preview --help",
                "help demo",
                "--version"
            })
    void answersOnStandardOutput(String arguments) {
        assertThat(commandLine.execute(arguments.split(" "))).isZero();
        assertThat(out.toString()).contains("serinus");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "nonsense", "demo --sped 3", "demo --speed fast", "demo --speed 0", "demo --speed 1000"})
    void refusesWhatItDoesNotUnderstandWithExitCode2(String arguments) {
        assertThat(commandLine.execute(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).containsPattern("Usage: serinus|Did you mean|Possible solutions");
    }

    @Test
    void namesTheOptionTheValueAndWhatWasExpected() {
        commandLine.execute("demo", "--speed", "1000");
        assertThat(err.toString()).contains("--speed is 1000.0, expected a number from 1 to 100");
    }

    @Test
    void givesExamplesForEveryCommand() {
        for (CommandLine command : commandLine.getSubcommands().values()) {
            if (!command.getCommandName().equals("help")) {
                assertThat(command.getUsageMessage())
                        .as(command.getCommandName())
                        .contains("Examples:");
            }
        }
    }
}
