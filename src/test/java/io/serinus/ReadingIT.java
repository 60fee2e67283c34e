package io.serinus;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.simulation.DemoScenario;
import io.serinus.testbed.ControllerProcess;
import io.serinus.testbed.KubeApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The packaged controller lets only those read whom a real API server lets, as docs/security.md says. */
@ExtendWith(KubeApiServer.class)
class ReadingIT {
    private final KubeApiServer api;

    ReadingIT(KubeApiServer api) {
        this.api = api;
        var result = api.kubectl("apply", "-f", "deploy/rbac.yaml", "-f", "deploy/operators.yaml");
        assertThat(result.exitCode()).as(result.stderr()).isZero();
    }

    @Test
    void readingTakesATokenOfTheClusterWithTheRight() {
        try (var stage = Stage.on(api).start();
                var controller = stage.controller("reads", Map.of("SERINUS_REPORT_ACCESS", "authenticated"))) {
            String namespace = stage.namespace();
            stage.annotate(DemoScenario.CHECKOUT, DemoScenario.CANARY);
            stage.awaitStatus(
                    DemoScenario.CHECKOUT, status -> status.path("weight").asInt() > 0);
            doAsThePageSays(namespace);
            String viewer = api.serviceAccountToken(namespace, "dashboard");
            String stranger = api.serviceAccountToken(namespace, "stranger");
            String one = "/api/v1/releases/" + namespace + "/checkout-v2-1";
            String page = "/releases/" + namespace + "/checkout-v2-1";
            String list = "/api/v1/releases?namespace=" + namespace;

            for (String path : List.of(one, page, list, "/?namespace=" + namespace, "/", "/api/v1/releases")) {
                assertThat(controller.get(path).statusCode()).as(path).isEqualTo(401);
                assertThat(controller.get(path, "wrong").statusCode()).as(path).isEqualTo(401);
                assertThat(controller.get(path, stranger).statusCode()).as(path).isEqualTo(403);
                assertThat(controller.get(path, stranger).body()).as(path).doesNotContain("checkout");
            }
            for (String path : List.of(one, page, list, "/?namespace=" + namespace)) {
                var answer = controller.get(path, viewer);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(answer.body()).contains("checkout-v2-1");
            }
            for (String path : List.of("/", "/api/v1/releases", "/api/v1/releases?namespace=default")) {
                assertThat(controller.get(path, viewer).statusCode()).as(path).isEqualTo(403);
            }
            viewersMayNotCommand(stage, controller, one, viewer);
            for (String path : List.of("/metrics", "/q/health/ready", "/assets/serinus.css")) {
                assertThat(controller.get(path).statusCode()).as(path).isEqualTo(200);
            }
        }
    }

    private void doAsThePageSays(String namespace) {
        List<String> commands = page().lines()
                .filter(line -> line.startsWith("kubectl "))
                .map(line -> line.replaceAll("\\bshop\\b", namespace))
                .toList();
        assertThat(commands).hasSize(3);
        for (String command : commands) {
            String[] words = command.split(" ", -1);
            var result = api.kubectl(Arrays.copyOfRange(words, 1, words.length));
            assertThat(result.exitCode()).as(result.stderr()).isZero();
        }
        assertThat(page()).contains("'http://localhost:8080/api/v1/releases?namespace=shop'", "create token dashboard");
    }

    private static String page() {
        try {
            return Files.readString(Path.of("docs", "security.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void viewersMayNotCommand(Stage stage, ControllerProcess controller, String one, String viewer) {
        assertThat(controller
                        .post(one + "/commands", viewer, "{\"command\": \"abort\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(stage.kubectl("get", "virtualservice", DemoScenario.CHECKOUT, "-o", "yaml"))
                .doesNotContain("serinus.io/command");
        assertThat(stage.kubectl("get", "canaryreleases", "-o", "yaml")).doesNotContain("dashboard");
    }
}
