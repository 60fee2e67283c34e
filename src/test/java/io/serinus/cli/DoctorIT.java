package io.serinus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.serinus.prometheus.Checkup;
import io.serinus.simulation.DemoScenario;
import io.serinus.testbed.BackendServer;
import io.serinus.testbed.MeshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code serinus doctor} on the real servers, which scrape a simulated mesh. */
class DoctorIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LONG = Duration.ofSeconds(90);

    @RegisterExtension
    static final MeshServer MESH = MeshServer.serving(start -> DemoScenario.SHOP.mesh(start, 3, host -> null));

    private static BackendServer prometheus;
    private static BackendServer victoria;

    @BeforeAll
    static void start() {
        prometheus = BackendServer.prometheus(Optional.of(MESH), "");
        victoria = BackendServer.victoriaMetrics(Optional.of(MESH));
    }

    @AfterAll
    static void stop() {
        prometheus.close();
        victoria.close();
    }

    @Test
    void theRealPrometheusIsGoodEnough() throws IOException {
        JsonNode backend = awaitHealthy(url(prometheus));

        assertThat(backend.path("flavor").asText()).isEqualTo("prometheus");
        assertThat(backend.path("version").asText()).matches("\\d+[.].+");
        assertThat(seen(backend, "flavor")).endsWith("its counters are read 0.5 s behind.");
        assertThat(seen(backend, "scrapes")).isEqualTo("A proxy is scraped every 1.0 s.");
        assertThat(seen(backend, "reporters")).isEqualTo("Requests are counted by: destination, source.");
        assertThat(checks(backend))
                .containsExactlyElementsOf(Checkup.CHECKS.stream()
                        .filter(check -> !check.equals("tls"))
                        .map(check -> check + " OK")
                        .toList());
    }

    @Test
    void printsWhatThePageShows() throws IOException {
        awaitHealthy(url(prometheus));
        String page = Files.readString(Path.of("docs", "doctor.md"));
        Matcher session = Pattern.compile(
                        "```console\n\\$ serinus (doctor --prometheus http://localhost:9090 [^;]*); echo \\$\\?\n(.*?)0\n```",
                        Pattern.DOTALL)
                .matcher(page);
        assertThat(session.find()).isTrue();

        Invocation shown = Invocation.of(session.group(1)
                .replace("9090", Integer.toString(prometheus.port()))
                .split(" "));

        assertThat(withoutNumbers(shown.out())).isEqualTo(withoutNumbers(session.group(2)));
    }

    /** Times, ports, versions and counts differ between runs. */
    private static String withoutNumbers(String text) {
        return text.replaceAll("is Prometheus [^;]+;", "is Prometheus #;").replaceAll("[0-9]+([.][0-9]+)*", "#");
    }

    @Test
    void theRealVictoriaMetricsIsGoodEnough() throws IOException {
        JsonNode backend = awaitHealthy(url(victoria));

        assertThat(backend.path("flavor").asText()).isEqualTo("victoriametrics");
        assertThat(seen(backend, "flavor")).endsWith("its counters are read 10.0 s behind.");
        assertThat(seen(backend, "scrapes")).isEqualTo("A proxy is scraped every 1.0 s.");
        assertThat(checks(backend)).allMatch(check -> check.endsWith(" OK")).hasSize(15);
    }

    @Test
    void saysWhichServicesThereAreWhereTheOneAskedForHasNoRequests() throws IOException {
        awaitHealthy(url(prometheus));

        Invocation none = Invocation.of("doctor", "--prometheus", url(prometheus), "--service", "shop/chekout");

        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.out())
                .contains(
                        "PROBLEM  requests     No requests to chekout.shop.svc.cluster.local are counted; there are such to ")
                .contains("checkout.shop.svc.cluster.local");

        Invocation some = Invocation.of("doctor", "--prometheus", url(prometheus), "--service", "shop/checkout");

        assertThat(some.exitCode()).as(some.out()).isZero();
        assertThat(some.out()).contains("istio_requests_total of checkout.shop.svc.cluster.local has ");
    }

    private static JsonNode awaitHealthy(String url) throws IOException {
        await().atMost(LONG)
                .until(() -> Invocation.of("doctor", "--prometheus", url).exitCode() == 0
                        && Invocation.of("doctor", "--prometheus", url).out().contains("no warning"));
        Invocation invocation = Invocation.of("doctor", "--prometheus", url, "-o", "json");
        assertThat(invocation.exitCode())
                .as(invocation.out() + invocation.err())
                .isZero();
        return JSON.readTree(invocation.out()).path("backends").path(0);
    }

    private static List<String> checks(JsonNode backend) {
        var checks = new ArrayList<String>();
        backend.path("checks")
                .forEach(check -> checks.add(
                        check.path("check").asText() + " " + check.path("grade").asText()));
        return checks;
    }

    private static String seen(JsonNode backend, String check) {
        for (JsonNode one : backend.path("checks")) {
            if (one.path("check").asText().equals(check)) {
                return one.path("seen").asText();
            }
        }
        throw new AssertionError(backend.toPrettyString());
    }

    private static String url(BackendServer server) {
        return "http://127.0.0.1:" + server.port();
    }
}
