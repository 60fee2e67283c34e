package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.serinus.analysis.Verdict;
import io.serinus.release.Outcome;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.State;
import io.serinus.release.StoreException;
import io.serinus.testbed.KubeApiServer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KubeApiServer.class)
class KubernetesReleaseStoreIT {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-05-04T11:00:00.5Z"));

    private final KubeApiServer api;
    private final KubernetesClient client;
    private final String namespace;
    private final List<KubernetesReleaseStore> stores = new ArrayList<>();
    private final AtomicInteger wakeUps = new AtomicInteger();
    private final KubernetesReleaseStore store;

    KubernetesReleaseStoreIT(KubeApiServer api) {
        this.api = api;
        client = api.client();
        namespace = api.namespace();
        store = newStore();
    }

    @BeforeEach
    void createShop() {
        MeshObjects.createShop(client, namespace);
    }

    @AfterEach
    void close() {
        stores.forEach(KubernetesReleaseStore::close);
    }

    @Test
    void everyStateComesBackFromTheServerAsItWasSaved() throws StoreException {
        List<Release> releases = Releases.any().list().ofSize(60).sample();
        for (Release any : releases) {
            Release release = named(Releases.NAME, any);
            assertThat(store.create(Release.requested(release.id(), release.request(), release.createdAt())))
                    .isTrue();
            assertThat(store.save(release)).isTrue();
            assertThat(newStore().load())
                    .filteredOn(other -> other.id().equals(release.id()))
                    .containsExactly(release);
            store.delete(release.id());
        }
    }

    @Test
    void nothingThatIsWrittenIsPruned() throws Exception {
        Release release = Releases.progressing(namespace, "shop-1");
        store.create(Releases.requested(namespace, "shop-1"));
        store.save(release);

        GenericKubernetesResource object = resource("shop-1").require();
        RecordedRelease recorded = new ReleaseObjects(new StepsCatalog()).read(object);
        assertThat(recorded.status())
                .isEqualTo(StatusWriter.status(release, 1, recorded.conditions(), CLOCK.instant()));
    }

    @Test
    void isOwnedByItsVirtualService() throws StoreException {
        store.create(Releases.requested(namespace, "shop-1"));

        String uid = client.genericKubernetesResources(new IstioApi("v1").virtualServices())
                .inNamespace(namespace)
                .withName("shop")
                .require()
                .getMetadata()
                .getUid();
        OwnerReference owner =
                resource("shop-1").require().getMetadata().getOwnerReferences().getFirst();
        assertThat(owner.getUid()).isEqualTo(uid);
        assertThat(owner.getKind()).isEqualTo("VirtualService");
        assertThat(owner.getController()).isTrue();
        assertThat(owner.getBlockOwnerDeletion()).isFalse();
    }

    @Test
    void leavesAloneWhatExists() throws StoreException {
        store.create(Releases.requested(namespace, "shop-1"));
        store.save(Releases.progressing(namespace, "shop-1"));

        assertThat(store.create(Releases.requested(namespace, "shop-1"))).isFalse();

        assertThat(newStore().load()).containsExactly(Releases.progressing(namespace, "shop-1"));
    }

    @Test
    void needsAVirtualServiceToOwnIt() {
        client.genericKubernetesResources(new IstioApi("v1").virtualServices())
                .inNamespace(namespace)
                .withName("shop")
                .delete();

        assertThatThrownBy(() -> store.create(Releases.requested(namespace, "shop-1")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("CanaryRelease " + namespace + "/shop-1 could not be created");
    }

    @Test
    void seesItsOwnWritesBeforeTheWatchDoes() throws StoreException {
        // This store does not watch at all.
        store.create(Releases.requested(namespace, "shop-1"));
        assertThat(store.all()).containsExactly(Releases.requested(namespace, "shop-1"));

        store.save(Releases.progressing(namespace, "shop-1"));
        assertThat(store.all()).containsExactly(Releases.progressing(namespace, "shop-1"));

        store.delete(new ReleaseId(namespace, "shop-1"));
        assertThat(store.all()).isEmpty();
    }

    @Test
    void seesWhatOthersWriteAndWakesUp() throws StoreException {
        KubernetesReleaseStore other = newStore();
        other.start();
        await().until(other::hasSynced);

        store.create(Releases.requested(namespace, "shop-1"));
        store.save(Releases.progressing(namespace, "shop-1"));
        await().untilAsserted(() -> assertThat(other.all()).containsExactly(Releases.progressing(namespace, "shop-1")));
        assertThat(wakeUps.get()).isPositive();

        store.delete(new ReleaseId(namespace, "shop-1"));
        await().until(() -> other.all().isEmpty());
    }

    /** By whoever: a replica that does not lead shows the same. */
    @Test
    void tellsOfEveryChangeByWhomever() throws StoreException {
        var id = new ReleaseId(namespace, "shop-1");
        List<Optional<Release>> seen = new CopyOnWriteArrayList<>();
        KubernetesReleaseStore other = newStore();
        for (KubernetesReleaseStore listened : List.of(store, other)) {
            listened.onChange(changed -> seen.add(listened.find(changed)));
        }
        other.start();
        await().until(other::hasSynced);

        store.create(Releases.requested(namespace, "shop-1"));
        await().until(() -> seen.size() >= 2 && other.find(id).isPresent());
        seen.clear();
        store.save(Releases.progressing(namespace, "shop-1"));
        await().untilAsserted(() -> assertThat(seen)
                .hasSizeGreaterThanOrEqualTo(2)
                .endsWith(Optional.of(Releases.progressing(namespace, "shop-1"))));
        seen.clear();
        store.delete(id);
        await().untilAsserted(
                        () -> assertThat(seen).hasSizeGreaterThanOrEqualTo(2).endsWith(Optional.<Release>empty()));
    }

    @Test
    void aDeletedReleaseDoesNotComeBackThroughTheWatch() throws StoreException {
        store.start();
        await().until(store::hasSynced);
        store.create(Releases.requested(namespace, "shop-1"));
        assertThat(store.isRecorded(new ReleaseId(namespace, "shop-1"))).isTrue();
        store.delete(new ReleaseId(namespace, "shop-1"));
        assertThat(store.isRecorded(new ReleaseId(namespace, "shop-1"))).isFalse();

        // Comes by the watch, and therefore after all that the watch has to say of the first.
        newStore().create(Releases.requested(namespace, "shop-2"));
        await().until(() ->
                store.all().stream().anyMatch(release -> release.id().name().equals("shop-2")));

        assertThat(store.all()).extracting(release -> release.id().name()).containsExactly("shop-2");
    }

    @Test
    void savesOverWhatSomebodyElseWrote() throws StoreException {
        store.create(Releases.requested(namespace, "shop-1"));
        label("shop-1", "touched");

        assertThat(store.save(Releases.progressing(namespace, "shop-1"))).isTrue();

        assertThat(newStore().load()).containsExactly(Releases.progressing(namespace, "shop-1"));
        assertThat(resource("shop-1").require().getMetadata().getLabels()).containsKey("touched");
    }

    @Test
    void writesNothingIfNothingChanged() throws StoreException {
        store.create(Releases.requested(namespace, "shop-1"));
        store.save(Releases.progressing(namespace, "shop-1"));
        String before = resource("shop-1").require().getMetadata().getResourceVersion();

        assertThat(store.save(Releases.progressing(namespace, "shop-1"))).isTrue();

        assertThat(resource("shop-1").require().getMetadata().getResourceVersion())
                .isEqualTo(before);
    }

    @Test
    void saysWhenTheReleaseWasDeletedMeanwhile() throws StoreException {
        store.create(Releases.requested(namespace, "shop-1"));
        resource("shop-1").delete();

        assertThat(store.save(Releases.progressing(namespace, "shop-1"))).isFalse();
        assertThat(store.all()).isEmpty();
        store.delete(new ReleaseId(namespace, "shop-1"));
    }

    @Test
    void neverWritesTheSpec() throws StoreException {
        store.create(Releases.requested(namespace, "shop-1"));
        store.save(Releases.progressing(namespace, "shop-1"));

        assertThat(resource("shop-1").require().getMetadata().getGeneration()).isEqualTo(1);
    }

    @Test
    void conditionsKeepTheTimeOfTheirLastChangeAndForeignOnesStay() throws Exception {
        store.create(Releases.requested(namespace, "shop-1"));
        store.save(Releases.progressing(namespace, "shop-1"));
        resource("shop-1")
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON),
                        "[{\"op\":\"add\",\"path\":\"/status/conditions/-\","
                                + "\"value\":{\"type\":\"Audited\",\"status\":\"True\"}}]");
        var later = new KubernetesReleaseStore(
                client,
                new IstioApi("v1"),
                Scope.of(Set.of(namespace)),
                new StepsCatalog(),
                InstantSource.fixed(CLOCK.instant().plusSeconds(600)),
                () -> {});
        stores.add(later);
        Release release = Releases.progressing(namespace, "shop-1");

        later.save(release.with(new State.Ended(Outcome.PROMOTED, Releases.START, "All steps passed.")));

        assertThat(new ReleaseObjects(new StepsCatalog())
                        .read(resource("shop-1").require())
                        .conditions())
                .extracting(
                        CanaryReleaseStatus.Condition::type,
                        CanaryReleaseStatus.Condition::status,
                        CanaryReleaseStatus.Condition::lastTransitionTime)
                .containsExactly(
                        tuple("Ready", "True", "2026-05-04T11:10:00Z"),
                        tuple("Reconciling", "False", "2026-05-04T11:10:00Z"),
                        tuple("Stalled", "False", "2026-05-04T11:00:00Z"),
                        tuple("Audited", "True", null));
    }

    @Test
    void whatNobodyCanReadIsLeftAloneAndHindersNoOther() throws StoreException {
        store.create(Releases.requested(namespace, "shop-1"));
        store.save(Releases.progressing(namespace, "shop-1"));
        store.create(Releases.requested(namespace, "shop-2"));
        resource("shop-1")
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON), "[{\"op\":\"remove\",\"path\":\"/status/plan/target\"}]");
        String before = resource("shop-1").require().getMetadata().getResourceVersion();

        KubernetesReleaseStore fresh = newStore();
        assertThat(fresh.load()).extracting(release -> release.id().name()).containsExactly("shop-2");
        assertThat(fresh.all()).extracting(release -> release.id().name()).containsExactly("shop-2");
        assertThat(fresh.isRecorded(new ReleaseId(namespace, "shop-1")))
                .as("unreadable is not deleted")
                .isTrue();
        assertThat(fresh.create(Releases.requested(namespace, "shop-1"))).isFalse();
        assertThat(resource("shop-1").require().getMetadata().getResourceVersion())
                .isEqualTo(before);
    }

    @Test
    void infinitiesAreClampedAndNumbersThatAreNoneLeftOut() throws StoreException {
        Release release = Releases.progressing(namespace, "shop-1")
                .with(Releases.judgement(Verdict.FAIL, Double.POSITIVE_INFINITY), Optional.empty());
        store.create(Releases.requested(namespace, "shop-1"));

        assertThat(store.save(release)).isTrue();
        assertThat(newStore().load())
                .containsExactly(
                        release.with(Releases.judgement(Verdict.FAIL, StatusWriter.MAX_LOG10), Optional.empty()));

        assertThat(store.save(release.with(Releases.judgement(Verdict.NO_DATA, Double.NaN), Optional.empty())))
                .isTrue();
        assertThat(newStore().load())
                .containsExactly(release.with(Releases.judgement(Verdict.NO_DATA, 0), Optional.empty()));
    }

    @Test
    void kubectlShowsTheColumns() throws StoreException {
        store.create(Releases.requested(namespace, "shop-1"));
        store.save(Releases.progressing(namespace, "shop-1"));

        String table = api.kubectl("get", "canaryreleases", "-n", namespace).stdout();

        assertThat(table.lines()
                        .map(line -> line.strip().split(" {2,}|\\s+"))
                        .toList()
                        .getFirst())
                .containsExactly(
                        "NAME", "VIRTUALSERVICE", "BASELINE", "CANARY", "PHASE", "STEP", "WEIGHT", "VERDICT", "AGE");
        assertThat(table.lines().toList().get(1).strip().split("\\s+"))
                .startsWith("shop-1", "shop", "v1", "v2", "PROGRESSING", "2/4", "25", "UNDECIDED");
        assertThat(api.kubectl("get", "crel", "-n", namespace).stdout()).contains("shop-1");
        assertThat(api.kubectl("get", "serinus", "-n", namespace).stdout()).contains("shop-1");
    }

    @Test
    void kubectlExplainsEveryField() {
        String all = api.kubectl("explain", "canaryreleases", "--recursive").stdout();
        assertThat(all).contains("againstLog10", "templateSpec", "lastTransitionTime");
        for (String path :
                List.of("spec", "status", "status.plan.target.canary", "status.conditions", "status.trouble")) {
            String text = api.kubectl("explain", "canaryrelease." + path).stdout();
            assertThat(text)
                    .as(path)
                    .contains("DESCRIPTION")
                    .doesNotContain("<empty>")
                    .doesNotContain("<no description>");
        }
    }

    private KubernetesReleaseStore newStore() {
        var another = new KubernetesReleaseStore(
                client,
                new IstioApi("v1"),
                Scope.of(Set.of(namespace)),
                new StepsCatalog(),
                CLOCK,
                wakeUps::incrementAndGet);
        stores.add(another);
        return another;
    }

    private Release named(String name, Release any) {
        return new Release(
                new ReleaseId(namespace, name),
                any.request(),
                any.createdAt(),
                any.plan(),
                any.state(),
                any.judgement(),
                any.firstCanaryRequest(),
                any.history(),
                any.log(),
                any.command(),
                any.withdrawn(),
                any.told(),
                any.course(),
                any.series());
    }

    private void label(String name, String label) {
        resource(name)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\": {\"labels\": {\"" + label + "\": \"yes\"}}}");
    }

    private Resource<GenericKubernetesResource> resource(String name) {
        return client.genericKubernetesResources(CustomResources.CANARY_RELEASES)
                .inNamespace(namespace)
                .withName(name);
    }
}
