package io.serinus.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.metric.Level;
import io.serinus.metric.LevelSource.Query;
import io.serinus.prometheus.RecordedServer.Asked;
import io.serinus.prometheus.RecordedServer.Delivery;
import io.serinus.prometheus.RecordedServer.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusLevelSourceTest {
    private static final Instant AT = Instant.ofEpochSecond(1_795_239_900L);
    private static final Query QUERY = new Query("b", "c");

    @Test
    void readsOneNumberOfEachVersionAtTheIntervalsEnd() {
        try (var server =
                new RecordedServer(asked -> Reply.ok(vector(asked.query().equals("b") ? "2.5" : "-1e3")))) {
            assertThat(levels(server, QUERY)).isEqualTo(Map.of(QUERY, new Level.Read(2.5, -1_000)));
            assertThat(server.asked())
                    .hasSize(2)
                    .allSatisfy(asked -> assertThat(asked.form())
                            .containsEntry("time", "1795239900.000")
                            .containsEntry("nocache", "1"));
        }
    }

    @Test
    void readsAScalar() {
        assertThat(level(answer("scalar", "[1795239900,\"7\"]"))).isEqualTo(new Level.Read(7, 7));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '%', textBlock = """
            vector | []                                                     | no series, expected one
            vector | [{"metric":{"a":"1"},"value":[1795239900,"1"]},{"metric":{},"value":[1795239900,"2"]},{"metric":{"a":"3"},"value":[1795239900,"3"]}] \
            | 3 series, expected one; aggregate with sum()
            vector | [{"metric":{},"value":[1795239900,"NaN"]}]                      | not a number (NaN)
            vector | [{"metric":{},"value":[1795239900,"+Inf"]}]                     | infinite (+Inf)
            vector | [{"metric":{},"value":[1795239900,"-Inf"]}]                     | infinite (-Inf)
            vector | [{"metric":{},"histogram":[1795239900,{"count":"3","sum":"1"}]}] | a histogram
            scalar | [1795239900,"NaN"]                                              | not a number (NaN)
            string | [1795239900,"5"]                                                | a string
            matrix | [{"metric":{},"values":[[1795239900,"1"]]}]                     | values over time
            """)
    void saysWhyThereIsNoNumber(String type, String result, String reason) {
        assertThat(level(answer(type, result)))
                .isInstanceOfSatisfying(
                        Level.Absent.class,
                        absent -> assertThat(absent.reason())
                                .startsWith("Both queries: ")
                                .contains(reason)
                                .endsWith("."));
    }

    @Test
    void saysWhatTheBackendSays() {
        try (var server = new RecordedServer(asked -> asked.query().equals("b")
                ? Reply.ok(vector("1"))
                : new Reply(400, RecordedServer.recorded("prom242_error_parse.json"), Delivery.PLAIN))) {
            assertThat(levels(server, QUERY).get(QUERY))
                    .isInstanceOfSatisfying(
                            Level.Absent.class,
                            absent -> assertThat(absent.reason())
                                    .startsWith("The canary's query: ")
                                    .contains("parse error"));
        }
    }

    @Test
    void doesNotWaitForALateAnswerAndKeepsTheOthers() {
        var slow = new Query("slow", "slow");
        try (var server = new RecordedServer(
                asked -> asked.query().equals("slow") ? new Reply(200, "", Delivery.NEVER) : Reply.ok(vector("1")))) {
            assertThat(source(server, Duration.ofMillis(800)).levels(AT, List.of(slow, QUERY)))
                    .containsEntry(slow, new Level.Absent("Both queries: no answer within 400 ms."))
                    .containsEntry(QUERY, new Level.Read(1, 1));
        }
    }

    @Test
    void refusesAnAnswerThatNobodyAggregated() {
        String row = "{\"metric\":{\"pod\":\"" + "p".repeat(1_000) + "\"},\"value\":[1795239900,\"1\"]}";
        assertThat(level(answer("vector", "[" + (row + ",").repeat(1_100) + row + "]")))
                .isInstanceOfSatisfying(
                        Level.Absent.class,
                        absent -> assertThat(absent.reason())
                                .contains("larger than 1048576 bytes; aggregate with sum()"));
    }

    @Test
    void asksNoQueryTwiceAndFewAtOnce() {
        var asking = new AtomicInteger();
        var most = new AtomicInteger();
        var four = new CountDownLatch(4);
        Function<Asked, Reply> counting = asked -> {
            most.accumulateAndGet(asking.incrementAndGet(), Math::max);
            four.countDown();
            try {
                four.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            asking.decrementAndGet();
            return Reply.ok(vector("1"));
        };
        var queries = IntStream.range(0, 40)
                .mapToObj(i -> new Query("all", "canary " + i))
                .collect(Collectors.toSet());
        try (var server = new RecordedServer(counting)) {
            assertThat(source(server, Duration.ofSeconds(60)).levels(AT, queries))
                    .hasSize(40)
                    .allSatisfy((query, level) -> assertThat(level).isEqualTo(new Level.Read(1, 1)));
            assertThat(server.asked()).hasSize(41);
        }
        assertThat(most).hasValue(4);
    }

    private static Level level(String answer) {
        try (var server = new RecordedServer(asked -> Reply.ok(answer))) {
            return java.util.Objects.requireNonNull(levels(server, QUERY).get(QUERY));
        }
    }

    private static Map<Query, Level> levels(RecordedServer server, Query... queries) {
        return source(server, Duration.ofSeconds(20)).levels(AT, List.of(queries));
    }

    private static PrometheusLevelSource source(RecordedServer server, Duration timeout) {
        return new PrometheusLevelSource(new PrometheusSettings(server.url(), timeout, Map.of(), Map.of(), 12_000));
    }

    private static String vector(String value) {
        return answer("vector", "[{\"metric\":{\"a\":\"b\"},\"value\":[1795239900,\"" + value + "\"]}]");
    }

    private static String answer(String type, String result) {
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"" + type + "\",\"result\":" + result + "}}";
    }
}
