package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.serinus.release.PodTrouble;
import io.serinus.release.PodTrouble.Kind;
import io.serinus.release.Workload;
import io.serinus.release.Workloads;
import io.serinus.routing.DestinationRule;
import io.serinus.routing.Endpoint;
import io.serinus.routing.Pair;
import io.serinus.simulation.SimulatedCluster;
import io.serinus.testbed.KubeApiServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a kubelet and the controllers would write, and what becomes of it. */
@ExtendWith(KubeApiServer.class)
class KubernetesWorkloadsIT {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final Instant BEGUN = Instant.parse("2026-03-01T10:30:00Z");
    private static final Instant NOW = Instant.parse("2026-03-01T10:34:00Z");

    private final KubeApiServer api;
    private final KubernetesClient client;
    private final String namespace;
    private final SimulatedCluster mesh = new SimulatedCluster();
    private final AtomicInteger wakeUps = new AtomicInteger();
    private final AtomicLong later = new AtomicLong();
    private final KubernetesWorkloads workloads;

    KubernetesWorkloadsIT(KubeApiServer api) {
        this.api = api;
        client = api.client();
        namespace = api.namespace();
        workloads = workloads(client, Scope.everywhere());
    }

    @BeforeEach
    void createService() {
        service("checkout", Map.of("app", "checkout"));
        mesh.apply(new DestinationRule(namespace, "checkout", YAML.unmarshal("""
                        spec:
                          host: checkout
                          subsets:
                          - {name: v1, labels: {version: v1}}
                          - {name: v2, labels: {version: v2}}
                        """, Map.class)));
    }

    @AfterEach
    void close() {
        workloads.close();
    }

    @Test
    void answersAtOnceAndWakesWhenItKnows() {
        pod("checkout-v2-a", "v2", PodStatuses.READY);
        assertThat(see("v2"))
                .isEqualTo(
                        new Workload.Awaited("The pods of Service " + namespace + "/checkout have not been read yet."));

        await().until(() -> wakeUps.get() >= 3);
        await().untilAsserted(() -> assertSeen(see("v2"), 1, 1));
    }

    @Test
    void aSubsetsPodsAreTheServicesWithItsLabels() {
        pod("checkout-v1-a", "v1", PodStatuses.READY);
        pod("checkout-v1-b", "v1", PodStatuses.STARTING);
        pod("checkout-v2-a", "v2", PodStatuses.READY);
        pod("payments-v2-a", PodStatuses.READY, Map.of("app", "payments", "version", "v2"));
        pod("checkout-v2-old", "v2", PodStatuses.EVICTED);

        await().untilAsserted(() -> {
            Workloads both = workloads.workloads(
                    new Pair(endpoint("checkout", "v1"), endpoint("checkout", "v2")), namespace, BEGUN);
            assertThat(both.baseline())
                    .isInstanceOfSatisfying(
                            Workload.Seen.class,
                            seen -> assertThat(seen.ready()).isEqualTo(1))
                    .isInstanceOfSatisfying(
                            Workload.Seen.class, seen -> assertThat(seen.pods()).isEqualTo(2));
            assertSeen(both.canary(), 1, 1);
            assertSeen(see(endpoint("checkout", null)), 3, 2);
        });
    }

    @Test
    void aVersionWithAServiceOfItsOwnMayLiveInAnotherNamespace() {
        String other = api.namespace();
        service(other, "checkout-v2", Map.of("app", "checkout"));
        pod(other, "checkout-v2-a", PodStatuses.READY, Map.of("app", "checkout"));

        await().untilAsserted(
                        () -> assertSeen(see(new Endpoint("checkout-v2." + other + ".svc.cluster.local", null)), 1, 1));
        assertThat(workloads.watched()).containsExactly(other);
    }

    @Test
    void everyTroubleIsSeenAsSoonAsItIsWritten() {
        pod("checkout-v2-a", "v2", PodStatuses.READY);
        await().untilAsserted(() -> assertSeen(see("v2"), 1, 1));

        for (var expected : Map.of(
                        PodStatuses.CRASH_LOOP, Kind.CRASH_LOOP,
                        PodStatuses.JUST_CRASHED, Kind.CRASH_LOOP,
                        PodStatuses.KILLED_ONCE, Kind.OUT_OF_MEMORY,
                        PodStatuses.IMAGE_PULL_BACK_OFF, Kind.IMAGE_PULL,
                        PodStatuses.INIT_CRASH_LOOP, Kind.CRASH_LOOP,
                        PodStatuses.LOST_READINESS, Kind.NOT_READY,
                        PodStatuses.UNSCHEDULABLE, Kind.NOT_READY)
                .entrySet()) {
            status("checkout-v2-a", PodStatuses.READY);
            await().untilAsserted(() -> assertThat(seen("v2").troubles()).isEmpty());
            int before = wakeUps.get();

            status("checkout-v2-a", expected.getKey());

            await().until(() -> wakeUps.get() > before);
            assertThat(seen("v2").troubles())
                    .singleElement()
                    .satisfies(trouble -> assertThat(trouble.kind()).isEqualTo(expected.getValue()))
                    .satisfies(trouble -> assertThat(trouble.message()).contains(namespace + "/checkout-v2-a"));
        }
    }

    @Test
    void anOverdueRolloutIsATroubleOfItsVersion() {
        pod("checkout-v2-a", "v2", PodStatuses.READY);
        Deployment overdue = YAML.unmarshal(
                DeploymentFactsTest.OVERDUE.replace("namespace: shop", "namespace: " + namespace), Deployment.class);
        client.resource(overdue).create();
        await().untilAsserted(() -> assertSeen(see("v2"), 1, 1));
        int before = wakeUps.get();

        // The API server counts generations itself.
        overdue.getStatus().setObservedGeneration(1L);
        client.resource(overdue).updateStatus();

        await().until(() -> wakeUps.get() > before);
        assertThat(seen("v2").troubles()).extracting(PodTrouble::kind).containsExactly(Kind.PROGRESS_DEADLINE);
        assertThat(seen("v1").troubles()).isEmpty();
    }

    @Test
    void podsThatVanishAreGone() {
        pod("checkout-v2-a", "v2", PodStatuses.READY);
        await().untilAsserted(() -> assertSeen(see("v2"), 1, 1));
        int before = wakeUps.get();

        client.pods()
                .inNamespace(namespace)
                .withName("checkout-v2-a")
                .withGracePeriod(0)
                .delete();

        await().until(() -> wakeUps.get() > before);
        assertSeen(see("v2"), 0, 0);
    }

    @Test
    void aServiceThatChangesItsSelectorMeansOtherPods() {
        pod("checkout-v2-a", "v2", PodStatuses.READY);
        pod("checkout-v2-b", PodStatuses.READY, Map.of("app", "till", "version", "v2"));
        pod("checkout-v2-c", PodStatuses.READY, Map.of("app", "till", "version", "v2"));
        await().untilAsserted(() -> assertSeen(see("v2"), 1, 1));
        int before = wakeUps.get();

        client.services()
                .inNamespace(namespace)
                .withName("checkout")
                .edit(service -> new ServiceBuilder(service)
                        .editSpec()
                        .withSelector(Map.of("app", "till"))
                        .endSpec()
                        .build());

        await().until(() -> wakeUps.get() > before);
        assertSeen(see("v2"), 2, 2);
    }

    @Test
    void whatIsNoServiceWithPodsIsUnknownUntilItIs() {
        assertThat(see(new Endpoint("api.example.com", null)))
                .isEqualTo(new Workload.Unknown("Host api.example.com is no Service of the cluster, so nobody knows"
                        + " whose pods to look at."));
        assertThat(workloads.watched()).isEmpty();
        assertThat(see("v3"))
                .isEqualTo(new Workload.Unknown("DestinationRule " + namespace + "/checkout has no subset \"v3\" under"
                        + " spec.subsets, expected it there; found v1, v2."));
        client.resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("outside")
                        .endMetadata()
                        .withNewSpec()
                        .withType("ExternalName")
                        .withExternalName("api.example.com")
                        .endSpec()
                        .build())
                .create();
        await().untilAsserted(() -> assertThat(see(endpoint("outside", null)))
                .isEqualTo(new Workload.Unknown("Service " + namespace
                        + "/outside has no spec.selector, so nobody knows whose pods to look at.")));
        assertThat(see(endpoint("till", null)))
                .isEqualTo(new Workload.Unknown(
                        "There is no Service " + namespace + "/till, so nobody knows whose pods to look at."));
        int before = wakeUps.get();

        service("till", Map.of("app", "till"));

        await().until(() -> wakeUps.get() > before);
        assertSeen(see(endpoint("till", null)), 0, 0);
    }

    @Test
    void whatNobodyAskedForWakesNobody() {
        pod("checkout-v2-a", "v2", PodStatuses.READY);
        await().untilAsserted(() -> assertSeen(see("v2"), 1, 1));
        // Three lists, and the Service that was asked for in one of them.
        await().until(() -> wakeUps.get() == 4);
        int before = wakeUps.get();

        pod("payments-a", PodStatuses.CRASH_LOOP, Map.of("app", "payments", "version", "v2"));
        pod("checkout-v1-a", "v1", PodStatuses.CRASH_LOOP);
        client.pods()
                .inNamespace(namespace)
                .withName("checkout-v2-a")
                .withGracePeriod(0)
                .delete();
        await().untilAsserted(() -> assertSeen(see("v2"), 0, 0));

        // Changes of pods come in order: the last one is the first that mattered.
        assertThat(wakeUps.get()).isEqualTo(before + 1);
    }

    @Test
    void aNamespaceIsWatchedForAsLongAsSomebodyAsks() {
        assertThat(workloads.watched()).isEmpty();
        await().untilAsserted(() -> assertSeen(see("v2"), 0, 0));
        assertThat(workloads.watched()).containsExactly(namespace);

        later.set(Duration.ofMinutes(4).toNanos());
        workloads.sweep();
        assertThat(workloads.watched()).containsExactly(namespace);

        later.set(Duration.ofMinutes(6).toNanos());
        workloads.sweep();
        assertThat(workloads.watched()).isEmpty();
        int before = wakeUps.get();
        pod("checkout-v2-a", "v2", PodStatuses.READY);

        assertThat(see("v2")).isInstanceOf(Workload.Awaited.class);
        await().untilAsserted(() -> assertSeen(see("v2"), 1, 1));
        assertThat(wakeUps.get()).isGreaterThan(before);
    }

    @Test
    void namespacesOutsideTheScopeAreNotWatched() {
        try (var restricted = workloads(client, Scope.of(Set.of("shop")))) {
            assertThat(restricted.workload(endpoint("checkout", null), namespace, BEGUN))
                    .isEqualTo(new Workload.Unknown("Service " + namespace
                            + "/checkout is in none of the namespaces of serinus.namespaces, so its pods are not looked"
                            + " at."));
            assertThat(restricted.watched()).isEmpty();
        }
    }

    @Test
    void aForbiddenWatchSaysWhichRightIsMissingAndWorksAsSoonAsItIsGiven() {
        pod("checkout-v2-a", "v2", PodStatuses.READY);
        try (var powerless = api.clientWith(api.serviceAccountToken(namespace, "powerless"));
                var forbidden = workloads(powerless, Scope.everywhere())) {
            grant("services-only", "services");
            await().untilAsserted(() -> assertThat(forbidden.workload(endpoint("checkout", "v2"), namespace, BEGUN))
                    .isEqualTo(new Workload.Unknown("Serinus may not read the pods of namespace " + namespace
                            + ": give its account the verbs get, list and watch for pods, as deploy/rbac.yaml does.")));

            grant("pods-too", "pods");

            // Deployments are still forbidden: one signal less, and no reason to know nothing.
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> assertSeen(forbidden.workload(endpoint("checkout", "v2"), namespace, BEGUN), 1, 1));
        }
    }

    @Test
    void anOutageOfTheApiServerLeavesNothingOutdatedBehind() {
        try (var own = new KubeApiServer()) {
            own.start();
            String there = own.namespace();
            service(own.client(), there, "checkout", Map.of("app", "checkout"));
            pod(own.client(), there, "a", PodStatuses.READY, Map.of("app", "checkout"));
            pod(own.client(), there, "b", PodStatuses.READY, Map.of("app", "checkout"));
            var checkout = new Endpoint("checkout." + there + ".svc.cluster.local", null);
            try (var overOutage = workloads(own.client(), Scope.everywhere())) {
                await().untilAsserted(() -> assertSeen(overOutage.workload(checkout, there, BEGUN), 2, 2));
                // Versions go on while the watch of pods sleeps: after the outage its own may be too old (410).
                own.namespace();

                own.stopApiServer();
                assertSeen(overOutage.workload(checkout, there, BEGUN), 2, 2);
                later.set(Duration.ofSeconds(31).toNanos());
                await().untilAsserted(() ->
                        assertThat(overOutage.workload(checkout, there, BEGUN)).isInstanceOf(Workload.Unknown.class));
                own.startApiServer();
                own.client()
                        .pods()
                        .inNamespace(there)
                        .withName("a")
                        .withGracePeriod(0)
                        .delete();
                pod(own.client(), there, "c", PodStatuses.STARTING, Map.of("app", "checkout"));

                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertSeen(overOutage.workload(checkout, there, BEGUN), 2, 1));
            }
        }
    }

    private void grant(String role, String resource) {
        assertThat(api.kubectl(
                                "create",
                                "role",
                                role,
                                "-n",
                                namespace,
                                "--verb=get,list,watch",
                                "--resource=" + resource)
                        .exitCode())
                .isZero();
        assertThat(api.kubectl(
                                "create",
                                "rolebinding",
                                role,
                                "-n",
                                namespace,
                                "--role=" + role,
                                "--serviceaccount=" + namespace + ":powerless")
                        .exitCode())
                .isZero();
    }

    private KubernetesWorkloads workloads(KubernetesClient by, Scope scope) {
        return new KubernetesWorkloads(
                by, scope, mesh, "cluster.local", () -> NOW, () -> System.nanoTime() + later.get(), () -> {
                    wakeUps.incrementAndGet();
                });
    }

    private Endpoint endpoint(String service, @Nullable String subset) {
        return new Endpoint(service + "." + namespace + ".svc.cluster.local", subset);
    }

    private Workload see(String subset) {
        return see(endpoint("checkout", subset));
    }

    private Workload see(Endpoint version) {
        return workloads.workload(version, namespace, BEGUN);
    }

    private Workload.Seen seen(String subset) {
        return (Workload.Seen) see(subset);
    }

    private static void assertSeen(Workload workload, int pods, int ready) {
        assertThat(workload).isInstanceOfSatisfying(Workload.Seen.class, seen -> {
            assertThat(seen.pods()).isEqualTo(pods);
            assertThat(seen.ready()).isEqualTo(ready);
        });
    }

    private void service(String name, Map<String, String> selector) {
        service(namespace, name, selector);
    }

    private void service(String in, String name, Map<String, String> selector) {
        service(client, in, name, selector);
    }

    private static void service(KubernetesClient by, String in, String name, Map<String, String> selector) {
        Service service = new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(in)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withSelector(selector)
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec()
                .build();
        by.resource(service).create();
    }

    private void pod(String name, String version, String status) {
        pod(name, status, Map.of("app", "checkout", "version", version));
    }

    private void pod(String name, String status, Map<String, String> labels) {
        pod(namespace, name, status, labels);
    }

    private void pod(String in, String name, String status, Map<String, String> labels) {
        pod(client, in, name, status, labels);
    }

    private static void pod(KubernetesClient by, String in, String name, String status, Map<String, String> labels) {
        Pod pod = YAML.unmarshal(PodStatuses.pod(status), Pod.class);
        pod.getMetadata().setNamespace(in);
        pod.getMetadata().setName(name);
        pod.getMetadata().setLabels(labels);
        pod.getMetadata().setOwnerReferences(List.of());
        by.resource(pod).create();
        write(by, in, name, pod);
    }

    private void status(String name, String status) {
        write(client, namespace, name, YAML.unmarshal(PodStatuses.pod(status), Pod.class));
    }

    private static void write(KubernetesClient by, String in, String name, Pod wanted) {
        by.pods().inNamespace(in).withName(name).editStatus(pod -> {
            pod.setStatus(wanted.getStatus());
            return pod;
        });
    }
}
