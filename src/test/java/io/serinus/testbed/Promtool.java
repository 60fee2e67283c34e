package io.serinus.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Prometheus' own word on metrics and rules. Each method fails with what promtool says. */
public final class Promtool {
    private Promtool() {}

    /** Nothing is wrong with this text, which a scraper could get. */
    public static void checkMetrics(String exposition) {
        Path file = write("exposition", exposition);
        run(file, "check", "metrics");
    }

    /** Nothing is wrong with these rules. */
    public static void checkRules(String yaml) {
        Path file = write("rules.yaml", yaml);
        run(Path.of("/dev/null"), "check", "rules", "--lint=all", "--lint-fatal", file.toString());
    }

    /**
     * The rules do what the tests say.
     *
     * @param tests names the rules as {@code rules.yaml}
     */
    public static void testRules(String rules, Path tests) {
        Path written = write("rules.yaml", rules);
        try {
            Path copy = Files.copy(tests, written.resolveSibling("tests.yaml"));
            run(Path.of("/dev/null"), "test", "rules", copy.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path write(String name, String text) {
        try {
            Path file = Files.createTempDirectory("promtool").resolve(name);
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Path input, String... arguments) {
        var command = new ArrayList<>(List.of(Binaries.promtool().toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(input.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while promtool ran", e);
        }
    }
}
