package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.serinus.release.Action;
import io.serinus.release.Reasons;
import io.serinus.release.ReleaseId;
import io.serinus.release.Workload;
import io.serinus.routing.Endpoint;
import io.serinus.routing.PatchOperation;
import io.serinus.routing.Router;
import io.serinus.routing.VirtualService;
import io.serinus.simulation.SimulatedCluster;
import io.serinus.template.Hook.SecretKey;
import io.serinus.testbed.KubeApiServer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Everything that the adapters do, under exactly the rights that deploy/rbac.yaml gives. */
@ExtendWith(KubeApiServer.class)
class AccessIT {
    private static final String HOME = "serinus-system";

    private final KubeApiServer api;
    private final String namespace;
    private final KubernetesClient serinus;

    AccessIT(KubeApiServer api) {
        this.api = api;
        namespace = api.namespace();
        assertThat(api.kubectl("apply", "-f", "deploy/rbac.yaml"))
                .satisfies(result ->
                        assertThat(result.exitCode()).as(result.stderr()).isZero());
        serinus = api.clientWith(api.serviceAccountToken(HOME, "serinus"));
    }

    @BeforeEach
    void createShop() {
        MeshObjects.createShop(api.client(), namespace);
    }

    @AfterEach
    void close() {
        serinus.close();
    }

    @Test
    void mayDoAllThatItDoes() throws Exception {
        IstioApi istio = IstioApi.discover(serinus);
        var router = new KubernetesRouter(serinus, istio);
        VirtualService shop = router.read(namespace, "shop").orElseThrow();
        assertThat(router.patch(shop, List.of(new PatchOperation.Replace("/spec/http/0/route/1/weight", 0))))
                .isInstanceOf(Router.Result.Applied.class);

        var id = new ReleaseId(namespace, "shop-1");
        try (var view = new KubernetesMeshView(serinus, istio, Scope.everywhere(), () -> {});
                var store = new KubernetesReleaseStore(
                        serinus, istio, Scope.everywhere(), new StepsCatalog(), InstantSource.system(), () -> {});
                var journal = new EventJournal(serinus, "serinus-0", InstantSource.system())) {
            view.start();
            store.start();
            await().until(() -> view.hasSynced() && store.hasSynced());
            assertThat(store.create(Releases.requested(namespace, "shop-1"))).isTrue();
            assertThat(store.save(Releases.progressing(namespace, "shop-1"))).isTrue();
            assertThat(store.load()).contains(Releases.progressing(namespace, "shop-1"));
            var held = new Action.Announce(Action.Announce.Severity.WARNING, Reasons.HELD, "Holding.");
            journal.record(Releases.progressing(namespace, "shop-1"), held);
            journal.record(Releases.progressing(namespace, "shop-1"), held);
            await().untilAsserted(() -> assertThat(api.client()
                            .v1()
                            .events()
                            .inNamespace(namespace)
                            .list()
                            .getItems())
                    .hasSize(2)
                    .allSatisfy(event -> assertThat(event.getCount()).isEqualTo(2)));
            store.delete(id);
        }
    }

    @Test
    void mayLeadAndStepBack() {
        var lease = new LeaderLease(
                serinus, HOME, "serinus", "one", LeaderLease.Timing.DEFAULT, System::nanoTime, () -> {}, () -> {});
        lease.start();
        await().until(lease::isLeader);

        lease.close();

        assertThat(api.client()
                        .leases()
                        .inNamespace(HOME)
                        .withName("serinus")
                        .require()
                        .getSpec()
                        .getHolderIdentity())
                .isNull();
    }

    @Test
    void mayReadTemplates() {
        try (var templates = new CanaryTemplates(serinus, Scope.everywhere(), () -> {})) {
            templates.start();

            await().until(templates::hasSynced);
        }
    }

    @Test
    void mayWatchPods() {
        try (var workloads = new KubernetesWorkloads(
                serinus,
                Scope.everywhere(),
                new SimulatedCluster(),
                "cluster.local",
                InstantSource.system(),
                () -> {})) {
            var shop = new Endpoint("shop." + namespace + ".svc.cluster.local", null);

            await().untilAsserted(() -> assertThat(workloads.workload(shop, namespace, Instant.EPOCH))
                    .isEqualTo(new Workload.Unknown(
                            "There is no Service " + namespace + "/shop, so nobody knows whose pods to look at.")));
            await().until(() -> workloads.unreadable().isEmpty());
        }
    }

    @Test
    void mayDoNothingElse() {
        for (String forbidden : List.of(
                "create virtualservices.networking.istio.io",
                "delete virtualservices.networking.istio.io",
                "update virtualservices.networking.istio.io",
                "patch destinationrules.networking.istio.io",
                "update canaryreleases.serinus.io",
                "patch analysistemplates.serinus.io",
                "get secrets",
                "delete pods",
                "create pods",
                "list nodes",
                "patch services",
                "patch deployments.apps",
                "list horizontalpodautoscalers.autoscaling",
                "list replicasets.apps",
                "delete events",
                "get leases.coordination.k8s.io")) {
            String[] words = forbidden.split(" ", -1);
            assertThat(allowed(words[0], words[1])).as(forbidden).isEqualTo("no");
        }
        assertThatThrownBy(() -> serinus.secrets().inNamespace(HOME).list()).hasMessageContaining("forbidden");
    }

    private String allowed(String verb, String resource) {
        return api.kubectl(
                        "auth",
                        "can-i",
                        verb,
                        resource,
                        "-n",
                        namespace,
                        "--as=system:serviceaccount:serinus-system:serinus")
                .stdout()
                .strip();
    }

    /** Secrets are for those who ask for it, one by one. */
    @Test
    void readsOnlyTheSecretsThatItsOptionalRoleNames() throws Exception {
        for (String name : List.of("serinus-hooks", "others")) {
            api.kubectl("-n", namespace, "create", "secret", "generic", name, "--from-literal=smoke-test=change-me");
        }
        var secrets = new KubernetesSecrets(serinus);
        assertThatThrownBy(() -> secrets.read(namespace, new SecretKey("serinus-hooks", "smoke-test")))
                .hasMessageContaining("may not be read by the controller; give it the right");

        assertThat(api.kubectl("-n", namespace, "apply", "-f", "deploy/optional/secrets-role.yaml")
                        .exitCode())
                .isZero();

        await().untilAsserted(() -> assertThat(secrets.read(namespace, new SecretKey("serinus-hooks", "smoke-test")))
                .asString()
                .isEqualTo("change-me"));
        assertThatThrownBy(() -> secrets.read(namespace, new SecretKey("serinus-hooks", "none")))
                .hasMessage("Secret " + namespace + "/serinus-hooks has no key none.");
        assertThatThrownBy(() -> secrets.read(namespace, new SecretKey("others", "smoke-test")))
                .hasMessageContaining("may not be read");
    }
}
