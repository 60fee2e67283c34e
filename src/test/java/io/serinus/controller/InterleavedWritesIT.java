package io.serinus.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.serinus.kubernetes.IstioApi;
import io.serinus.kubernetes.KubernetesRouter;
import io.serinus.metric.Target;
import io.serinus.metric.Version;
import io.serinus.release.Action;
import io.serinus.release.Machine;
import io.serinus.release.Plan;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.Request;
import io.serinus.release.Signals;
import io.serinus.release.State;
import io.serinus.release.Trouble;
import io.serinus.routing.CanaryName;
import io.serinus.routing.CanaryRoute;
import io.serinus.routing.DestinationRule;
import io.serinus.routing.Edit;
import io.serinus.routing.Layout;
import io.serinus.routing.MeshView;
import io.serinus.routing.Original;
import io.serinus.routing.PatchOperation;
import io.serinus.routing.Router;
import io.serinus.routing.RoutingEdit;
import io.serinus.routing.RoutingException;
import io.serinus.routing.RoutingIntent;
import io.serinus.routing.Selection;
import io.serinus.routing.Stickiness;
import io.serinus.routing.VirtualService;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Margin;
import io.serinus.template.Metric;
import io.serinus.template.Policies;
import io.serinus.template.Risk;
import io.serinus.template.Step;
import io.serinus.template.Tolerance;
import io.serinus.testbed.KubeApiServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Our writes among those of somebody else, on a real API server. */
@ExtendWith(KubeApiServer.class)
class InterleavedWritesIT {
    private static final int WRITES = 200;
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String VIRTUAL_SERVICE = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata:
              name: shop
              labels: {edits: "0"}
              annotations: {serinus.io/release: v2}
            spec:
              hosts: [shop]
              http:
              - name: elsewhere
                match:
                - uri: {prefix: /elsewhere}
                route:
                - destination: {host: elsewhere, subset: a}
                  weight: 60
                - destination: {host: elsewhere, subset: b}
                  weight: 40
              - name: primary
                route:
                - destination: {host: shop, subset: v1}
                  weight: 100
                - destination: {host: shop, subset: v2}
                  weight: 0
            """;

    private static final ResourceDefinitionContext VIRTUAL_SERVICES = new ResourceDefinitionContext.Builder()
            .withGroup("networking.istio.io")
            .withVersion("v1")
            .withKind("VirtualService")
            .withPlural("virtualservices")
            .withNamespaced(true)
            .build();

    private static final JsonMapper JSON = new JsonMapper();

    private final KubernetesClient client;
    private final IstioApi istio;
    private final String namespace;
    private final Random random = new Random(4);
    private int edits;
    private int conflicts;

    InterleavedWritesIT(KubeApiServer api) {
        client = api.client();
        namespace = api.namespace();
        istio = IstioApi.discover(client);
    }

    @BeforeEach
    void createShop() {
        client.genericKubernetesResources(VIRTUAL_SERVICES)
                .inNamespace(namespace)
                .resource(new KubernetesSerialization().unmarshal(VIRTUAL_SERVICE, GenericKubernetesResource.class))
                .create();
    }

    @Test
    void loseNobodysEdit() throws Exception {
        var router = new Meddled(new KubernetesRouter(client, istio));
        Release release = release(router.read(namespace, "shop").orElseThrow());
        Plan plan = release.plan().orElseThrow();
        var traffic = new Traffic(new Unseen(), router, () -> true, LoopListener.none());
        for (int i = 0; i < WRITES; i++) {
            RoutingIntent intent = intent();
            Signals.Routing reached = traffic.carryOut(release, intent);
            VirtualService now = router.calm.read(namespace, "shop").orElseThrow();
            requireEdits(now);
            if (!(reached instanceof Signals.Routing.Blocked)) {
                assertThat(isDone(now, plan, intent)).as("%s", intent).isTrue();
            }
        }
        assertThat(conflicts).as("writes that came too late").isGreaterThan(20);
        Router calm = router.calm;
        new Traffic(new Unseen(), calm, () -> true, LoopListener.none()).carryOut(release, new RoutingIntent.Restore());
        VirtualService last = calm.read(namespace, "shop").orElseThrow();
        requireEdits(last);
        assertThat(last.tree().toString()).doesNotContain("serinus-", "mirror", "Set-Cookie");
        assertThat(last.annotations()).doesNotContainKey(RoutingEdit.ADDED);
    }

    @Test
    void leaveTheRoutingToAManagerWhoUndoesItForTheThirdTime() throws Exception {
        var router = new KubernetesRouter(client, istio);
        Release release = release(router.read(namespace, "shop").orElseThrow());
        var traffic = new Traffic(new Unseen(), router, () -> true, LoopListener.none());
        Instant now = NOW;
        for (int i = 0; i < 40 && !isStalled(release); i++) {
            now = now.plusSeconds(5);
            Signals signals = new Signals(
                    new Signals.Wish.Continue(),
                    new Signals.Ground.Unknown(),
                    traffic.observe(release),
                    Optional.empty());
            var transition = Machine.next(release.state(), signals, now);
            release = release.with(transition.state());
            for (Action action : transition.actions()) {
                if (action instanceof Action.Route(RoutingIntent intent)) {
                    traffic.carryOut(release, intent);
                }
            }
            if (i % 8 == 7) {
                patchAs(
                        "argocd",
                        "[{\"op\":\"replace\",\"path\":\"/spec/http/1/route/0/weight\",\"value\":100},"
                                + "{\"op\":\"replace\",\"path\":\"/spec/http/1/route/1/weight\",\"value\":0}]");
            }
        }
        assertThat(release.state().trouble()).hasValueSatisfying(trouble -> {
            assertThat(trouble.kind()).isEqualTo(Trouble.Kind.STALLED);
            assertThat(trouble.message()).contains("Field manager argocd changed the routing");
        });
    }

    private static boolean isStalled(Release release) {
        return release.state()
                .trouble()
                .filter(trouble -> trouble.kind() == Trouble.Kind.STALLED)
                .isPresent();
    }

    private static boolean isDone(VirtualService now, Plan plan, RoutingIntent intent) {
        Edit edit = switch (intent) {
            case RoutingIntent.Apply(Layout layout) -> RoutingEdit.apply(now, plan.pair(), plan.original(), layout);
            case RoutingIntent.Restore() -> RoutingEdit.restore(now, plan.pair(), plan.original());
        };
        return edit.isComplete() && edit.operations().isEmpty();
    }

    private RoutingIntent intent() {
        if (random.nextInt(8) == 0) {
            return new RoutingIntent.Restore();
        }
        return new RoutingIntent.Apply(new Layout(
                random.nextInt(101),
                random.nextBoolean() ? Optional.of(10.0) : Optional.empty(),
                random.nextBoolean()
                        ? Optional.of(new CanaryRoute(
                                List.of(Map.of("headers", Map.of("x-canary", Map.of("exact", "1")))),
                                Optional.empty(),
                                Map.of()))
                        : Optional.empty(),
                random.nextBoolean()
                        ? Optional.of(new Stickiness("serinus", "shop-v2-1", Duration.ofHours(1)))
                        : Optional.empty()));
    }

    /** Every edit leaves its number in a label, and in the weights and the timeout of a route that is none of ours. */
    private void meddle() {
        edits++;
        int route = indexOf("elsewhere");
        int weight = edits % 100;
        patchAs("kubectl-edit", """
                [{"op":"replace","path":"/metadata/labels/edits","value":"%d"},
                 {"op":"add","path":"/spec/http/%d/timeout","value":"%ds"},
                 {"op":"replace","path":"/spec/http/%d/route/0/weight","value":%d},
                 {"op":"replace","path":"/spec/http/%d/route/1/weight","value":%d}]
                """.formatted(edits, route, edits, route, weight, route, 100 - weight));
    }

    private void requireEdits(VirtualService now) {
        JsonNode object = JSON.valueToTree(now.tree());
        assertThat(object.at("/metadata/labels/edits").asInt()).isEqualTo(edits);
        if (edits > 0) {
            JsonNode route = object.at("/spec/http/" + indexOf(object, "elsewhere"));
            assertThat(route.at("/timeout").asText()).isEqualTo(edits + "s");
            assertThat(route.at("/route/0/weight").asInt()).isEqualTo(edits % 100);
        }
    }

    private int indexOf(String name) {
        return indexOf(JSON.valueToTree(resource().get()), name);
    }

    private static int indexOf(JsonNode object, String name) {
        JsonNode http = object.at("/spec/http");
        for (int i = 0; i < http.size(); i++) {
            if (name.equals(http.get(i).path("name").asText())) {
                return i;
            }
        }
        throw new AssertionError("no route " + name);
    }

    private void patchAs(String manager, String operations) {
        resource()
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON)
                                .withFieldManager(manager)
                                .build(),
                        operations);
    }

    private Resource<GenericKubernetesResource> resource() {
        return client.genericKubernetesResources(VIRTUAL_SERVICES)
                .inNamespace(namespace)
                .withName("shop");
    }

    private Release release(VirtualService vs) {
        var selected = (Selection.Selected)
                Selection.of(vs, CanaryName.parse("v2"), Optional.empty(), List.of(), "cluster.local");
        String host = selected.pair().canary().host();
        var plan = new Plan(
                "shop-v2-1",
                selected.pair(),
                new Target(new Version(host, "v1"), new Version(host, "v2")),
                Original.of(vs, selected.pair(), selected.routes()),
                new AnalysisTemplate(
                        "default",
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(15),
                        Duration.ZERO,
                        Risk.DEFAULT,
                        List.of(Metric.ErrorRate.of(
                                "errors",
                                1,
                                new Tolerance(0.2, 0.0002),
                                new Margin(0.25, 0.005),
                                new Tolerance(2, 0.15))),
                        List.of(Step.weight(10, Duration.ZERO, 0)),
                        Policies.DEFAULT),
                Map.of(),
                List.of());
        return Release.requested(
                        new ReleaseId(namespace, "shop-v2-1"),
                        new Request("shop", "v2", Optional.empty(), "default", List.of()),
                        NOW)
                .with(new State.Progressing(plan, 0, NOW, Optional.of(NOW), Optional.empty()));
    }

    /** Between any two of our calls somebody may write. */
    private final class Meddled implements Router {
        private final KubernetesRouter calm;

        Meddled(KubernetesRouter calm) {
            this.calm = calm;
        }

        @Override
        public Optional<VirtualService> read(String inNamespace, String name) throws RoutingException {
            maybe();
            return calm.read(inNamespace, name);
        }

        @Override
        public Result patch(VirtualService base, List<PatchOperation> operations) throws RoutingException {
            boolean isStale = maybe();
            Result result = calm.patch(base, operations);
            if (isStale) {
                conflicts++;
                assertThat(result).as("a write based on a stale read").isInstanceOf(Result.Conflict.class);
            }
            maybe();
            return result;
        }

        private boolean maybe() {
            boolean meddles = random.nextInt(3) == 0;
            if (meddles) {
                meddle();
            }
            return meddles;
        }
    }

    /** A cache that has seen nothing yet, so that the API server is asked. */
    private static final class Unseen implements MeshView {
        @Override
        public Collection<VirtualService> virtualServices() {
            return List.of();
        }

        @Override
        public Collection<VirtualService> everyVirtualService() {
            return List.of();
        }

        @Override
        public Optional<VirtualService> virtualService(String namespace, String name) {
            return Optional.empty();
        }

        @Override
        public Collection<DestinationRule> destinationRules() {
            return List.of();
        }
    }
}
