package io.serinus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nobody may take a result that got lost for a good one. The real standard output is in {@link LostOutputIT}, commands to a
 * cluster in {@link SteerCommandIT}.
 */
class LostOutputTest {
    /** As a full disk is: what is written waits in a buffer, and only flushing it fails. */
    private static final class Full extends OutputStream {
        private boolean isPending;

        @Override
        public void write(int octet) {
            isPending = true;
        }

        @Override
        public void flush() throws IOException {
            if (isPending) {
                throw new IOException("No space left on device");
            }
        }
    }

    static Invocation withFullStandardOutput(String... arguments) {
        PrintStream before = System.out;
        var err = new StringWriter();
        System.setOut(new PrintStream(new Full(), false, StandardCharsets.UTF_8));
        try {
            int exitCode = Main.commandLine().setErr(new PrintWriter(err)).execute(arguments);
            return new Invocation(exitCode, "", err.toString());
        } finally {
            System.setOut(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "preview -f docs/examples/preview --canary v2",
                "preview -f docs/examples/preview --canary v2 --diff",
                "preview -f docs/examples/preview --canary v2 -o yaml",
                "preview -f docs/examples/preview --canary v2 -o json",
                "preview -f docs/examples/preview --canary v3 -o json",
                "lint -f docs/examples/lint",
                "lint -f docs/examples/lint -o json",
                "lint -f docs/examples/preview -o json",
                "judge --counts docs/examples/judge/regression.json",
                "judge --counts docs/examples/judge/regression.json -o json",
                "judge --kayenta docs/examples/kayenta/config.json --samples docs/examples/kayenta/samples.json",
                "judge --kayenta docs/examples/kayenta/config.json --samples docs/examples/kayenta/samples.json -o json",
            })
    void endsWithExitCode2(String arguments) {
        Invocation lost = withFullStandardOutput(arguments.split(" "));
        assertThat(lost.exitCode()).isEqualTo(2);
        assertThat(lost.err().lines())
                .contains("serinus: the result cannot be written: standard output is closed or full");
    }
}
