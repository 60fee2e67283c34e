package io.serinus.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.serinus.simulation.DemoScenario;
import io.serinus.simulation.Ledger;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The testbed itself: what is written to the API server moves the traffic that Prometheus sees. */
@ExtendWith(KubeApiServer.class)
class TestbedIT {
    private static final ResourceDefinitionContext VIRTUAL_SERVICES = new ResourceDefinitionContext.Builder()
            .withGroup("networking.istio.io")
            .withVersion("v1")
            .withKind("VirtualService")
            .withPlural("virtualservices")
            .withNamespaced(true)
            .build();

    @Test
    void movesTrafficByVirtualServiceAndShowsExactlyItInPrometheus(KubeApiServer api) {
        var scenario = new DemoScenario(api.namespace());
        create(api.client(), scenario, DemoScenario.CHECKOUT);
        create(api.client(), scenario, DemoScenario.PAYMENTS);
        setWeights(api.client(), scenario, 90, 10);
        String host = scenario.host(DemoScenario.CHECKOUT);

        try (var routing = new LiveRouting(api.client(), scenario.namespace());
                var mesh = MeshServer.serving(start -> scenario.mesh(start, 42, routing));
                var prometheus = PrometheusServer.scraping(mesh).start()) {
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> requests(prometheus, host, "v1") > 500 && requests(prometheus, host, "v2") > 0);
            Ledger before = mesh.ledger();
            assertThat(share(before, host)).isBetween(0.05, 0.15);

            setWeights(api.client(), scenario, 20, 80);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> requests(prometheus, host, "v2") > before.requests(host, "v2") + 400);

            mesh.stopTraffic();
            Ledger all = mesh.ledger();
            long v1 = all.requests(host, "v1") - before.requests(host, "v1");
            long v2 = all.requests(host, "v2") - before.requests(host, "v2");
            assertThat((double) v2 / (v1 + v2)).isBetween(0.6, 0.9);
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                assertThat(prometheus.count("istio_requests_total"))
                        .isEqualTo(all.total() + all.count(Ledger.Line::delivered));
                assertThat(requests(prometheus, host, "v1")).isEqualTo(all.requests(host, "v1"));
                assertThat(requests(prometheus, host, "v2")).isEqualTo(all.requests(host, "v2"));
            });
            assertThat(prometheus.query("up == 1"))
                    .hasSize(mesh.ask(running -> running.proxies().size()));

            prometheus.restart();
            assertThat(prometheus.count("last_over_time(istio_requests_total{reporter=\"source\"}[5m])"))
                    .isEqualTo(all.total());
        }
    }

    @Test
    void knowsWhoAsks(KubeApiServer api) {
        String namespace = api.namespace();
        String token = api.serviceAccountToken(namespace, "visitor");
        try (var visitor = api.clientWith(token)) {
            assertThatThrownBy(() -> visitor.configMaps().inNamespace(namespace).list())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("system:serviceaccount:" + namespace + ":visitor");
        }
    }

    @Test
    void runsTheRealKubectl(KubeApiServer api) {
        String namespace = api.namespace();
        String virtualService = Serialization.asYaml(new DemoScenario(namespace).virtualService(DemoScenario.CHECKOUT));
        assertThat(api.kubectlWithInput(virtualService, "apply", "-f", "-").exitCode())
                .isZero();
        var found = api.kubectl("get", "virtualservices", "-n", namespace, "-o", "name");
        assertThat(found.stdout()).isEqualTo("virtualservice.networking.istio.io/checkout\n");
        var missing = api.kubectl("get", "virtualservice", "none", "-n", namespace);
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.stderr()).contains("NotFound");
    }

    private static void create(KubernetesClient client, DemoScenario scenario, String service) {
        client.genericKubernetesResources(VIRTUAL_SERVICES)
                .inNamespace(scenario.namespace())
                .resource(client.getKubernetesSerialization()
                        .convertValue(scenario.virtualService(service), GenericKubernetesResource.class))
                .create();
    }

    private static void setWeights(KubernetesClient client, DemoScenario scenario, int baseline, int canary) {
        client.genericKubernetesResources(VIRTUAL_SERVICES)
                .inNamespace(scenario.namespace())
                .withName(DemoScenario.CHECKOUT)
                .patch(PatchContext.of(PatchType.JSON), """
                        [{"op": "replace", "path": "/spec/http/0/route/0/weight", "value": %d},
                         {"op": "replace", "path": "/spec/http/0/route/1/weight", "value": %d}]
                        """.formatted(baseline, canary));
    }

    private static long requests(PrometheusServer prometheus, String host, String version) {
        return prometheus.count("istio_requests_total{reporter=\"source\",destination_service=\"" + host
                + "\",destination_version=\"" + version + "\"}");
    }

    private static double share(Ledger ledger, String host) {
        return (double) ledger.requests(host, "v2") / ledger.requests(host);
    }
}
