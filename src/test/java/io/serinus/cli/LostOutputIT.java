package io.serinus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script as a user runs it, on a device that is always full, and on no device at all. */
class LostOutputIT {
    @ParameterizedTest
    @CsvSource({
        "preview -f docs/examples/preview --canary v2, > /dev/full, 2",
        "preview -f docs/examples/preview --canary v2 -o json, > /dev/full, 2",
        "lint -f docs/examples/lint, > /dev/full, 2",
        "lint -f docs/examples/lint -o json, > /dev/full, 2",
        "judge --counts docs/examples/judge/regression.json, > /dev/full, 2",
        "judge --counts docs/examples/judge/regression.json -o json, > /dev/full, 2",
        "preview -f docs/examples/preview --canary v2, >&-, 2",
        "preview -f docs/examples/preview --canary v2, > /dev/null, 0",
    })
    void isTold(String arguments, String where, int exitCode) throws Exception {
        assumeThat(Files.isWritable(Path.of("/dev/full"))).isTrue();
        Process process = new ProcessBuilder("sh", "-c", "exec ./serinus " + arguments + " " + where).start();
        String err;
        try (var reader = process.errorReader()) {
            err = String.join("\n", reader.lines().toList());
        }
        assertThat(process.waitFor()).as(err).isEqualTo(exitCode);
        assertThat(err.contains("serinus: the result cannot be written: standard output is closed or full"))
                .as(err)
                .isEqualTo(exitCode == 2);
    }
}
