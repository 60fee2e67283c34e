package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.serinus.release.Inventory;
import io.serinus.release.Scaling.Reading;
import io.serinus.release.Scaling.Result;
import io.serinus.testbed.KubeApiServer;
import io.serinus.testbed.Kubectl;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deployments of a real API server, read and scaled. Nobody starts pods for them. */
@ExtendWith(KubeApiServer.class)
class KubernetesScalingIT {
    private static final String OBJECTS = """
            apiVersion: v1
            kind: Service
            metadata: {name: checkout}
            spec: {selector: {app: checkout}, ports: [{port: 80}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: elsewhere}
            spec: {type: ExternalName, externalName: checkout.example.com, selector: {app: checkout}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: checkout-v1}
            spec:
              replicas: 3
              selector: {matchLabels: {app: checkout, version: v1}}
              template:
                metadata: {labels: {app: checkout, version: v1, tier: web}}
                spec: {containers: [{name: app, image: example/checkout:1}]}
            ---
            apiVersion: autoscaling/v1
            kind: HorizontalPodAutoscaler
            metadata: {name: checkout}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: checkout-v1}
              maxReplicas: 9
            ---
            apiVersion: autoscaling/v1
            kind: HorizontalPodAutoscaler
            metadata: {name: queue}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: checkout-v1}
              maxReplicas: 9
            """;

    private final KubeApiServer api;
    private final KubernetesClient client;
    private final String namespace;
    private final KubernetesScaling scaling;

    KubernetesScalingIT(KubeApiServer api) {
        this.api = api;
        client = api.client();
        namespace = api.namespace();
        scaling = new KubernetesScaling(client, Scope.everywhere());
    }

    @BeforeEach
    void createObjects() {
        succeed(api.kubectlWithInput(OBJECTS, "apply", "-n", namespace, "-f", "-"));
    }

    @Test
    void readsWhatDecides() {
        Inventory inventory = read(scaling);

        assertThat(inventory.namespace()).isEqualTo(namespace);
        assertThat(inventory.services())
                .containsExactlyInAnyOrder(
                        new Inventory.Service("checkout", Map.of("app", "checkout")),
                        new Inventory.Service("elsewhere", Map.of()));
        assertThat(inventory.autoscaled()).containsExactly(Map.entry("checkout-v1", "checkout"));
        Deployment written = deployment();
        assertThat(inventory.deployments())
                .containsExactly(new Inventory.Deployment(
                        namespace,
                        "checkout-v1",
                        written.getMetadata().getUid(),
                        written.getMetadata().getResourceVersion(),
                        1,
                        3,
                        Map.of("app", "checkout", "version", "v1", "tier", "web")));
    }

    @Test
    void scalesWhatIsAsItWasRead() {
        Deployment before = deployment();
        assertThat(scaling.toZero(read(scaling).deployments().getFirst())).isEqualTo(new Result.Scaled());

        Deployment after = deployment();
        assertThat(after.getSpec().getReplicas()).isZero();
        assertThat(after.getSpec().getTemplate()).isEqualTo(before.getSpec().getTemplate());
        assertThat(after.getMetadata().getGeneration()).isEqualTo(2);
    }

    @Test
    void leavesWhatHasChangedSinceItWasRead() {
        Inventory.Deployment read = read(scaling).deployments().getFirst();
        client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName("checkout-v1")
                .scale(5);

        assertThat(scaling.toZero(read)).isEqualTo(new Result.Changed());
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(5);

        client.resource(deployment()).delete();
        assertThat(scaling.toZero(read)).isEqualTo(new Result.Changed());
    }

    @Test
    void saysWhichPermissionIsMissingUntilItHasThemAll() {
        succeed(api.kubectl("apply", "-f", "deploy/rbac.yaml"));
        succeed(api.kubectl("apply", "-f", "deploy/optional/scale-down.yaml"));
        // What the account of the controller may do, other tests say.
        succeed(api.kubectl("delete", "clusterrolebinding", "serinus-scale-down"));
        try (KubernetesClient limited = api.clientWith(api.serviceAccountToken(namespace, "scaler"))) {
            var by = new KubernetesScaling(limited, Scope.everywhere());
            bind("serinus");
            assertThat(by.read(namespace))
                    .isEqualTo(new Reading.Refused("Serinus may not read the horizontalpodautoscalers.autoscaling of"
                            + " namespace " + namespace + ": give its account the verb list for"
                            + " horizontalpodautoscalers.autoscaling, as deploy/optional/scale-down.yaml does."));
            assertThat(by.toZero(read(scaling).deployments().getFirst()))
                    .isInstanceOfSatisfying(
                            Result.Refused.class,
                            refused -> assertThat(refused.reason())
                                    .startsWith("Serinus may not scale Deployment " + namespace
                                            + "/checkout-v1: give its account the verb patch for deployments/scale, as"
                                            + " deploy/optional/scale-down.yaml does."));
            assertThat(deployment().getSpec().getReplicas()).isEqualTo(3);

            bind("serinus-scale-down");

            assertThat(by.toZero(read(by).deployments().getFirst())).isEqualTo(new Result.Scaled());
            assertThat(deployment().getSpec().getReplicas()).isZero();
        }
    }

    @Test
    void looksIntoItsOwnNamespacesOnly() {
        assertThat(new KubernetesScaling(client, Scope.of(Set.of("other"))).read(namespace))
                .isEqualTo(new Reading.Refused(
                        "Namespace " + namespace + " is none of serinus.namespaces, so nothing is scaled in it."));
    }

    @Test
    void anApiServerThatDoesNotAnswerIsNoRefusal() {
        Inventory.Deployment read = read(scaling).deployments().getFirst();
        Config nowhere = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:1")
                .build();
        try (KubernetesClient unreachable =
                new KubernetesClientBuilder().withConfig(nowhere).build()) {
            var by = new KubernetesScaling(unreachable, Scope.everywhere());
            assertThat(by.read(namespace)).isInstanceOf(Reading.Unavailable.class);
            assertThat(by.toZero(read)).isInstanceOf(Result.Unavailable.class);
        }
    }

    private Inventory read(KubernetesScaling by) {
        Reading reading = by.read(namespace);
        assertThat(reading).isInstanceOf(Reading.Read.class);
        return ((Reading.Read) reading).inventory();
    }

    private Deployment deployment() {
        return client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName("checkout-v1")
                .require();
    }

    private void bind(String role) {
        succeed(api.kubectl(
                "create",
                "rolebinding",
                role,
                "-n",
                namespace,
                "--clusterrole=" + role,
                "--serviceaccount=" + namespace + ":scaler"));
    }

    private static void succeed(Kubectl.Result result) {
        assertThat(result.exitCode()).as(result.stderr()).isZero();
    }
}
