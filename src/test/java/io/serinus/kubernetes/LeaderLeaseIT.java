package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.serinus.testbed.KubeApiServer;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KubeApiServer.class)
class LeaderLeaseIT {
    /** So long that nobody takes over by waiting: a hand-over that is seen was one. */
    private static final LeaderLease.Timing LONG =
            new LeaderLease.Timing(Duration.ofMinutes(10), Duration.ofMinutes(5), Duration.ofMillis(200));

    private static final LeaderLease.Timing SHORT =
            new LeaderLease.Timing(Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofMillis(200));

    private final KubernetesClient client;
    private final String namespace;
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<LeaderLease> leases = new ArrayList<>();

    LeaderLeaseIT(KubeApiServer api) {
        client = api.client();
        namespace = api.namespace();
    }

    @AfterEach
    void close() {
        leases.forEach(LeaderLease::close);
    }

    @Test
    void handsOverAtOnceWhenItIsClosed() {
        LeaderLease first = lease("first", LONG);
        first.start();
        await().until(first::isLeader);
        var seenByTheSecond = new AtomicBoolean();
        LeaderLease second = lease("second", LONG, () -> seenByTheSecond.set(first.isLeader()));
        second.start();
        assertThat(spec().getHolderIdentity()).isEqualTo("first");
        assertThat(second.isLeader()).isFalse();

        first.close();

        assertThat(first.isLeader()).isFalse();
        await().until(second::isLeader);
        assertThat(spec().getHolderIdentity()).isEqualTo("second");
        assertThat(spec().getLeaseTransitions()).isEqualTo(1);
        // In two processes nobody could tell which of the last two came first; that only one leads is what counts.
        await().untilAsserted(() ->
                assertThat(calls).containsExactlyInAnyOrder("first starts", "first stops", "second starts"));
        assertThat(calls).containsSubsequence("first starts", "first stops");
        assertThat(seenByTheSecond).isFalse();
    }

    @Test
    void leavesAFreeLeaseBehind() {
        LeaderLease only = lease("only", LONG);
        only.start();
        await().until(only::isLeader);

        only.close();

        assertThat(spec().getHolderIdentity()).isNull();
        assertThat(calls).containsExactly("only starts", "only stops");
    }

    @Test
    void aStandbyThatClosesLeavesTheLeaderAlone() {
        LeaderLease first = lease("first", LONG);
        first.start();
        await().until(first::isLeader);
        LeaderLease second = lease("second", LONG);
        second.start();

        second.close();

        assertThat(spec().getHolderIdentity()).isEqualTo("first");
        assertThat(first.isLeader()).isTrue();
        assertThat(calls).containsExactly("first starts");
    }

    @Test
    void takesOverFromALeaderThatDied() {
        takeByHand("dead", "2026-01-01T00:00:00.000000Z");
        LeaderLease lease = lease("alive", SHORT);

        lease.start();

        await().until(lease::isLeader);
    }

    @Test
    void stopsWhenSomebodyElseTookTheLeaseAndStandsAgain() {
        LeaderLease lease = lease("robbed", SHORT);
        lease.start();
        await().until(lease::isLeader);

        // Whatever version is there: the leader renews it all the time.
        client.leases()
                .inNamespace(namespace)
                .withName("serinus")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"holderIdentity\": \"robber\"}}");

        await().untilAsserted(() -> assertThat(calls).startsWith("robbed starts", "robbed stops", "robbed starts"));
        await().until(lease::isLeader);
    }

    private LeaderLease lease(String identity, LeaderLease.Timing timing) {
        return lease(identity, timing, () -> {});
    }

    private LeaderLease lease(String identity, LeaderLease.Timing timing, Runnable whenItStarts) {
        var lease = new LeaderLease(
                client,
                namespace,
                "serinus",
                identity,
                timing,
                System::nanoTime,
                () -> {
                    whenItStarts.run();
                    calls.add(identity + " starts");
                },
                () -> calls.add(identity + " stops"));
        leases.add(lease);
        return lease;
    }

    private void takeByHand(String holder, String renewed) {
        var record = new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("serinus")
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withLeaseDurationSeconds(15)
                .withRenewTime(ZonedDateTime.parse(renewed))
                .endSpec()
                .build();
        client.leases().inNamespace(namespace).resource(record).create();
    }

    private LeaseSpec spec() {
        return client.leases()
                .inNamespace(namespace)
                .withName("serinus")
                .require()
                .getSpec();
    }
}
