package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.serinus.release.PodTrouble;
import io.serinus.release.PodTrouble.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodReaderTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final Instant BEGUN = Instant.parse("2026-03-01T10:30:00Z");
    private static final Instant NOW = Instant.parse("2026-03-01T11:00:00Z");

    @Test
    void aReadyPodHasNoTrouble() {
        PodFacts facts = read(PodStatuses.READY);

        assertThat(facts)
                .isEqualTo(new PodFacts(
                        Map.of("app", "checkout", "version", "v2", "pod-template-hash", "7d9c"),
                        true,
                        true,
                        List.of()));
    }

    @Test
    void aCrashLoopSaysHowItCrashed() {
        assertOnly(
                PodStatuses.CRASH_LOOP,
                Kind.CRASH_LOOP,
                "Pod shop/checkout-v2-7d9c-x2x, container app: it crashes again and again, Error with exit code 1,"
                        + " 5 restarts; the kubelet says: back-off 2m40s restarting failed container=app"
                        + " pod=checkout-v2-7d9c-x2x_shop(0b1c).");
    }

    @Test
    void aCrashLoopForWantOfMemoryIsTheGraverOfTheTwo() {
        assertOnly(
                PodStatuses.CRASH_LOOP_BY_MEMORY,
                Kind.CRASH_LOOP,
                "Pod shop/checkout-v2-7d9c-x2x, container app: it crashes again and again, OOMKilled with exit code 137,"
                        + " 5 restarts; the kubelet says: back-off 2m40s restarting failed container=app"
                        + " pod=checkout-v2-7d9c-x2x_shop(0b1c).");
    }

    @Test
    void betweenTheBackOffsACrashLoopIsOneToo() {
        String message =
                "Pod shop/checkout-v2-7d9c-x2x, container app: it crashes again and again, Error with exit code 1,";
        Instant afterwards = Instant.parse("2026-03-01T10:31:00Z");
        assertThat(read(PodStatuses.JUST_CRASHED).troubles(BEGUN, afterwards))
                .containsExactly(new PodTrouble(Kind.CRASH_LOOP, message + " 1 restart."));
        assertThat(read(PodStatuses.RUNNING_AGAIN).troubles(BEGUN, afterwards))
                .contains(new PodTrouble(Kind.CRASH_LOOP, message + " 3 restarts."));
        assertThat(read(PodStatuses.RUNNING_AGAIN).troubles(afterwards, NOW))
                .extracting(PodTrouble::kind)
                .doesNotContain(Kind.CRASH_LOOP);
    }

    @Test
    void oneCrashIsNoLoop() {
        assertThat(read(PodStatuses.JUST_CRASHED.replace("restartCount: 1", "restartCount: 0"))
                        .troubles(BEGUN, NOW))
                .extracting(PodTrouble::kind)
                .doesNotContain(Kind.CRASH_LOOP);
        assertThat(read(PodStatuses.RUNNING_AGAIN.replace("restartCount: 3", "restartCount: 1"))
                        .troubles(BEGUN, NOW))
                .extracting(PodTrouble::kind)
                .doesNotContain(Kind.CRASH_LOOP);
    }

    @Test
    void aCrashAfterALongRunIsNoLoop() {
        String longRun = PodStatuses.RUNNING_AGAIN.replace(
                "startedAt: \"2026-03-01T10:30:01Z\"", "startedAt: \"2026-03-01T09:30:01Z\"");

        assertThat(read(longRun).troubles(BEGUN, NOW))
                .extracting(PodTrouble::kind)
                .doesNotContain(Kind.CRASH_LOOP);
    }

    @Test
    void aKillForWantOfMemoryCountsIfItWasSince() {
        PodFacts facts = read(PodStatuses.KILLED_ONCE);

        assertThat(facts.isReady()).isTrue();
        assertThat(facts.troubles(BEGUN, NOW))
                .containsExactly(new PodTrouble(
                        Kind.OUT_OF_MEMORY,
                        "Pod shop/checkout-v2-7d9c-x2x, container app: it used more memory than it may and was killed,"
                                + " OOMKilled with exit code 137, 1 restart."));
        Instant killed = Instant.parse("2026-03-01T10:30:05Z");
        // The time is rounded down: the kill may have come after a release that began within the same second.
        assertThat(facts.troubles(killed.plusMillis(999), NOW)).hasSize(1);
        assertThat(facts.troubles(killed.plusSeconds(1), NOW)).isEmpty();
    }

    @Test
    void everyWayOfNotGettingAnImageIsATrouble() {
        assertOnly(
                PodStatuses.IMAGE_PULL_BACK_OFF,
                Kind.IMAGE_PULL,
                "Pod shop/checkout-v2-7d9c-x2x, container app: image registry.example/checkout:2 cannot be pulled,"
                        + " ImagePullBackOff; the kubelet says: Back-off pulling image \"registry.example/checkout:2\".");
        assertKinds(PodStatuses.ERR_IMAGE_PULL, Kind.IMAGE_PULL);
        assertKinds(PodStatuses.INVALID_IMAGE_NAME, Kind.IMAGE_PULL);
    }

    @Test
    void aContainerThatCannotBeCreatedIsNotReadyAtOnce() {
        assertThat(read(PodStatuses.NO_CONFIG).troubles(BEGUN, Instant.parse("2026-03-01T10:00:01Z")))
                .containsExactly(new PodTrouble(
                        Kind.NOT_READY,
                        "Pod shop/checkout-v2-7d9c-x2x, container app: it cannot start, CreateContainerConfigError;"
                                + " the kubelet says: configmap \"checkout\" not found."));
    }

    @Test
    void readinessThatWasLostIsATroubleAtOnce() {
        Instant lost = Instant.parse("2026-03-01T10:40:00Z");
        assertThat(read(PodStatuses.LOST_READINESS).troubles(BEGUN, lost))
                .containsExactly(new PodTrouble(
                        Kind.NOT_READY,
                        "Pod shop/checkout-v2-7d9c-x2x is not ready because of container app, ContainersNotReady:"
                                + " containers with unready status: [app]."));
        assertThat(read(PodStatuses.LOST_READINESS_OF_PROXY).troubles(BEGUN, lost))
                .singleElement()
                .satisfies(trouble -> assertThat(trouble.message()).contains("because of container istio-proxy,"));
    }

    @Test
    void aStartIsATroubleOnlyWhenItTakesLong() {
        Instant created = Instant.parse("2026-03-01T10:00:00Z");
        for (String status : List.of(PodStatuses.STARTING, PodStatuses.CREATING, PodStatuses.UNSCHEDULABLE)) {
            PodFacts facts = read(status);
            assertThat(facts.isServing()).isTrue();
            assertThat(facts.isReady()).isFalse();
            assertThat(facts.troubles(created, created.plusSeconds(299))).isEmpty();
            assertThat(facts.troubles(created, created.plusSeconds(300)))
                    .extracting(PodTrouble::kind)
                    .containsExactly(Kind.NOT_READY);
        }
        assertThat(read(PodStatuses.UNSCHEDULABLE).troubles(BEGUN, NOW))
                .extracting(PodTrouble::message)
                .containsExactly("Pod shop/checkout-v2-7d9c-x2x has no node, Unschedulable: 0/3 nodes are available:"
                        + " 3 Insufficient cpu.");
    }

    @Test
    void anInitContainerCrashesLikeAnyOther() {
        assertOnly(
                PodStatuses.INIT_CRASH_LOOP,
                Kind.CRASH_LOOP,
                "Pod shop/checkout-v2-7d9c-x2x, init container migrate: it crashes again and again, Error with exit"
                        + " code 2, 4 restarts; the kubelet says: back-off 1m20s restarting failed container=migrate.");
    }

    @Test
    void aPodThatIsOverOrEndingIsNotCounted() {
        assertThat(read(PodStatuses.EVICTED))
                .satisfies(facts -> assertThat(facts.isServing()).isFalse())
                .satisfies(facts -> assertThat(facts.troubles(BEGUN, NOW)).isEmpty());
        Pod ending = pod(PodStatuses.LOST_READINESS);
        ending.getMetadata().setDeletionTimestamp("2026-03-01T10:59:00Z");
        assertThat(PodReader.read(ending).isServing()).isFalse();
        assertThat(PodReader.read(ending).troubles(BEGUN, NOW)).isEmpty();
    }

    private static void assertOnly(String status, Kind kind, String message) {
        assertThat(read(status).troubles(BEGUN, NOW)).containsExactly(new PodTrouble(kind, message));
    }

    private static void assertKinds(String status, Kind... kinds) {
        assertThat(read(status).troubles(BEGUN, NOW))
                .extracting(PodTrouble::kind)
                .containsExactly(kinds);
    }

    private static PodFacts read(String status) {
        return PodReader.read(pod(status));
    }

    private static Pod pod(String status) {
        return YAML.unmarshal(PodStatuses.pod(status), Pod.class);
    }
}
