package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.serinus.routing.PatchOperation;
import io.serinus.routing.Router;
import io.serinus.routing.RoutingException;
import io.serinus.routing.VirtualService;
import io.serinus.testbed.KubeApiServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(KubeApiServer.class)
class KubernetesRouterIT {
    private static final String CANARY_WEIGHT = "/spec/http/0/route/1/weight";

    private final KubeApiServer api;
    private final KubernetesClient client;
    private final KubernetesRouter router;
    private final String namespace;

    KubernetesRouterIT(KubeApiServer api) {
        this.api = api;
        client = api.client();
        namespace = api.namespace();
        router = new KubernetesRouter(client, IstioApi.discover(client));
    }

    @BeforeEach
    void createShop() {
        MeshObjects.createShop(client, namespace);
    }

    @Test
    void findsTheVersionThatTheClusterPrefers() {
        assertThat(IstioApi.discover(client).version()).isEqualTo("v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v1beta1", "v1alpha3"})
    void changesTheWeightsAndNothingElse(String version) throws Exception {
        var anyVersion = new KubernetesRouter(client, new IstioApi(version));
        ObjectNode before = raw(version);
        VirtualService read = anyVersion.read(namespace, "shop").orElseThrow();

        Router.Result result = anyVersion.patch(
                read,
                List.of(
                        new PatchOperation.Test("/spec/http/0/route/1/destination/subset", "v2"),
                        new PatchOperation.Replace("/spec/http/0/route/0/weight", 90),
                        new PatchOperation.Replace(CANARY_WEIGHT, 10)));

        var applied = assertThat(result)
                .asInstanceOf(type(Router.Result.Applied.class))
                .actual();
        assertThat(applied.now().resourceVersion()).isNotEqualTo(read.resourceVersion());
        ((ObjectNode) before.at("/spec/http/0/route/0")).put("weight", 90);
        ((ObjectNode) before.at("/spec/http/0/route/1")).put("weight", 10);
        ObjectNode after = raw(version);
        assertThat(after.get("spec")).isEqualTo(before.get("spec"));
        assertThat(after.get("status")).isEqualTo(before.get("status")).isNotNull();
        assertThat(after.at("/metadata/annotations")).isEqualTo(before.at("/metadata/annotations"));
        assertThat(json(applied.now().tree())).isEqualTo(after);
        assertThat(managers()).contains("serinus");
    }

    @Test
    void readsEverythingAsItStandsThere() throws Exception {
        VirtualService read = router.read(namespace, "shop").orElseThrow();

        assertThat(read.namespace()).isEqualTo(namespace);
        assertThat(read.name()).isEqualTo("shop");
        assertThat(read.annotations()).containsEntry("serinus.io/release", "v2");
        assertThat(json(read.tree())).isEqualTo(raw("v1"));
    }

    @Test
    void addsAndRemovesFields() throws Exception {
        VirtualService read = router.read(namespace, "shop").orElseThrow();

        Router.Result result = router.patch(
                read,
                List.of(
                        new PatchOperation.Add("/spec/http/0/timeout", "3s"),
                        new PatchOperation.Remove("/metadata/annotations/serinus.io~1release")));

        assertThat(result).isInstanceOf(Router.Result.Applied.class);
        assertThat(raw("v1").at("/spec/http/0/timeout").asText()).isEqualTo("3s");
        assertThat(router.read(namespace, "shop").orElseThrow().annotations()).isEmpty();
    }

    @Test
    void conflictsWhenSomebodyElseWroteFirst() throws Exception {
        VirtualService stale = router.read(namespace, "shop").orElseThrow();
        assertThat(router.patch(stale, List.of(new PatchOperation.Replace(CANARY_WEIGHT, 5))))
                .isInstanceOf(Router.Result.Applied.class);

        Router.Result result = router.patch(stale, List.of(new PatchOperation.Replace(CANARY_WEIGHT, 50)));

        assertThat(result).isEqualTo(new Router.Result.Conflict());
        assertThat(raw("v1").at(CANARY_WEIGHT).asInt()).isEqualTo(5);
    }

    @Test
    void conflictsEvenWhereTheShapeChangedToo() throws Exception {
        VirtualService stale = router.read(namespace, "shop").orElseThrow();
        router.patch(stale, List.of(new PatchOperation.Replace("/spec/http/0/route/1/destination/subset", "v3")));

        Router.Result result = router.patch(
                stale,
                List.of(
                        new PatchOperation.Replace(CANARY_WEIGHT, 50),
                        new PatchOperation.Replace("/spec/http/0/route/0/weight", 50)));

        assertThat(result).isEqualTo(new Router.Result.Conflict());
    }

    @Test
    void isRefusedWhenADestinationIsNotWhereItWas() throws Exception {
        VirtualService read = router.read(namespace, "shop").orElseThrow();

        Router.Result result = router.patch(
                read,
                List.of(
                        new PatchOperation.Test("/spec/http/0/route/1/destination/subset", "v7"),
                        new PatchOperation.Replace(CANARY_WEIGHT, 50)));

        assertThat(result)
                .asInstanceOf(type(Router.Result.Refused.class))
                .extracting(Router.Result.Refused::message)
                .asString()
                .contains("VirtualService " + namespace + "/shop")
                .contains("does not have the shape that this change expects");
        assertThat(raw("v1").at(CANARY_WEIGHT).asInt()).isZero();
    }

    @Test
    void isRefusedInTheServersWordsWhenTheOutcomeIsInvalid() throws Exception {
        VirtualService read = router.read(namespace, "shop").orElseThrow();

        Router.Result result = router.patch(read, List.of(new PatchOperation.Replace(CANARY_WEIGHT, "half")));

        assertThat(result)
                .asInstanceOf(type(Router.Result.Refused.class))
                .extracting(Router.Result.Refused::message)
                .asString()
                .contains("weight")
                .contains("integer");
    }

    @Test
    void findsNothingWhereNothingIs() throws Exception {
        VirtualService read = router.read(namespace, "shop").orElseThrow();
        assertThat(router.read(namespace, "shopp")).isEmpty();

        api.client()
                .genericKubernetesResources(new IstioApi("v1").virtualServices())
                .inNamespace(namespace)
                .withName("shop")
                .delete();

        assertThat(router.read(namespace, "shop")).isEmpty();
        assertThat(router.patch(read, List.of(new PatchOperation.Replace(CANARY_WEIGHT, 50))))
                .isEqualTo(new Router.Result.Gone());
    }

    @Test
    void saysWhoRefusesToAnswer() {
        try (KubernetesClient visitor = api.clientWith(api.serviceAccountToken(namespace, "visitor"))) {
            var forbidden = new KubernetesRouter(visitor, new IstioApi("v1"));

            assertThatThrownBy(() -> forbidden.read(namespace, "shop"))
                    .isInstanceOf(RoutingException.class)
                    .hasMessageContaining("VirtualService " + namespace + "/shop")
                    .hasMessageContaining("system:serviceaccount:" + namespace + ":visitor");
        }
    }

    private ObjectNode raw(String version) throws JsonProcessingException {
        return (ObjectNode) new JsonMapper()
                .readTree(client.raw(
                        "/apis/networking.istio.io/" + version + "/namespaces/" + namespace + "/virtualservices/shop"));
    }

    private static JsonNode json(Map<String, Object> tree) throws JsonProcessingException {
        return new JsonMapper().readTree(Json.text(tree));
    }

    private List<String> managers() {
        return client
                .genericKubernetesResources(new IstioApi("v1").virtualServices())
                .inNamespace(namespace)
                .withName("shop")
                .require()
                .getMetadata()
                .getManagedFields()
                .stream()
                .map(ManagedFieldsEntry::getManager)
                .toList();
    }
}
