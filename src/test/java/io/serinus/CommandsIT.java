package io.serinus;

import static io.serinus.simulation.DemoScenario.CANARY;
import static io.serinus.simulation.DemoScenario.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.serinus.testbed.ControllerProcess;
import io.serinus.testbed.KubeApiServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Commands over HTTP and by the command line, as the page shows them, with the packaged controller and a real API server. */
@ExtendWith(KubeApiServer.class)
class CommandsIT {
    private static final Pattern BODY = Pattern.compile("-d '(\\{[^']*})'");
    private static final Pattern SESSION = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CALL = Pattern.compile(
            "\\$ serinus (?<words>[^\n]*); echo \\$\\?\n(?<printed>.*?)(?<exitCode>\\d)\n(?=\\$|$)", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final String RELEASE = "checkout-v2-1";

    private final KubeApiServer api;

    CommandsIT(KubeApiServer api) {
        this.api = api;
    }

    @BeforeEach
    void applyRoles() {
        var result = api.kubectl("apply", "-f", "deploy/rbac.yaml", "-f", "deploy/operators.yaml");
        assertThat(result.exitCode()).as(result.stderr()).isZero();
    }

    /** A release that stays in its first step by itself. */
    private Stage stage() {
        Stage stage = Stage.on(api).start();
        stage.applyTemplate("default", spec -> {
            Map<String, Object> first = Map.of("weight", 5, "minDuration", "1h");
            Map<String, Object> second = Map.of("weight", 10, "minDuration", "1h");
            spec.put("steps", List.of(first, second, Map.of("approval", Map.of("name", "sign-off"))));
        });
        return stage;
    }

    private static void begin(Stage stage) {
        stage.annotate(CHECKOUT, CANARY);
        stage.awaitStatus(CHECKOUT, status -> status.path("weight").asInt() == 5);
    }

    /** The token of a ServiceAccount that the role is bound to. */
    private String operator(Stage stage, String account, String role) {
        String token = api.serviceAccountToken(stage.namespace(), account);
        stage.kubectl(
                "create",
                "rolebinding",
                account,
                "--clusterrole=" + role,
                "--serviceaccount=" + stage.namespace() + ":" + account);
        return token;
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/commands.md"));
    }

    private static MatchResult onThePage(Pattern pattern) throws IOException {
        List<MatchResult> found = pattern.matcher(page()).results().toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static List<String> log(Stage stage) {
        return stage.awaitStatus(CHECKOUT, status -> true).at("/status/log").findValuesAsText("message");
    }

    @Test
    void thePagesCommandsAreFollowedOrRefusedAsItSays() throws Exception {
        try (var stage = stage();
                var controller = stage.controller("leads")) {
            Path alice = api.kubeconfig("alice", operator(stage, "alice", "serinus-operator-kubectl"));
            begin(stage);
            commandsOverHttpAreFollowed(stage, controller);

            List<MatchResult> calls =
                    CALL.matcher(onThePage(SESSION).group(1)).results().toList();
            assertThat(calls)
                    .hasSize(onThePage(SESSION).group(1).split("\\$ serinus", -1).length - 1)
                    .hasSize(6);
            for (MatchResult call : calls) {
                String words = inNamespace(stage, call.group("words"));
                Ran ran = serinus(alice, words(words));
                assertThat(ran.err() + ran.out()).as(words).isEqualTo(inNamespace(stage, call.group("printed")));
                assertThat(ran.exitCode()).as(words).isEqualTo(Integer.parseInt(call.group("exitCode")));
            }
            JsonNode ended = stage.awaitPhase(CHECKOUT, "ABORTED");
            assertThat(ended.at("/status/reason").asText()).isEqualTo("Aborted by alice: complaints.");

            Ran late = serinus(alice, "resume", stage.namespace() + "/" + RELEASE);
            assertThat(late.exitCode()).as(late.err()).isEqualTo(1);
            assertThat(late.out()).contains("\"resume by alice\" is not possible: no release is under way");
            Ran again =
                    serinus(alice, "retry", stage.namespace() + "/" + RELEASE, "--reason", "once more", "-o", "json");
            assertThat(again.exitCode()).as(again.err()).isZero();
            JsonNode answer = new JsonMapper().readTree(again.out());
            assertThat(answer.path("release").asText()).isEqualTo("checkout-v2-2");
            assertThat(answer.path("followed").asBoolean()).isTrue();
            assertThat(answer.path("answer").asText()).isEqualTo("Begun anew by alice: once more.");
            Ran old = serinus(alice, "pause", stage.namespace() + "/" + RELEASE);
            assertFailed(old, "which is checkout-v2-2 and not checkout-v2-1");
        }
    }

    /** Leaves no trace but in the log: what is paused is resumed. */
    private void commandsOverHttpAreFollowed(Stage stage, ControllerProcess controller) throws IOException {
        String token = operator(stage, "operator", "serinus-operator");
        String stranger = api.serviceAccountToken(stage.namespace(), "stranger");
        String path = "/api/v1/releases/" + stage.namespace() + "/" + RELEASE + "/commands";
        String user = "system:serviceaccount:" + stage.namespace() + ":operator";
        String body = onThePage(BODY).group(1);

        assertThat(controller.post(path, "", body).statusCode()).isEqualTo(401);
        assertThat(controller.post(path, "wrong", body).statusCode()).isEqualTo(401);
        assertThat(controller.post(path, stranger, body).statusCode()).isEqualTo(403);
        var paused = controller.post(path, token, body);
        assertThat(paused.statusCode()).as(paused.body()).isEqualTo(202);
        assertThat(paused.body()).contains("\"command\":\"pause by " + user + ": rush hour\"");
        awaitLog(stage, "Paused by " + user + ": rush hour.");
        // The answer is recorded before the annotation is taken away.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> controller
                                .post(path, token, "{\"command\": \"resume\"}")
                                .statusCode()
                        == 202);
        awaitLog(stage, "Resumed by " + user + ".");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !stage.kubectl("get", "virtualservice", CHECKOUT, "-o", "yaml")
                        .contains("serinus.io/command"));
        assertThat(log(stage)).noneMatch(message -> message.contains("stranger"));
    }

    private static void awaitLog(Stage stage, String message) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(log(stage)).contains(message));
    }

    /** Linting in an editor or a hook must not become slower by what only some commands need. */
    @Test
    void otherCommandsLoadNoKubernetesClient() throws Exception {
        var command = new ArrayList<>(ControllerProcess.serinus());
        command.add(1, "-Xlog:class+load:stdout");
        command.addAll(List.of("lint", "-f", "docs/examples/lint"));
        Ran lint = run(new ProcessBuilder(command));
        assertThat(lint.out()).contains("io.serinus.cli.LintCommand");
        assertThat(lint.out()
                        .lines()
                        .filter(line -> line.contains(" io.fabric8.") || line.contains("io.serinus.kubernetes.")))
                .isEmpty();
    }

    private static String inNamespace(Stage stage, String text) {
        return text.replaceAll("\\bshop\\b", stage.namespace());
    }

    private static String[] words(String line) {
        return WORD.matcher(line)
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toArray(String[]::new);
    }

    private static void assertFailed(Ran ran, String... words) {
        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains(words).doesNotContain("Exception", "\tat ", "WARN");
        assertThat(ran.err().lines()).allMatch(line -> line.startsWith("serinus: "));
    }

    private record Ran(int exitCode, String out, String err) {}

    private static Ran serinus(Path kubeconfig, String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(ControllerProcess.serinus());
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command);
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        return run(builder);
    }

    private static Ran run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path err = Files.createTempFile("serinus", ".err");
        Process process = builder.redirectError(err.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.waitFor();
        String said = Files.readString(err);
        Files.delete(err);
        return new Ran(exitCode, out, said);
    }
}
