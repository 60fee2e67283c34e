package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
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

    KubernetesCopiesIT(KubeApiServer api) {
        this.api = api;
        admin = api.client();
        namespace = api.namespace();
        succeed(api.kubectl("apply", "-f", "deploy/rbac.yaml", "-f", "deploy/optional/baseline-copy.yaml"));
        client = api.clientWith(api.serviceAccountToken("serinus-system", "serinus"));
        copies = new KubernetesCopies(client, Scope.everywhere(), () -> List.of(rule()), "cluster.local");
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
            assertThat(refused.reason())
                    .contains(" " + namespace + "/guard is for pods with ", "not for those of its copy");
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
                                List.of(
                                        Map.of("name", "v1", "labels", Map.of("version", "v1")),
                                        Map.of("name", "v2", "labels", Map.of("version", "v2"))))));
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
        Release release = Releases.requested(namespace, "shop-1");
        succeed(api.kubectlWithInput("""
                apiVersion: serinus.io/v1alpha1
                kind: CanaryRelease
                metadata: {name: shop-1}
                spec: {virtualService: shop, canary: v2, template: default}
                """, "apply", "-n", namespace, "-f", "-"));
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
