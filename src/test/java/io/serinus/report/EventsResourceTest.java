package io.serinus.report;

import static io.serinus.report.ReleaseFixture.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.serinus.release.Outcome;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(EventsResourceTest.FewClients.class)
class EventsResourceTest {
    private static final int CLIENTS = 3;
    private static final JsonMapper JSON = new JsonMapper();

    /** Room for as many as a test needs, and no more. */
    public static class FewClients extends ReportProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("serinus.events.clients", Integer.toString(CLIENTS));
        }
    }

    @Inject
    FakeReleaseStore store;

    @Inject
    EventHub hub;

    @BeforeEach
    void empty() {
        store.holds();
    }

    @Test
    void tellsOfEveryReleaseThatComesChangesAndGoes() throws Exception {
        try (var client = Listening.to(events())) {
            assertThat(client.response().headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/event-stream");
            assertThat(client.response().headers().firstValue("X-Content-Type-Options"))
                    .hasValue("nosniff");
            assertThat(client.lines()).contains("retry: 3000");

            store.create(release("shop", "cart-1", "cart").progressing(1));
            await().until(() -> client.data("release").size() == 1);
            JsonNode first = JSON.readTree(client.data("release").getFirst());
            assertThat(first.path("namespace").asText()).isEqualTo("shop");
            assertThat(first.path("name").asText()).isEqualTo("cart-1");
            assertThat(first.path("phase").asText()).isEqualTo("PROGRESSING");
            assertThat(first.path("step").asInt()).isEqualTo(2);
            assertThat(first.path("weight").asInt()).isEqualTo(25);
            assertThat(first.path("verdict").asText()).isEqualTo("UNDECIDED");

            store.save(release("shop", "cart-1", "cart").ended(Outcome.ABORTED, "Errors rose."));
            await().until(() -> client.data("release").size() == 2);
            JsonNode second = JSON.readTree(client.data("release").getLast());
            assertThat(second.path("phase").asText()).isEqualTo("ABORTED");
            assertThat(second.path("revision")).isNotEqualTo(first.path("revision"));

            store.delete(new ReleaseId("shop", "cart-1"));
            await().until(() -> client.data("gone").size() == 1);
            assertThat(JSON.readTree(client.data("gone").getFirst()))
                    .isEqualTo(JSON.readTree("{\"namespace\": \"shop\", \"name\": \"cart-1\"}"));
        }
    }

    @Test
    void tellsOnlyOfWhatWasAskedFor() throws Exception {
        try (var all = Listening.to(events());
                var shop = Listening.to(events("?namespace=shop"));
                var cart = Listening.to(events("?namespace=shop&name=cart-1"))) {
            store.create(release("bank", "cart-1", "cart").progressing(0));
            store.create(release("shop", "pay-1", "pay").progressing(0));
            store.create(release("shop", "cart-1", "cart").progressing(0));

            await().until(() -> all.data("release").size() == 3);
            await().until(() -> shop.data("release").size() == 2);
            await().until(() -> cart.data("release").size() == 1);
            assertThat(shop.data("release")).noneMatch(data -> data.contains("bank"));
            assertThat(cart.data("release")).allMatch(data -> data.contains("cart-1"));
        }
    }

    @Test
    void whoeverComesBackHearsWhatWasMissed() throws Exception {
        String known;
        try (var client = Listening.to(events());
                var _ = Listening.to(events())) {
            known = client.lastId();
            store.create(release("shop", "cart-1", "cart").progressing(0));
            await().until(() -> client.data("release").size() == 1);

            try (var back = Listening.to(events("?name=cart-1"), "Last-Event-ID", known)) {
                assertThat(back.data("release")).isEqualTo(client.data("release"));
                assertThat(back.data("reset")).isEmpty();
            }
        }
    }

    @Test
    void whoeverWasAwayTooLongIsToldToReadEverythingAgain() throws Exception {
        for (String id : List.of("0badcafe-1", "nonsense", "-", "99999999999999999999")) {
            awaitPlace();
            try (var back = Listening.to(events(), "Last-Event-ID", id)) {
                assertThat(back.data("reset")).as(id).containsExactly("{}");
            }
        }
    }

    @Test
    void refusesMoreClientsThanThereIsRoomFor() throws Exception {
        awaitPlaces();
        try (var _ = Listening.to(events());
                var _ = Listening.to(events())) {
            try (var _ = Listening.to(events());
                    var refused = Listening.to(events())) {
                assertThat(refused.response().statusCode()).isEqualTo(503);
                assertThat(refused.response().headers().firstValue("Content-Type"))
                        .hasValue("application/problem+json");
                await().until(() -> refused.lines().stream().anyMatch(line -> line.contains("serinus.events.clients")));
            }
            awaitPlace();
        }
    }

    @Test
    void whoeverAsksForTheHeadersOnlyTakesNoPlace() throws Exception {
        awaitPlaces();
        for (int i = 0; i < CLIENTS + 1; i++) {
            RawRequest.Answer answer = RawRequest.of("HEAD", "/api/v1/events").send();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
        }
        assertThat(places()).isEqualTo(CLIENTS);
    }

    @Test
    void whoeverLeavesAtOnceLeavesAPlace() throws Exception {
        awaitPlaces();
        for (int i = 0; i < 50; i++) {
            try (var hasty = new Socket(events().getHost(), events().getPort())) {
                hasty.getOutputStream()
                        .write("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                hasty.setSoLinger(true, 0);
            }
        }
        awaitPlaces();
    }

    @Test
    void refusesAParameterThatIsMisspelt() throws Exception {
        try (var refused = Listening.to(events("?nmespace=shop"))) {
            assertThat(refused.response().statusCode()).isEqualTo(400);
            await().until(() -> refused.lines().stream().anyMatch(line -> line.contains("nmespace")));
        }
        awaitPlaces();
    }

    /** Who has the document already need not ask for it. */
    @Test
    void theRevisionIsThatOfTheDocument() throws Exception {
        awaitPlaces();
        try (var client = Listening.to(events())) {
            store.create(release("shop", "cart-1", "cart").progressing(1));
            await().until(() -> client.data("release").size() == 1);
            String revision = JSON.readTree(client.data("release").getFirst())
                    .path("revision")
                    .asText();
            assertThat(RestAssured.get("/api/v1/releases/shop/cart-1").header("ETag"))
                    .isEqualTo('"' + revision + '"');
        }
    }

    /** It asks and never reads: the server must neither wait for it nor keep everything for it. */
    @Test
    void cutsOffWhoDoesNotRead() throws Exception {
        String name = "n".repeat(250);
        Release[] many = IntStream.range(0, 1_000)
                .mapToObj(i -> release("shop", name + i, "cart").progressing(0))
                .toArray(Release[]::new);
        store.holds(many);
        awaitPlaces();
        try (var deaf = new Socket();
                var hearing = Listening.to(events())) {
            deaf.setReceiveBufferSize(4096);
            deaf.connect(new InetSocketAddress(events().getHost(), events().getPort()));
            deaf.getOutputStream()
                    .write("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            awaitPlacesTaken(2);
            int told = 0;
            while (places() == CLIENTS - 2) {
                Stream.of(many).forEach(store::save);
                told += many.length;
                int all = told;
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> hearing.data("release").size() >= all);
                assertThat(told)
                        .as("events kept for a client that does not read")
                        .isLessThan(40_000);
            }
            assertThat(drained(deaf)).isPositive();
            store.create(release("shop", "one-more", "cart").progressing(0));
            await().until(() -> hearing.lines().stream().anyMatch(line -> line.contains("one-more")));
        }
    }

    private static URI events() {
        return events("");
    }

    private static URI events(String query) {
        return URI.create("http://localhost:" + RestAssured.port + "/api/v1/events" + query);
    }

    private static long drained(Socket socket) throws IOException {
        try (InputStream in = socket.getInputStream()) {
            return in.readAllBytes().length;
        } catch (IOException e) {
            // A reset says the same as an end.
            return 1;
        }
    }

    private int places() {
        return hub.places();
    }

    private void awaitPlace() {
        await().until(() -> places() > 0);
    }

    private void awaitPlaces() {
        await().until(() -> places() == CLIENTS);
    }

    private void awaitPlacesTaken(int taken) {
        await().until(() -> places() == CLIENTS - taken);
    }
}
