package io.serinus.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.serinus.metric.BaselineHistory;
import io.serinus.metric.HistorySource;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.metric.Version;
import io.serinus.prometheus.RecordedServer.Asked;
import io.serinus.prometheus.RecordedServer.Delivery;
import io.serinus.prometheus.RecordedServer.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusHistorySourceTest {
    private static final Instant TO = Instant.ofEpochSecond(1_800_000_000L);
    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final HistorySource.Query HOUR = new HistorySource.Query(
            new Version("cart.shop.svc.cluster.local", "v1"), TO.minus(Duration.ofHours(1)), TO, INTERVAL);

    @Test
    void asksForThePodsAndThenForTheirRawCountersOverTheHour() throws Exception {
        try (var server = new RecordedServer(mesh(3))) {
            BaselineHistory history = source(server).history(HOUR).orElseThrow();

            assertThat(history.firstPods() + history.secondPods()).isEqualTo(3);
            assertThat(history.spans()).hasSize(2);
            assertThat(history.spans())
                    .allSatisfy(span -> assertThat(span.first().requests().total()
                                    + span.second().requests().total())
                            .isEqualTo(30));
            assertThat(history.spans())
                    .allSatisfy(span -> assertThat(span.first()
                                    .latency()
                                    .plus(span.second().latency())
                                    .above(250))
                            .isEqualTo(6));
            assertThat(server.asked())
                    .extracting(Asked::path)
                    .containsExactly("/api/v1/query", "/api/v1/query_range", "/api/v1/query_range");
            assertThat(server.asked().get(1).form())
                    .containsEntry("start", "1799996400.000")
                    .containsEntry("end", "1800000000.000")
                    .containsEntry("step", "15.000")
                    .containsEntry("nocache", "1");
            assertThat(server.asked().get(1).query())
                    .contains("reporter=\"destination\"", "destination_service=\"cart.shop.svc.cluster.local\"");
        }
    }

    @Test
    void takesTwentyOfManyPods() throws Exception {
        try (var server = new RecordedServer(mesh(70))) {
            BaselineHistory history = source(server).history(HOUR).orElseThrow();

            assertThat(history.firstPods() + history.secondPods()).isEqualTo(20);
            assertThat(server.asked()).hasSize(3);
        }
    }

    @Test
    void asksInPartsWhereTheIntervalIsShort() throws Exception {
        try (var server = new RecordedServer(mesh(9))) {
            var fine = new HistorySource.Query(HOUR.version(), HOUR.from(), HOUR.to(), Duration.ofSeconds(5));
            BaselineHistory history = source(server).history(fine).orElseThrow();

            assertThat(server.asked()).hasSize(1 + 2 * 2);
            assertThat(history.firstPods() + history.secondPods()).isEqualTo(9);
        }
    }

    @ParameterizedTest
    @CsvSource({"15, 20", "5, 6", "1, 1", "60, 20"})
    void boundsTheSamplesOfAQuery(int seconds, int pods) {
        assertThat(PrometheusHistorySource.podsPerQuery(Duration.ofHours(1), Duration.ofSeconds(seconds)))
                .isEqualTo(pods);
    }

    @Test
    void hasNoHistoryWherePodsCannotBeToldApart() throws Exception {
        for (int pods : new int[] {0, 1}) {
            try (var server = new RecordedServer(mesh(pods))) {
                assertThat(source(server).history(HOUR)).isEqualTo(Optional.empty());
                assertThat(server.asked()).hasSize(1);
            }
        }
    }

    @Test
    void takesPodsOfTheVersionOnly() throws Exception {
        Function<Asked, Reply> both = asked -> Reply.ok(answer(
                "vector",
                List.of(
                        row(pod(0, "v1"), "\"value\":[" + TO.getEpochSecond() + ",\"1\"]"),
                        row(pod(1, "v2"), "\"value\":[" + TO.getEpochSecond() + ",\"1\"]"),
                        row(pod(2, "v2"), "\"value\":[" + TO.getEpochSecond() + ",\"1\"]"))));
        try (var server = new RecordedServer(both)) {
            assertThat(source(server).history(HOUR)).isEmpty();
        }
    }

    @Test
    void escapesTheHost() throws Exception {
        try (var server = new RecordedServer(mesh(0))) {
            var odd = new Version("a\"} or vector(1) #", "v1");
            source(server).history(new HistorySource.Query(odd, HOUR.from(), TO, INTERVAL));

            assertThat(server.asked().getFirst().query()).contains("destination_service=\"a\\\"} or vector(1) #\"}");
        }
    }

    @Test
    void givesUpAtItsOwnDeadline() {
        try (var server = new RecordedServer(asked -> new Reply(200, "", Delivery.NEVER))) {
            var source = new PrometheusHistorySource(settings(server), Duration.ofMillis(200));
            assertThatExceptionOfType(SourceUnavailableException.class)
                    .isThrownBy(() -> source.history(HOUR))
                    .withMessageContaining("query for the baseline's pods to " + server.url() + "/api/v1/query: ")
                    .withMessageContaining("no complete answer within 200 ms");
        }
    }

    @Test
    void refusesAnAnswerThatIsNoMatrix() {
        Function<Asked, Reply> vectors =
                asked -> asked.path().endsWith("_range") ? Reply.ok(RecordedServer.EMPTY) : mesh(3).apply(asked);
        try (var server = new RecordedServer(vectors)) {
            assertThatExceptionOfType(SourceUnavailableException.class)
                    .isThrownBy(() -> source(server).history(HOUR))
                    .withMessageContaining("/api/v1/query_range: the result is a 'vector', not a matrix");
        }
    }

    private static PrometheusHistorySource source(RecordedServer server) {
        return new PrometheusHistorySource(settings(server));
    }

    private static PrometheusSettings settings(RecordedServer server) {
        return new PrometheusSettings(server.url(), Duration.ofSeconds(10), Map.of(), Map.of(), 12_000);
    }

    /** So many pods of v1, each of which served 10 requests in each of two intervals, 2 of them slow. */
    private static Function<Asked, Reply> mesh(int pods) {
        return asked -> {
            if (asked.path().endsWith("/query")) {
                return Reply.ok(answer(
                        "vector",
                        IntStream.range(0, pods)
                                .mapToObj(i -> row(pod(i, "v1"), "\"value\":[" + TO.getEpochSecond() + ",\"1\"]"))
                                .toList()));
            }
            double step = Double.parseDouble(asked.form().get("step"));
            boolean buckets = asked.query().contains("_bucket");
            return Reply.ok(answer(
                    "matrix",
                    IntStream.range(0, pods)
                            .filter(i -> asked.query().contains("10.0.0.".replace(".", "\\\\.") + i + "\\\\."))
                            .mapToObj(i -> buckets
                                    ? row(pod(i, "v1") + ",\"le\":\"250\"", values(step, 8)) + ","
                                            + row(pod(i, "v1") + ",\"le\":\"+Inf\"", values(step, 10))
                                    : row(pod(i, "v1") + ",\"response_code\":\"200\"", values(step, 10)))
                            .toList()));
        };
    }

    private static String values(double step, int more) {
        return IntStream.rangeClosed(0, 2)
                .mapToObj(i -> "[" + (TO.getEpochSecond() - 10 * step + i * step) + ",\"" + (100 + i * more) + "\"]")
                .collect(Collectors.joining(",", "\"values\":[", "]"));
    }

    private static String pod(int number, String version) {
        return "\"job\":\"proxies\",\"instance\":\"10.0.0." + number
                + ".x\",\"destination_service\":\"cart.shop.svc.cluster.local\",\"destination_version\":\"" + version
                + "\"";
    }

    private static String row(String labels, String values) {
        return "{\"metric\":{" + labels + "}," + values + "}";
    }

    private static String answer(String type, List<String> rows) {
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"" + type + "\",\"result\":[" + String.join(",", rows)
                + "]}}";
    }
}
