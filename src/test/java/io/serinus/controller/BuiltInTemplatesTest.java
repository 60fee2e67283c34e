package io.serinus.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.release.Release;
import io.serinus.release.State;
import io.serinus.release.State.Phase;
import io.serinus.release.Trouble;
import io.serinus.simulation.Behaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The templates that come with the program, as they are, each at the traffic that it is for. A mirror cannot be seen here,
 * since callers do not count it; BuiltInTemplatesIT has it.
 */
class BuiltInTemplatesTest {
    private static final int TICKS_OF_TWO_DAYS = 2 * 24 * 3600 / 5;

    @ParameterizedTest
    @CsvSource({
        "default, 100, 30",
        "cautious, 100, 120",
        "fast, 2000, 4",
        "low-traffic, 1, 20",
        "grpc, 50, 20",
        "layered, 100, 30",
        "callers, 100, 30",
        "own-timeout, 100, 30",
        "dark, 100, 30",
        "ab-test, 2, 1500",
        "blue-green, 50, 10",
        "sticky, 100, 30",
    })
    void leadAGoodCanaryToItsEndInSensibleTime(String template, int requestsPerSecond, int minutes) throws IOException {
        var scene = new Scene(named(template)).rate(requestsPerSecond).ticks(5).ask("v2");
        Instant asked = scene.now();
        var given = new ArrayList<String>();
        Release release = scene.tick().releases().iterator().next();
        for (int i = 0; i < TICKS_OF_TWO_DAYS && !release.state().isTerminal(); i++) {
            Trouble.Kind waits = release.state().trouble().map(Trouble::kind).orElse(Trouble.Kind.NO_DATA);
            if (waits == Trouble.Kind.PAUSED || waits == Trouble.Kind.APPROVAL) {
                String command = waits == Trouble.Kind.PAUSED ? "resume" : "approve";
                given.add(command);
                scene.command(command);
            }
            release = scene.tick().releases().iterator().next();
        }
        assertThat(release.state().phase()).as("%s", release.judgement()).isEqualTo(Phase.PROMOTED);
        assertThat(Duration.between(asked, scene.now())).isLessThan(Duration.ofMinutes(minutes));
        assertThat(given)
                .isEqualTo(Map.of(
                                "dark", List.of("resume"),
                                "ab-test", List.of("approve"),
                                "blue-green", List.of("approve"))
                        .getOrDefault(template, List.of()));
        assertThat(scene.spec().toString()).doesNotContain("serinus-");
    }

    @ParameterizedTest
    @CsvSource({
        "default, 100",
        "cautious, 100",
        "fast, 2000",
        "low-traffic, 1",
        "grpc, 50",
        "layered, 100",
        "callers, 100",
        "own-timeout, 100",
        "dark, 100",
        "ab-test, 2",
        "blue-green, 50",
        "sticky, 100"
    })
    void takeABrokenCanaryBackAlsoWhileTheyWaitForPeople(String template, int requestsPerSecond) throws IOException {
        var scene =
                new Scene(named(template)).canary(Behaviour.withErrorRatio(1)).rate(requestsPerSecond);
        Object before = scene.spec();
        Release release = scene.ask("v2").until(found -> found.state() instanceof State.Ended);
        assertThat(release.state().phase()).isEqualTo(Phase.ABORTED);
        assertThat(scene.spec()).isEqualTo(before);
    }

    private static Map<String, Object> named(String template) throws IOException {
        return WholeReleaseTest.template(Files.readString(Path.of("analysis-templates/" + template + ".yaml"))
                .replace("name: " + template + "\n", "name: default\n")
                // Every release has to say who calls.
                .replace("- name: caller\n", "- name: caller\n      default: loadtest\n"));
    }
}
