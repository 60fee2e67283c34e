package io.serinus;

import static io.serinus.simulation.DemoScenario.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.testbed.KubeApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The README's path to a first canary, walked with the real kubectl, on the objects that the documentation shows. */
@ExtendWith(KubeApiServer.class)
class ReadmeIT {
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);

    private static List<String> blocks(String page, String language) throws IOException {
        return BLOCK.matcher(Files.readString(Path.of(page)))
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(MatchResult::group)
                .map(block -> block.replaceAll("```\\w*", ""))
                .toList();
    }

    /** The commands of the README that talk to the cluster; the port-forward needs nodes, which the testbed has not. */
    private static List<String> commands() throws IOException {
        return blocks("README.md", "sh").stream()
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> line.startsWith("kubectl") && !line.contains("port-forward"))
                .toList();
    }

    /** What stands behind "kubectl". */
    private static String[] words(String command) {
        return command.substring(command.indexOf(' ') + 1).split(" ", -1);
    }

    @Test
    void leadsToAFirstCanary(KubeApiServer api) throws IOException {
        List<String> commands = commands();
        assertThat(commands).hasSize(6);
        try (var stage = Stage.on(api).withoutObjects().start();
                var _ = stage.controller("readme")) {
            stage.kubectlWithInput(blocks("docs/first-canary.md", "yaml").getFirst(), "apply", "-f", "-");
            String before = stage.spec(CHECKOUT).toString();

            for (String command : commands.subList(0, 2)) {
                assertThat(api.kubectl(words(command)).exitCode()).as(command).isZero();
            }
            stage.kubectl(words(commands.get(2)));
            stage.awaitStatus(CHECKOUT, status -> status.path("weight").asInt() == 10);
            assertThat(stage.kubectl(words(commands.get(3)))).contains("PROGRESSING");
            assertThat(stage.kubectl(words(commands.get(4)))).contains("ReleaseStarted");

            stage.kubectl(words(commands.get(5)));
            stage.awaitStatus(CHECKOUT, status -> status.path("phase").asText().equals("CANCELLED"));
            assertThat(stage.spec(CHECKOUT)).hasToString(before);
        }
    }
}
