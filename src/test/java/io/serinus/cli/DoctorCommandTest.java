package io.serinus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.prometheus.Checkup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorCommandTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| ");

    @Test
    void thePageExplainsEveryCheckInOrder() throws IOException {
        assertThat(ROW.matcher(page()).results().map(row -> row.group(1))).containsExactlyElementsOf(Checkup.CHECKS);
    }

    @Test
    void printsWhatThePageShowsOfANameThatIsNotKnown() throws IOException {
        Matcher session = Pattern.compile(
                        "\\$ serinus (doctor [^;]*invalid:9090); echo \\$\\?\n(.*?)(\\d)\n```", Pattern.DOTALL)
                .matcher(page());
        assertThat(session.find()).isTrue();

        Invocation shown = Invocation.of(session.group(1).split(" "));

        assertThat(shown.out()).isEqualTo(session.group(2));
        assertThat(shown.exitCode()).hasToString(session.group(3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "doctor --tenant shop | --tenant is given without --prometheus",
                "doctor --parameter a=b | --parameter is given without --prometheus",
                "doctor --prometheus http://p:9090 --backend mimir | --backend is given beside --prometheus",
                "doctor --prometheus http://p:9090 --service cart | --service is \"cart\", expected NAMESPACE/NAME",
                "doctor --prometheus http://p:9090 --service Shop/cart | the namespace of --service is \"Shop\"",
                "doctor --prometheus p:9090 | --prometheus: url must be http:// or https:// with a host",
                "doctor --prometheus http://p:9090 --flavor promscale | --prometheus: flavor is 'promscale'; expected one of",
                "doctor --prometheus http://p:9090 --timeout soon | soon",
                "doctor --prometheus https://p --ca-file /none/ca.pem | ca-file is /none/ca.pem; expected a file",
                "doctor --backend mimir | --backend is \"mimir\", expected one of default",
            })
    void aMistakeInTheCommandLineIsToldAndEndsWithTwo(String command, String words) {
        Invocation mistaken = Invocation.of(command.split(" "));

        assertThat(mistaken.err()).contains(words).doesNotContain("serinus.backends", "commandline");
        assertThat(mistaken.out()).isEmpty();
        assertThat(mistaken.exitCode()).isEqualTo(2);
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs", "doctor.md"));
    }
}
