package io.serinus.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.serinus.simulation.DemoScenario;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeshServerTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final MeshServer server = MeshServer.serving(start -> DemoScenario.SHOP.mesh(start, 5, host -> null))
            .start();

    @AfterEach
    void close() {
        server.close();
        http.close();
    }

    @Test
    void listsEveryProxyAsATargetOfItsOwn() throws Exception {
        JsonNode targets =
                new JsonMapper().readTree(get(server.serviceDiscovery()).body());
        assertThat(targets).hasSize(15);
        assertThat(targets.findValuesAsText("instance")).doesNotHaveDuplicates();
        assertThat(targets.findValuesAsText("pod")).contains("istio-ingressgateway-1", "checkout-v2-2");
        for (JsonNode target : targets) {
            URI page = URI.create("http://" + target.at("/targets/0").asText()
                    + target.at("/labels/__metrics_path__").asText());
            assertThat(get(page).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void showsTrafficAsItHappensUntilItIsStopped() {
        await().until(() -> page("istio-ingressgateway-1").body().contains("istio_requests_total{reporter=\"source\""));
        server.stopTraffic();
        var before = server.ledger();
        assertThat(before.total()).isPositive();
        assertThat(server.ledger().lines()).isEqualTo(before.lines());
    }

    @Test
    void doesNotAnswerForUnreachableOrKilledProxies() throws Exception {
        server.change(mesh -> mesh.setReachable("checkout-v1-1", false));
        assertThat(page("checkout-v1-1").statusCode()).isEqualTo(503);
        server.change(mesh -> mesh.kill("checkout-v1-2"));
        assertThat(page("checkout-v1-2").statusCode()).isEqualTo(404);
        assertThat(get(server.serviceDiscovery()).body())
                .contains("checkout-v1-1")
                .doesNotContain("checkout-v1-2");
    }

    @Test
    void tellsTheTestWhyTheMeshStopped() {
        var broken = MeshServer.serving(start -> DemoScenario.SHOP.mesh(start, 5, host -> {
            throw new IllegalArgumentException("no routing");
        }));
        try (broken) {
            broken.start();
            await().untilAsserted(() -> assertThatThrownBy(broken::ledger)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the mesh has stopped: no routing"));
        }
    }

    private HttpResponse<String> page(String pod) throws IOException, InterruptedException {
        return get(server.serviceDiscovery().resolve("/proxies/" + pod + "/metrics"));
    }

    private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
