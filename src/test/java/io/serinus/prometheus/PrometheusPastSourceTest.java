package io.serinus.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.serinus.metric.BucketBounds;
import io.serinus.metric.MetricSource;
import io.serinus.metric.PastSpan;
import io.serinus.metric.Reporter;
import io.serinus.metric.Snapshot;
import io.serinus.metric.SnapshotQuery;
import io.serinus.metric.SnapshotQuery.Form;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.prometheus.RecordedServer.Asked;
import io.serinus.prometheus.RecordedServer.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PrometheusPastSourceTest {
    private static final String HOST = "cart.shop.svc.cluster.local";
    private static final Instant TO = Instant.ofEpochSecond(1_800_000_000L);
    private static final Duration TICK = Duration.ofSeconds(5);

    @Test
    void readsTwoHoursOfASmallFleetInFewQueries() throws Exception {
        try (var server = new RecordedServer(fleet(3))) {
            Snapshot last = read(server, Duration.ofHours(2));

            assertThat(last.ages()).hasSize(3);
            assertThat(last.requests().values()).containsOnly(TO.getEpochSecond());
            assertThat(last.latency().values()).allMatch(counts -> counts.total() == TO.getEpochSecond());
            assertThat(server.asked()).extracting(Asked::path).containsOnly("/api/v1/query_range");
            assertThat(server.asked()).hasSizeLessThan(12);
        }
    }

    @Test
    void readsNoMoreValuesAtOnceThanItSays() throws Exception {
        try (var server = new RecordedServer(fleet(2_000))) {
            read(server, Duration.ofMinutes(10));

            assertThat(server.asked()).hasSizeGreaterThan(6);
            assertThat(server.asked())
                    .allSatisfy(asked -> assertThat(points(asked).length * 2_000L)
                            .isLessThanOrEqualTo(PrometheusPastSource.MOST_VALUES));
        }
    }

    @Test
    void asksForATimeBesideTheGridByItself() throws Exception {
        try (var server = new RecordedServer(fleet(2))) {
            MetricSource past = past(server, Duration.ofMinutes(10));
            Instant beside = TO.minusSeconds(303);

            assertThat(past.snapshot(current(beside, BucketBounds.none()))
                            .requests()
                            .values())
                    .containsOnly(beside.getEpochSecond());
            assertThat(past.snapshot(current(TO.minusSeconds(300), BucketBounds.none()))
                            .requests()
                            .values())
                    .containsOnly(TO.minusSeconds(300).getEpochSecond());
        }
    }

    @Test
    void asksForLastKnownValuesAsOfTheirTime() throws Exception {
        try (var server = new RecordedServer(asked -> Reply.ok(RecordedServer.EMPTY))) {
            var tail = new SnapshotQuery(
                    TO.minusSeconds(60), Set.of(HOST), BucketBounds.none(), new Form.LastKnown(TICK, Set.of()));
            past(server, Duration.ofHours(1)).snapshot(tail);

            assertThat(server.asked())
                    .allSatisfy(asked -> assertThat(asked.form()).containsEntry("time", "1799999940.000"));
            assertThat(server.asked()).extracting(Asked::path).containsOnly("/api/v1/query");
        }
    }

    @Test
    void failsWhereThePastIsIncomplete() {
        try (var server = new RecordedServer(asked -> new Reply(503, "{}", RecordedServer.Delivery.PLAIN))) {
            MetricSource past = past(server, Duration.ofHours(1));

            assertThatExceptionOfType(SourceUnavailableException.class)
                    .isThrownBy(() -> past.snapshot(current(TO, BucketBounds.none())))
                    .withMessageContaining("HTTP 503")
                    .withMessageContaining("/api/v1/query_range");
        }
    }

    private static Snapshot read(RecordedServer server, Duration span) throws SourceUnavailableException {
        MetricSource past = past(server, span);
        Snapshot found = null;
        for (Instant at = TO.minus(span); !at.isAfter(TO); at = at.plus(TICK)) {
            boolean endsInterval = at.getEpochSecond() % 15 == 0;
            found = past.snapshot(
                    current(at, endsInterval ? BucketBounds.exactly(Set.of(250.0)) : BucketBounds.none()));
            assertThat(found.requests().values()).as("at %s", at).containsOnly(at.getEpochSecond());
        }
        if (found == null) {
            throw new AssertionError("nothing was read");
        }
        return found;
    }

    private static SnapshotQuery current(Instant at, BucketBounds bounds) {
        return new SnapshotQuery(at, Set.of(HOST), bounds, new Form.Current());
    }

    private static MetricSource past(RecordedServer server, Duration span) {
        return new PrometheusMetricSource(
                        new PrometheusSettings(server.url(), Duration.ofSeconds(5), Map.of(), Map.of(), 12_000),
                        Reporter.SOURCE)
                .past(new PastSpan(TO.minus(span), TO, TICK, Duration.ofSeconds(15)));
    }

    /** Every counter stands at the time it is asked for. */
    private static java.util.function.Function<Asked, Reply> fleet(int proxies) {
        return asked -> {
            long[] points = points(asked);
            String values = LongStream.of(points)
                    .mapToObj(second -> "[" + second + ",\"" + second + "\"]")
                    .collect(Collectors.joining(",", "\"values\":[", "]"));
            List<String> more = asked.query().contains("_bucket") ? List.of("250", "+Inf") : List.of("");
            String rows = IntStream.range(0, proxies)
                    .boxed()
                    .flatMap(proxy -> more.stream().map(bound -> row(proxy, bound, values)))
                    .collect(Collectors.joining(","));
            return Reply.ok("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[" + rows + "]}}");
        };
    }

    private static String row(int proxy, String bound, String values) {
        return "{\"metric\":{\"job\":\"p\",\"instance\":\"10.0." + proxy / 250 + "." + proxy % 250
                + "\",\"destination_service\":\"" + HOST + "\",\"destination_version\":\"v1\",\"response_code\":\"200\""
                + (bound.isEmpty() ? "" : ",\"le\":\"" + bound + "\"") + "}," + values + "}";
    }

    private static long[] points(Asked asked) {
        long start = (long) Double.parseDouble(asked.form().getOrDefault("start", "0"));
        long end = (long) Double.parseDouble(asked.form().getOrDefault("end", "0"));
        long step = (long) Double.parseDouble(asked.form().getOrDefault("step", "1"));
        return LongStream.iterate(start, second -> second <= end, second -> second + step)
                .toArray();
    }
}
