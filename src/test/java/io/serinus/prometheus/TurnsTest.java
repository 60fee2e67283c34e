package io.serinus.prometheus;

import static io.serinus.prometheus.RecordedServer.EMPTY;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.serinus.analysis.Observation;
import io.serinus.analysis.Observation.Counted;
import io.serinus.controller.Collector;
import io.serinus.controller.Demand;
import io.serinus.metric.BucketBounds;
import io.serinus.metric.HistorySource;
import io.serinus.metric.Level;
import io.serinus.metric.LevelSource;
import io.serinus.metric.MetricSource;
import io.serinus.metric.PastSpan;
import io.serinus.metric.Reporter;
import io.serinus.metric.SnapshotQuery;
import io.serinus.metric.SnapshotQuery.Form;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.metric.Target;
import io.serinus.metric.Version;
import io.serinus.prometheus.RecordedServer.Asked;
import io.serinus.prometheus.RecordedServer.Delivery;
import io.serinus.prometheus.RecordedServer.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnsTest {
    private static final Instant AT = Instant.ofEpochSecond(1_795_239_900L);
    private static final String HOST = "cart.shop.svc.cluster.local";
    private static final Duration PATIENT = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void countersNumbersAndHistoryTogetherNeverAskMoreAtOnceThanAllowed(int allowed) throws Exception {
        var crowd = new Crowd(allowed);
        var turns = new Turns(new QueryLimits(allowed, PATIENT));
        var hosts = IntStream.range(0, 300)
                .mapToObj(i -> "service-" + i + ".shop.svc.cluster.local")
                .collect(Collectors.toSet());
        var numbers = IntStream.range(0, 20)
                .mapToObj(i -> new LevelSource.Query("baseline " + i, "canary " + i))
                .toList();
        try (var server = new RecordedServer(crowd::answer);
                ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            var settings = settings(server, PATIENT);
            var history = new PrometheusHistorySource(PrometheusBackend.plain(settings, turns));
            var pasts = List.of(
                    others.submit(() -> history.history(past())),
                    others.submit(() -> history.history(past())),
                    others.submit(() -> history.history(past())));
            var levels = others.submit(() -> new PrometheusLevelSource(settings, turns).levels(AT, numbers));
            new PrometheusMetricSource(settings, Reporter.SOURCE, turns)
                    .snapshot(new SnapshotQuery(AT, hosts, BucketBounds.all(), new Form.Current()));
            assertThat(levels.get()).hasSize(20);
            for (var past : pasts) {
                assertThat(past.get()).isEmpty();
            }
            assertThat(server.asked()).hasSizeGreaterThan(50);
        }
        assertThat(crowd.most).hasValue(allowed);
    }

    @Test
    void historiesThatAreNeverAnsweredLeaveTurnsForTheCounters() throws Exception {
        var turns = new Turns(new QueryLimits(2, PATIENT));
        try (var server = new RecordedServer(
                        asked -> new Reply(200, EMPTY, isHistory(asked) ? Delivery.NEVER : Delivery.PLAIN));
                ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            var settings = settings(server, PATIENT);
            var history = new PrometheusHistorySource(PrometheusBackend.plain(settings, turns));
            for (int i = 0; i < 3; i++) {
                others.submit(() -> history.history(past()));
            }
            await().until(() -> server.asked().stream().anyMatch(TurnsTest::isHistory));

            new PrometheusMetricSource(settings, Reporter.SOURCE, turns).snapshot(query(AT));

            assertThat(server.asked().stream().filter(TurnsTest::isHistory)).hasSize(1);
            others.shutdownNow();
        }
    }

    @Test
    void thePastWaitsForItsTurnLongerThanAQueryMayTake() throws Exception {
        Duration each = Duration.ofSeconds(1);
        var turns = new Turns(new QueryLimits(4, each));
        var held = new CountDownLatch(1);
        try (var server = new RecordedServer(asked ->
                        Reply.ok(asked.path().endsWith("query_range") ? EMPTY.replace("vector", "matrix") : EMPTY));
                ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            var holder = others.submit(() -> turns.askAside("all", new Deadline(PATIENT), PATIENT, within -> {
                awaited(held);
                return within;
            }));
            var source = new PrometheusMetricSource(settings(server, each), Reporter.SOURCE, turns);
            var current = others.submit(() -> past(source).snapshot(query(AT)));
            var lastKnown = others.submit(() -> past(source).snapshot(lastKnown(Set.of(HOST))));

            Thread.sleep(each.plusMillis(300));
            assertThat(server.asked()).isEmpty();
            held.countDown();

            assertThat(holder.get()).isNotNull();
            assertThat(current.get().requests()).isEmpty();
            assertThat(lastKnown.get().requests()).isEmpty();
        }
    }

    @Test
    void whatWasLastKnownInThePastIsAskedOneByOne() throws Exception {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        try (var server = new RecordedServer(asked -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            pause();
            now.decrementAndGet();
            return Reply.ok(EMPTY);
        })) {
            var source = new PrometheusMetricSource(
                    settings(server, PATIENT), Reporter.SOURCE, new Turns(new QueryLimits(4, PATIENT)));
            var hosts = IntStream.range(0, 200)
                    .mapToObj(i -> "service-" + i + ".shop.svc.cluster.local")
                    .collect(Collectors.toSet());

            past(source).snapshot(lastKnown(hosts));

            assertThat(server.asked()).hasSizeGreaterThan(5);
            assertThat(most).hasValue(1);
        }
    }

    private static MetricSource past(PrometheusMetricSource source) {
        return source.past(new PastSpan(AT.minusSeconds(600), AT, Duration.ofSeconds(5), Duration.ofSeconds(15)));
    }

    private static SnapshotQuery lastKnown(Set<String> hosts) {
        return new SnapshotQuery(AT, hosts, BucketBounds.none(), new Form.LastKnown(Duration.ofMinutes(1), Set.of()));
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void snapshotsOfOneTickShareItsBudgetAndTheNextTickHasItsOwn() throws Exception {
        var silent = new AtomicBoolean(true);
        try (var server =
                new RecordedServer(asked -> new Reply(200, EMPTY, silent.get() ? Delivery.NEVER : Delivery.PLAIN))) {
            var source = new PrometheusMetricSource(
                    settings(server, PATIENT), Reporter.SOURCE, new Turns(new QueryLimits(4, Duration.ofMillis(300))));
            assertThatExceptionOfType(SourceUnavailableException.class)
                    .isThrownBy(() -> source.snapshot(query(AT)))
                    .withMessageContaining("no complete answer within");
            silent.set(false);
            assertThatExceptionOfType(SourceUnavailableException.class)
                    .isThrownBy(() -> source.snapshot(query(AT)))
                    .withMessageContaining("proxy ages: not sent within 300 ms")
                    .withMessageContaining("raise the budget");

            assertThat(source.snapshot(query(AT.plusSeconds(5))).requests()).isEmpty();
        }
    }

    @Test
    void breaksOffTheOtherQueriesOfASnapshotThatFails() throws Exception {
        var turns = new Turns(new QueryLimits(2, PATIENT));
        var failing = new AtomicBoolean(true);
        try (var server = new RecordedServer(asked -> {
            if (asked.query().contains("istio_requests_total")) {
                return failing.get() ? new Reply(400, "no", Delivery.PLAIN) : Reply.ok(EMPTY);
            }
            boolean hangs = failing.get() && asked.query().contains("_bucket");
            return new Reply(200, EMPTY, hangs ? Delivery.NEVER : Delivery.PLAIN);
        })) {
            var source = new PrometheusMetricSource(settings(server, PATIENT), Reporter.SOURCE, turns);
            assertThatExceptionOfType(SourceUnavailableException.class)
                    .isThrownBy(() -> source.snapshot(query(AT)))
                    .withMessageContaining("request counters")
                    .withMessageContaining("HTTP 400");
            failing.set(false);

            assertThat(source.snapshot(query(AT.plusSeconds(5))).latency()).isEmpty();
        }
    }

    /** As many slow queries as there is time for: those that are not slow have their turn first from the second time on. */
    @Test
    void whoWasLateIsAskedLast() {
        var slow = IntStream.range(0, 8)
                .mapToObj(i -> new LevelSource.Query("slow " + i, "slow " + i))
                .collect(Collectors.toSet());
        var quick = new LevelSource.Query("very quick", "very quick");
        var all = new HashSet<>(slow);
        all.add(quick);
        try (var server = new RecordedServer(asked -> asked.query().startsWith("slow")
                ? new Reply(200, "", Delivery.NEVER)
                : Reply.ok(EMPTY.replace(
                        "[]", "[{\"metric\":{},\"value\":[" + asked.form().get("time") + ",\"7\"]}]")))) {
            var source =
                    new PrometheusLevelSource(settings(server, Duration.ofSeconds(1)), new Turns(QueryLimits.DEFAULT));
            source.levels(AT, slow);

            Map<LevelSource.Query, Level> levels = source.levels(AT.plusSeconds(15), all);

            assertThat(levels).containsEntry(quick, new Level.Read(7, 7));
            assertThat(slow)
                    .allSatisfy(query -> assertThat(levels.get(query))
                            .isInstanceOfSatisfying(
                                    Level.Absent.class,
                                    absent -> assertThat(absent.reason()).contains("within", " ms")));
        }
    }

    /** The answer comes when nobody waits for it any more. */
    @Test
    void whatArrivesAfterItsDeadlineIsCountedInTheNextTickOnce() {
        var counted = new AtomicLong(10);
        var late = new AtomicBoolean();
        var givenUp = new CountDownLatch(1);
        try (var server = new RecordedServer(asked -> {
            String rows = rows(asked, counted.get());
            if (late.get() && asked.query().contains("istio_requests_total{")) {
                awaited(givenUp);
            }
            return Reply.ok(EMPTY.replace("[]", rows));
        })) {
            var turns = new Turns(new QueryLimits(4, PATIENT));
            var collector = new Collector(
                    new PrometheusMetricSource(settings(server, Duration.ofMillis(1_500)), Reporter.SOURCE, turns));
            assertThat(observation(collector, 0)).isInstanceOf(Observation.Begun.class);
            counted.set(25);
            late.set(true);
            assertThat(observation(collector, 5)).isInstanceOf(Observation.SourceDown.class);
            late.set(false);
            givenUp.countDown();
            assertThat(canary(collector, 10)).isEqualTo(15);
            counted.set(40);
            assertThat(canary(collector, 15)).isEqualTo(15);
            assertThat(canary(collector, 20)).isZero();
        }
    }

    @Test
    void refusesLimitsThatStarveSomebody() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new QueryLimits(1, PATIENT))
                .withMessage(
                        "queries-at-once is 1; it must be 2 to 16: Prometheus answers 20 queries at the same time, to"
                                + " everybody together");
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new QueryLimits(17, PATIENT));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new QueryLimits(4, Duration.ZERO))
                .withMessage("budget is PT0S; it must be at least PT0.1S");
    }

    private static long canary(Collector collector, int second) {
        return ((Counted) observation(collector, second)).requests().canary().total();
    }

    private static Observation observation(Collector collector, int second) {
        return requireNonNull(
                collector.collect(AT.plusSeconds(second), List.of(demand())).get("release"));
    }

    private static Demand demand() {
        return new Demand(
                "release",
                new Target(new Version(HOST, "v1"), new Version(HOST, "v2")),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                BucketBounds.none());
    }

    private static String rows(Asked asked, long count) {
        String labels = "\"job\":\"istio\",\"instance\":\"10.0.0.1:15020\"";
        if (asked.query().contains("istio_requests_total{")) {
            labels += ",\"destination_service\":\"" + HOST
                    + "\",\"destination_version\":\"v2\",\"destination_canonical_revision\":\"v2\",\"response_code\":\"200\"";
        } else {
            count = 3_600;
        }
        return "[{\"metric\":{" + labels + "},\"value\":[" + asked.form().get("time") + ",\"" + count + "\"]}]";
    }

    private static boolean isHistory(Asked asked) {
        return asked.query().contains("reporter=\"destination\"");
    }

    private static SnapshotQuery query(Instant at) {
        return new SnapshotQuery(at, Set.of(HOST), BucketBounds.all(), new Form.Current());
    }

    private static HistorySource.Query past() {
        return new HistorySource.Query(
                new Version(HOST, "v1"), AT.minus(Duration.ofHours(1)), AT, Duration.ofSeconds(15));
    }

    private static PrometheusSettings settings(RecordedServer server, Duration timeout) {
        return new PrometheusSettings(server.url(), timeout, Map.of(), Map.of(), 2_000);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers nobody before so many ask at the same time, and remembers the most. */
    private static final class Crowd {
        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final CountDownLatch full;
        private final Function<Asked, Reply> empty = asked -> Reply.ok(EMPTY);

        Crowd(int size) {
            this.full = new CountDownLatch(size);
        }

        Reply answer(Asked asked) {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            full.countDown();
            awaited(full);
            now.decrementAndGet();
            return empty.apply(asked);
        }
    }
}
