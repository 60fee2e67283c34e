package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.serinus.metric.Target;
import io.serinus.metric.Version;
import io.serinus.release.Copies.Draft;
import io.serinus.release.Copies.Making;
import io.serinus.release.Copies.Removal;
import io.serinus.release.Copy;
import io.serinus.release.Plan;
import io.serinus.release.Release;
import io.serinus.release.State;
import io.serinus.routing.DestinationRule;
import io.serinus.routing.Endpoint;
import io.serinus.routing.Original;
import io.serinus.routing.Pair;
import io.serinus.testbed.KubeApiServer;
import io.serinus.testbed.Kubectl;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of a baseline on a real API server, by exactly the rights that the manifests give. Nobody starts pods for them. */
@ExtendWith(KubeApiServer.class)
class KubernetesCopiesIT {
    private static final String OBJECTS = """
            apiVersion: v1
            kind: Service
            metadata: {name: shop}
            spec: {selector: {app: shop}, ports: [{name: http, port: 80, targetPort: 8080}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: shop-v1
              labels: {app: shop, argocd.argoproj.io/instance: shop}
              annotations: {example.com/owner: team}
            spec:
              replicas: 3
              selector: {matchLabels: {app: shop, version: v1}}
              template:
                metadata: {labels: {app: shop, version: v1, tier: web}}
                spec: {containers: [{name: app, image: "example/shop:1", env: [{name: A, value: b}]}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop-v2}
            spec:
              replicas: 2
              selector: {matchLabels: {app: shop, version: v2}}
              template:
                metadata: {labels: {app: shop, version: v2}}
                spec: {containers: [{name: app, image: "example/shop:2"}]}
            """;

    private final KubeApiServer api;
    private final KubernetesClient admin;
    private final String namespace;
    private final KubernetesClient client;
    private final KubernetesCopies copies;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private Runnable beforeDelete = () -> {};
    private List<String> subsets = List.of("v1", "v2");
    private long nanos;

    KubernetesCopiesIT(KubeApiServer api) {
        this.api = api;
        admin = api.client();
        namespace = api.namespace();
        succeed(api.kubectl("apply", "-f", "deploy/rbac.yaml", "-f", "deploy/optional/baseline-copy.yaml"));
        client = watched(api.clientWith(api.serviceAccountToken("serinus-system", "serinus")));
        // Nothing that was said before is kept, but where a test stops the clock.
        copies = copies(() -> nanos += TimeUnit.MINUTES.toNanos(1));
    }

    private KubernetesCopies copies(LongSupplier clock) {
        return new KubernetesCopies(client, Scope.everywhere(), () -> List.of(rule()), "cluster.local", clock);
    }

    private KubernetesClient watched(KubernetesClient plain) {
        try (plain) {
            return new KubernetesClientBuilder()
                    .withConfig(plain.getConfiguration())
                    .withHttpClientBuilderConsumer(builder ->
                            builder.addOrReplaceInterceptor("test", new Interceptor() {
                                @Override
                                public void before(BasicBuilder request, HttpRequest sent, RequestTags tags) {
                                    requests.add(
                                            sent.method() + " " + sent.uri().getPath());
                                    if (sent.method().equals("DELETE")) {
                                        beforeDelete.run();
                                    }
                                }
                            }))
                    .build();
        }
    }

    @BeforeEach
    void createObjects() {
        succeed(api.kubectlWithInput(OBJECTS, "apply", "-n", namespace, "-f", "-"));
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void isMadeAsLargeAsTheCanaryAndRemovedAgain() {
        bind();
        Release release = recorded();

        Copy copy = possible(release);
        assertThat(copy)
                .isEqualTo(new Copy(
                        namespace,
                        "shop-v1-serinus-copy",
                        "shop-serinus-copy",
                        new Version("shop-serinus-copy." + namespace + ".svc.cluster.local", "v1-copy"),
                        2));
        Release planned = planned(release, copy);
        assertThat(copies.make(planned, copy)).isEqualTo(new Making.Made());
        assertThat(copies.make(planned, copy)).isEqualTo(new Making.Made());

        Deployment made = deployment("shop-v1-serinus-copy");
        Deployment original = deployment("shop-v1");
        assertThat(made.getSpec().getReplicas()).isEqualTo(2);
        assertThat(made.getSpec().getTemplate().getSpec())
                .isEqualTo(original.getSpec().getTemplate().getSpec());
        assertThat(made.getMetadata().getAnnotations()).doesNotContainKey("example.com/owner");
        assertThat(made.getMetadata().getLabels()).doesNotContainKey("argocd.argoproj.io/instance");
        assertThat(made.getSpec().getTemplate().getMetadata().getLabels())
                .containsEntry("version", "v1-copy")
                .containsEntry("tier", "web")
                .doesNotContainEntry("app", "shop");
        assertThat(made.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getKind()).isEqualTo("CanaryRelease");
            assertThat(owner.getName()).isEqualTo("shop-1");
        });
        assertThat(original.getSpec().getReplicas()).isEqualTo(3);
        assertThat(admin.services()
                        .inNamespace(namespace)
                        .withName("shop-serinus-copy")
                        .get()
                        .getSpec()
                        .getSelector())
                .isEqualTo(made.getSpec().getSelector().getMatchLabels());

        assertThat(copies.remove(planned, copy)).isEqualTo(new Removal.Removed());
        assertThat(copies.remove(planned, copy)).isEqualTo(new Removal.Removed());
        assertThat(names()).containsExactlyInAnyOrder("shop-v1", "shop-v2");
        assertThat(admin.services()
                        .inNamespace(namespace)
                        .withName("shop-serinus-copy")
                        .get())
                .isNull();
    }

    @Test
    void saysWhichRightIsMissing() {
        Release release = recorded();

        assertThat(copies.draft(plan(release), namespace))
                .isEqualTo(new Draft.Refused("Serinus may not create deployments of apps in namespace " + namespace
                        + ", which a copy of the baseline needs; bind the ClusterRole serinus-baseline-copy in that namespace,"
                        + " as deploy/optional/baseline-copy.yaml says."));
    }

    @Test
    void leavesWhatIsSomebodyElses() {
        bind();
        Release release = recorded();
        Copy copy = possible(release);
        succeed(api.kubectl("-n", namespace, "create", "service", "clusterip", "shop-serinus-copy", "--tcp=80"));

        assertThat(copies.draft(plan(release), namespace)).isInstanceOfSatisfying(Draft.Refused.class, refused -> {
            assertThat(refused.reason())
                    .startsWith("Service " + namespace + "/shop-serinus-copy exists already and belongs to nobody,");
        });
        Release planned = planned(release, copy);
        assertThat(copies.make(planned, copy)).isInstanceOf(Making.Waiting.class);
        assertThat(copies.remove(planned, copy)).isEqualTo(new Removal.Removed());
        assertThat(admin.services()
                        .inNamespace(namespace)
                        .withName("shop-serinus-copy")
                        .get())
                .isNotNull();
    }

    /** The Service selects by app alone, so that the copy's pods get another one. */
    @ParameterizedTest
    @ValueSource(strings = {"""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: guard}
                spec: {podSelector: {matchLabels: {app: shop}}}
                """, """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: guard}
                spec: {podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: shop}}}]}]}
                """, """
                apiVersion: security.istio.io/v1beta1
                kind: AuthorizationPolicy
                metadata: {name: guard}
                spec: {selector: {matchLabels: {app: shop}}}
                """, """
                apiVersion: security.istio.io/v1beta1
                kind: PeerAuthentication
                metadata: {name: guard}
                spec: {selector: {matchLabels: {version: v1}}}
                """})
    void refusesACopyThatWouldNotBeProtectedAlike(String policy) {
        bind();
        define("AuthorizationPolicy", "authorizationpolicies");
        define("PeerAuthentication", "peerauthentications");
        Release release = recorded();
        await().untilAsserted(() -> succeed(api.kubectlWithInput(policy, "apply", "-n", namespace, "-f", "-")));

        assertThat(copies.draft(plan(release), namespace)).isInstanceOfSatisfying(Draft.Refused.class, refused -> {
            assertThat(refused.reason()).contains(" " + namespace + "/guard ", " pods with ", "those of its copy");
        });

        succeed(api.kubectlWithInput(
                policy.replace("{app: shop}", "{tier: web}").replace("{version: v1}", "{tier: web}"),
                "apply",
                "-n",
                namespace,
                "-f",
                "-"));
        possible(release);
    }

    @Test
    void refusesACopyThatAPolicyForTheServiceWouldNotProtect() {
        bind();
        define("RequestAuthentication", "requestauthentications");
        Release release = recorded();
        await().untilAsserted(() -> succeed(api.kubectlWithInput("""
                apiVersion: security.istio.io/v1beta1
                kind: RequestAuthentication
                metadata: {name: guard}
                spec: {targetRefs: [{kind: Service, group: "", name: shop}]}
                """, "apply", "-n", namespace, "-f", "-")));

        assertThat(refusal(release))
                .startsWith("RequestAuthentication " + namespace + "/guard: spec.targetRefs names Service shop,");
    }

    @Test
    void waitsForTheCopyOfAnEarlierRelease() {
        bind();
        Release earlier = recorded();
        Copy copy = possible(earlier);
        copies.make(planned(earlier, copy), copy);
        Release later = recorded("shop-2");

        assertThat(copies.draft(plan(later), namespace)).isEqualTo(new Draft.Unknown());
        succeed(api.kubectl("-n", namespace, "patch", "service", "shop-serinus-copy", "--type=merge", "-p", """
                        {"metadata": {"finalizers": ["example.com/late"]}}"""));
        copies.remove(planned(earlier, copy), copy);
        assertThat(copies.draft(plan(earlier), namespace))
                .as("it is being deleted")
                .isEqualTo(new Draft.Unknown());

        succeed(api.kubectl("-n", namespace, "patch", "service", "shop-serinus-copy", "--type=merge", "-p", """
                        {"metadata": {"finalizers": null}}"""));
        assertThat(possible(later)).isEqualTo(copy);
    }

    @Test
    void removesACopyThatHasLostItsLabel() {
        bind();
        Release release = recorded();
        Copy copy = possible(release);
        Release planned = planned(release, copy);
        copies.make(planned, copy);
        for (String object : List.of("deployment/shop-v1-serinus-copy", "service/shop-serinus-copy")) {
            succeed(api.kubectl("-n", namespace, "label", object, "serinus.io/copy-"));
        }

        assertThat(copies.remove(planned, copy)).isEqualTo(new Removal.Removed());
        assertThat(names()).containsExactlyInAnyOrder("shop-v1", "shop-v2");
    }

    @Test
    void doesNotDeleteWhatHasGotTheNameMeanwhile() {
        bind();
        Release release = recorded();
        Copy copy = possible(release);
        Release planned = planned(release, copy);
        copies.make(planned, copy);
        Deployment made = deployment(copy.deployment());
        beforeDelete = () -> {
            beforeDelete = () -> {};
            admin.resource(made).delete();
            made.getMetadata().setOwnerReferences(List.of());
            made.getMetadata().setResourceVersion(null);
            made.getMetadata().setUid(null);
            admin.resource(made).create();
        };

        assertThat(copies.remove(planned, copy)).isInstanceOf(Removal.Unavailable.class);
        assertThat(copies.remove(planned, copy)).isEqualTo(new Removal.Removed());
        assertThat(names()).contains(copy.deployment());
    }

    @Test
    void asksOnceInAWhileWhetherACopyIsPossible() {
        Release release = recorded();
        var still = copies(() -> 0);
        Draft refused = still.draft(plan(release), namespace);
        assertThat(refused).isInstanceOf(Draft.Refused.class);
        requests.clear();
        bind();

        assertThat(still.draft(plan(release), namespace)).isEqualTo(refused);
        assertThat(requests).isEmpty();
        possible(release);
        assertThat(requests)
                .filteredOn(("GET /apis/apps/v1/namespaces/" + namespace + "/deployments")::equals)
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void refusesAVersionWhoseSubsetIsLost(String left) {
        bind();
        Release release = recorded();
        subsets = List.of(left);

        String lost = left.equals("v1") ? "v2" : "v1";
        assertThat(refusal(release))
                .isEqualTo("Which pods are those of the " + (left.equals("v1") ? "canary" : "baseline")
                        + ", nobody can tell: DestinationRule " + namespace + "/shop has no subset \"" + lost
                        + "\" under spec.subsets, expected it there; found " + left
                        + ". Add the subset, or use a template without baselineCopy.");
    }

    @Test
    void namesTheManifestOfARightThatIsMissing() {
        bind();
        Release release = recorded();
        String token = api.serviceAccountToken(namespace, "lesser");
        succeed(api.kubectl(
                "-n",
                namespace,
                "create",
                "rolebinding",
                "lesser",
                "--clusterrole=serinus-baseline-copy",
                "--serviceaccount=" + namespace + ":lesser"));
        try (KubernetesClient lesser = api.clientWith(token)) {
            var narrow = new KubernetesCopies(lesser, Scope.everywhere(), () -> List.of(rule()), "cluster.local");
            assertThat(narrow.draft(plan(release), namespace)).isInstanceOfSatisfying(Draft.Refused.class, refused -> {
                assertThat(refused.reason())
                        .startsWith(
                                "Serinus may not read what a copy of the baseline is made from: services \"shop\" is"
                                        + " forbidden:")
                        .endsWith("; deploy/rbac.yaml has that right: apply it.");
            });
        }
    }

    @Test
    void copiesNothingOutsideTheNamespacesInView() {
        var narrow = new KubernetesCopies(client, Scope.of(Set.of("other")), List::of, "cluster.local");

        assertThat(narrow.draft(plan(recorded()), namespace)).isInstanceOf(Draft.Refused.class);
    }

    /** Istio's security API as far as it is read here; the testbed has its networking API only. */
    private void define(String kind, String plural) {
        succeed(api.kubectlWithInput("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: %2$s.security.istio.io}
                spec:
                  group: security.istio.io
                  scope: Namespaced
                  names: {kind: %1$s, plural: %2$s}
                  versions:
                  - name: v1beta1
                    served: true
                    storage: true
                    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """.formatted(kind, plural), "apply", "-f", "-"));
    }

    private DestinationRule rule() {
        return new DestinationRule(
                namespace,
                "shop",
                Map.of(
                        "spec",
                        Map.of(
                                "host",
                                "shop",
                                "subsets",
                                subsets.stream()
                                        .map(name -> Map.of("name", name, "labels", Map.of("version", name)))
                                        .toList())));
    }

    private String refusal(Release release) {
        Draft draft = copies.draft(plan(release), namespace);
        assertThat(draft).isInstanceOf(Draft.Refused.class);
        return ((Draft.Refused) draft).reason();
    }

    private Copy possible(Release release) {
        Draft draft = copies.draft(plan(release), namespace);
        assertThat(draft).isInstanceOf(Draft.Possible.class);
        return ((Draft.Possible) draft).copy();
    }

    private Release planned(Release release, Copy copy) {
        Plan plan = plan(release).with(copy);
        return release.with(new State.Progressing(plan, 0, release.createdAt(), Optional.empty(), Optional.empty()));
    }

    private Plan plan(Release release) {
        String host = "shop." + namespace + ".svc.cluster.local";
        return new Plan(
                release.id().name(),
                new Pair(new Endpoint(host, "v1"), new Endpoint(host, "v2")),
                new Target(new Version(host, "v1"), new Version(host, "v2")),
                new Original(List.of()),
                new StepsCatalog().parse("default", Map.of("weights", List.of(5, 50))),
                Map.of(),
                List.of());
    }

    private Release recorded() {
        return recorded("shop-1");
    }

    private Release recorded(String name) {
        Release release = Releases.requested(namespace, name);
        succeed(api.kubectlWithInput("""
                apiVersion: serinus.io/v1alpha1
                kind: CanaryRelease
                metadata: {name: %s}
                spec: {virtualService: shop, canary: v2, template: default}
                """.formatted(name), "apply", "-n", namespace, "-f", "-"));
        return release;
    }

    private void bind() {
        succeed(api.kubectl(
                "-n",
                namespace,
                "create",
                "rolebinding",
                "serinus-baseline-copy",
                "--clusterrole=serinus-baseline-copy",
                "--serviceaccount=serinus-system:serinus"));
    }

    private Deployment deployment(String name) {
        return admin.apps().deployments().inNamespace(namespace).withName(name).get();
    }

    private List<String> names() {
        return admin.apps().deployments().inNamespace(namespace).list().getItems().stream()
                .map(deployment -> deployment.getMetadata().getName())
                .toList();
    }

    private static void succeed(Kubectl.Result result) {
        assertThat(result.exitCode()).as(result.stderr()).isZero();
    }
}
