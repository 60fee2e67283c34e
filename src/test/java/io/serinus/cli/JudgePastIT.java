package io.serinus.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.serinus.simulation.Behaviour;
import io.serinus.simulation.DemoScenario;
import io.serinus.testbed.BackendServer;
import io.serinus.testbed.MeshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code serinus judge --prometheus} on the real servers, which have scraped a good canary and then a bad one. */
class JudgePastIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String HOST = DemoScenario.SHOP.host(DemoScenario.CHECKOUT);
    private static final String TEMPLATE = "docs/examples/judge/quick.yaml";

    @RegisterExtension
    static final MeshServer MESH = MeshServer.serving(start -> DemoScenario.SHOP.mesh(start, 5, host -> routing()));

    private static BackendServer prometheus;
    private static BackendServer victoria;
    private static Instant begin;
    private static Instant turn;
    private static Instant end;

    @BeforeAll
    static void recordBoth() throws InterruptedException {
        prometheus = BackendServer.prometheus(Optional.of(MESH), "");
        victoria = BackendServer.victoriaMetrics(Optional.of(MESH));
        MESH.change(mesh -> {
            mesh.setRate(HOST, 400);
            mesh.setBehaviour(HOST, "v2", Behaviour.withErrorRatio(0.001));
        });
        // The servers come up and find their targets meanwhile.
        TimeUnit.SECONDS.sleep(20);
        begin = Instant.now();
        TimeUnit.SECONDS.sleep(40);
        turn = Instant.now();
        MESH.change(mesh -> mesh.setBehaviour(HOST, "v2", Behaviour.withErrorRatio(0.3)));
        TimeUnit.SECONDS.sleep(30);
        end = Instant.now();
        // Until VictoriaMetrics shows it.
        TimeUnit.SECONDS.sleep(35);
    }

    @AfterAll
    static void stop() {
        prometheus.close();
        victoria.close();
    }

    @Test
    void findsOutWhatTheCanaryWas() throws IOException {
        for (BackendServer server : List.of(prometheus, victoria)) {
            Invocation good = judge(server, begin, turn);
            JsonNode word = JSON.readTree(good.out());
            assertThat(good.exitCode()).as(good.out() + good.err()).isZero();
            assertThat(word.path("verdict").asText()).isEqualTo("PASS");
            assertThat(word.path("reporter").asText()).isEqualTo("source");
            assertThat(requests(word)).isBetween(3_500L, 6_500L);

            Invocation bad = judge(server, begin, end);
            JsonNode failed = JSON.readTree(bad.out());
            assertThat(bad.exitCode()).as(bad.out() + bad.err()).isEqualTo(1);
            assertThat(failed.path("verdict").asText()).isEqualTo("FAIL");
            assertThat(failed.path("reason").asText()).startsWith("errors: canary ");
        }
    }

    /** Both have the same samples but for when they took them. */
    @Test
    void bothServersTellTheSameStory() throws IOException {
        long one = requests(JSON.readTree(judge(prometheus, begin, turn).out()));
        long other = requests(JSON.readTree(judge(victoria, begin, turn).out()));
        assertThat((double) one).isCloseTo(other, Percentage.withPercentage(10));
    }

    @Test
    void saysThatNothingWasCounted() {
        Invocation none =
                Invocation.of(arguments(prometheus, begin, turn, "text", "--service", "shop/nobody", "--quiet"));
        assertThat(none.exitCode()).as(none.err()).isEqualTo(3);
        assertThat(none.out()).contains("NO_DATA");
    }

    @Test
    void saysThatTheServerDoesNotAnswer() {
        Invocation none = Invocation.of(
                "judge --prometheus http://127.0.0.1:1 --service shop/checkout --baseline v1 --canary v2".split(" "));
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.out()).isEmpty();
        assertThat(none.err()).startsWith("serinus: http://127.0.0.1:1: ");
    }

    @Test
    void printsWhatThePageShows() throws IOException {
        Matcher session = Pattern.compile(
                        "```console\n\\$ serinus (judge [^;]*); echo \\$\\?\n(.*?)1\n```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs", "judge-prometheus.md")));
        assertThat(session.find()).isTrue();
        String[] typed = session.group(1)
                .replace("http://localhost:9090", url(prometheus))
                .replaceFirst("--last \\S+", "--from " + turn.minusSeconds(12) + " --to " + end)
                .split(" ");

        Invocation shown = Invocation.of(typed);

        assertThat(shown.exitCode()).as(shown.out() + shown.err()).isEqualTo(1);
        assertThat(shape(shown.out())).isEqualTo(shape(session.group(2)));
    }

    /** Numbers differ between runs, and with them how many lines of the table say what. */
    private static List<String> shape(String text) {
        return Arrays.stream(text.replaceAll("http://[^ \n]+", "URL").split("\n"))
                .map(line -> line.replaceAll("\\d+([.,:TZ-]*\\d*)*Z?", "#")
                        .replaceAll("none", "#")
                        .replaceAll(" +", " "))
                .map(line -> line.matches("# .*(UNDECIDED|PASS|FAIL|NO_DATA)") ? "a line of the table" : line)
                .distinct()
                .filter(line -> !line.contains("UNCERTAIN_COUNTS"))
                .toList();
    }

    private static Invocation judge(BackendServer server, Instant from, Instant to) {
        return Invocation.of(arguments(server, from, to, "json"));
    }

    private static String[] arguments(BackendServer server, Instant from, Instant to, String format, String... more) {
        var arguments = new ArrayList<>(List.of(
                "judge",
                "--prometheus",
                url(server),
                "--baseline",
                "v1",
                "--canary",
                "v2",
                "--from",
                from.toString(),
                "--to",
                to.toString(),
                "--template",
                TEMPLATE,
                "--output",
                format));
        List<String> added = List.of(more);
        if (!added.contains("--service")) {
            arguments.addAll(List.of("--service", "shop/checkout"));
        }
        arguments.addAll(added);
        return arguments.toArray(String[]::new);
    }

    private static long requests(JsonNode document) {
        long sum = 0;
        for (JsonNode interval : document.path("intervals")) {
            sum += interval.path("canaryRequests").asLong();
        }
        return sum;
    }

    private static String url(BackendServer server) {
        return "http://127.0.0.1:" + server.port();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> routing() {
        Map<String, Object> virtualService = DemoScenario.SHOP.virtualService(DemoScenario.CHECKOUT);
        var http = (List<Map<String, Object>>)
                requireNonNull(((Map<String, Object>) requireNonNull(virtualService.get("spec"))).get("http"));
        var route = (List<Map<String, Object>>) requireNonNull(http.getFirst().get("route"));
        route.getFirst().put("weight", 75);
        route.getLast().put("weight", 25);
        return virtualService;
    }
}
