package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.serinus.routing.DestinationRule;
import io.serinus.routing.VirtualService;
import io.serinus.testbed.KubeApiServer;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KubeApiServer.class)
class KubernetesMeshViewIT {
    private final KubernetesClient client;
    private final String namespace;
    private final String other;
    private final IstioApi istio;
    private final AtomicInteger wakeUps = new AtomicInteger();
    private final KubernetesMeshView view;

    KubernetesMeshViewIT(KubeApiServer api) {
        client = api.client();
        namespace = api.namespace();
        other = api.namespace();
        istio = IstioApi.discover(client);
        view = new KubernetesMeshView(client, istio, Scope.of(Set.of(namespace)), wakeUps::incrementAndGet);
    }

    @BeforeEach
    void watch() {
        MeshObjects.createShop(client, namespace);
        MeshObjects.createShop(client, other);
        view.start();
        await().until(view::hasSynced);
    }

    @AfterEach
    void close() {
        view.close();
    }

    @Test
    void showsWhatAsksForAReleaseInItsNamespaces() {
        await().untilAsserted(() -> assertThat(view.virtualServices())
                .extracting(VirtualService::namespace, VirtualService::name)
                .containsExactly(tuple(namespace, "shop")));
        VirtualService shop = view.virtualServices().iterator().next();
        assertThat(shop.tree()).extracting("status.inventedHere.big").isEqualTo(12345678901234L);
        assertThat(view.virtualService(namespace, "shop")).contains(shop);
        assertThat(view.virtualService(other, "shop")).isEmpty();
    }

    @Test
    void wakesUpForAnAnnotationThatComesAndGoes() {
        await().until(() -> view.virtualServices().size() == 1);
        int before = wakeUps.get();

        annotate("null");
        await().until(() -> view.virtualServices().isEmpty());
        assertThat(view.virtualService(namespace, "shop")).isPresent();
        assertThat(view.everyVirtualService()).hasSize(1);
        assertThat(wakeUps.get()).isGreaterThan(before);

        int without = wakeUps.get();
        annotate("\"v3\"");
        await().untilAsserted(() -> assertThat(view.virtualServices())
                .extracting(shop -> shop.annotations().get("serinus.io/release"))
                .containsExactly("v3"));
        assertThat(wakeUps.get()).isGreaterThan(without);
    }

    @Test
    void showsDestinationRulesAndTheirEnd() {
        assertThat(view.destinationRules()).isEmpty();

        MeshObjects.create(client, istio.destinationRules(), namespace, MeshObjects.DESTINATION_RULE);
        await().untilAsserted(() -> assertThat(view.destinationRules())
                .extracting(DestinationRule::namespace, DestinationRule::name)
                .containsExactly(tuple(namespace, "shop")));

        client.genericKubernetesResources(istio.destinationRules())
                .inNamespace(namespace)
                .withName("shop")
                .delete();
        await().until(() -> view.destinationRules().isEmpty());
    }

    @Test
    void everywhereMeansEveryNamespace() {
        try (var everywhere = new KubernetesMeshView(client, istio, Scope.everywhere(), () -> {})) {
            everywhere.start();

            await().untilAsserted(() -> assertThat(everywhere.virtualServices())
                    .extracting(VirtualService::namespace)
                    .contains(namespace, other));
        }
    }

    private void annotate(String release) {
        shop().patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\": {\"annotations\": {\"serinus.io/release\": " + release + "}}}");
    }

    private Resource<GenericKubernetesResource> shop() {
        return client.genericKubernetesResources(istio.virtualServices())
                .inNamespace(namespace)
                .withName("shop");
    }
}
