package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.serinus.release.Action;
import io.serinus.release.Reasons;
import io.serinus.release.Release;
import io.serinus.testbed.KubeApiServer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KubeApiServer.class)
class EventJournalIT {
    private static final Action.Announce HELD =
            new Action.Announce(Action.Announce.Severity.WARNING, Reasons.HELD, "Holding at 25 %: no data.");
    private static final Action.Announce STARTED =
            new Action.Announce(Action.Announce.Severity.NORMAL, Reasons.STARTED, "Releasing v2.");

    private static final Instant START = Instant.parse("2026-05-04T11:00:00Z");

    private final AtomicLong seconds = new AtomicLong();
    private final InstantSource clock = () -> START.plusSeconds(seconds.get());
    private final KubeApiServer api;
    private final KubernetesClient client;
    private final String namespace;
    private final Release release;
    private final EventJournal journal;

    EventJournalIT(KubeApiServer api) {
        this.api = api;
        client = api.client();
        namespace = api.namespace();
        release = Releases.requested(namespace, "shop-1");
        journal = new EventJournal(client, "serinus-0", clock);
    }

    @BeforeEach
    void createRelease() throws Exception {
        MeshObjects.createShop(client, namespace);
        try (var store = new KubernetesReleaseStore(
                client, new IstioApi("v1"), Scope.of(Set.of(namespace)), new StepsCatalog(), clock, () -> {})) {
            store.create(release);
        }
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void describeShowsTheEventsOfTheReleaseAndOfItsVirtualService() {
        journal.record(release, STARTED);
        journal.record(release, HELD);
        journal.record(release, HELD);
        journal.record(release, HELD);

        await().untilAsserted(() -> assertThat(events())
                .extracting(event -> event.getInvolvedObject().getKind(), Event::getReason, Event::getCount)
                .containsExactlyInAnyOrder(
                        tuple("CanaryRelease", "ReleaseStarted", 1),
                        tuple("CanaryRelease", "Held", 3),
                        tuple("VirtualService", "ReleaseStarted", 1),
                        tuple("VirtualService", "Held", 3)));
        for (String object : List.of("canaryrelease/shop-1", "virtualservice/shop")) {
            assertThat(api.kubectl("describe", object, "-n", namespace).stdout())
                    .as(object)
                    .contains("Events:")
                    .containsPattern("Normal +ReleaseStarted .* serinus.* Releasing v2\\.")
                    .containsPattern("Warning +Held .*\\(x3 over .*\\).* serinus.* Holding at 25 %: no data\\.");
        }
    }

    @Test
    void namesItsSourceAndItsTimes() {
        journal.record(release, HELD);
        await().until(() -> events().size() == 2);
        seconds.set(60);
        journal.record(release, HELD);

        await().untilAsserted(() -> assertThat(events()).hasSize(2).allSatisfy(event -> {
            assertThat(event.getSource().getComponent()).isEqualTo("serinus");
            assertThat(event.getReportingComponent()).isEqualTo("serinus.io/controller");
            assertThat(event.getReportingInstance()).isEqualTo("serinus-0");
            assertThat(event.getFirstTimestamp()).isEqualTo("2026-05-04T11:00:00Z");
            assertThat(event.getLastTimestamp()).isEqualTo("2026-05-04T11:01:00Z");
        }));
    }

    @Test
    void whatIsSaidAgainAfterAnHourIsANewEvent() {
        journal.record(release, HELD);
        await().until(() -> events().size() == 2);
        seconds.set(3600);
        journal.record(release, HELD);

        await().untilAsserted(() ->
                assertThat(events()).hasSize(4).extracting(Event::getCount).containsOnly(1));
    }

    @Test
    void anEventThatIsGoneIsWrittenAnew() {
        journal.record(release, HELD);
        await().until(() -> events().size() == 2);
        client.v1().events().inNamespace(namespace).delete();
        journal.record(release, HELD);

        await().untilAsserted(() ->
                assertThat(events()).hasSize(2).extracting(Event::getCount).containsOnly(1));
    }

    @Test
    void aLongMessageIsCut() {
        journal.record(
                release, new Action.Announce(Action.Announce.Severity.NORMAL, Reasons.STEP, "long ".repeat(1000)));

        await().untilAsserted(() -> assertThat(events())
                .hasSize(2)
                .allSatisfy(
                        event -> assertThat(event.getMessage()).hasSize(1024).endsWith("…")));
    }

    @Test
    void aReleaseThatIsGoneHindersNoOther() {
        journal.record(Releases.requested(namespace, "never-created"), HELD);
        journal.record(release, STARTED);

        await().untilAsserted(
                        () -> assertThat(events()).extracting(Event::getReason).containsOnly("ReleaseStarted"));
    }

    @Test
    void closingWritesWhatStillWaits() {
        for (int i = 0; i < 20; i++) {
            journal.record(release, STARTED);
        }

        journal.close();

        assertThat(events()).hasSize(2).extracting(Event::getCount).containsOnly(20);
    }

    private List<Event> events() {
        return client.v1().events().inNamespace(namespace).list().getItems();
    }
}
