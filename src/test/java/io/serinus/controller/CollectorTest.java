package io.serinus.controller;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serinus.analysis.Observation;
import io.serinus.analysis.Observation.Begun;
import io.serinus.analysis.Observation.Counted;
import io.serinus.analysis.Observation.Missing;
import io.serinus.analysis.Observation.SourceDown;
import io.serinus.metric.BucketBounds;
import io.serinus.metric.Destination;
import io.serinus.metric.Freshness;
import io.serinus.metric.Instance;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.LatencySeries;
import io.serinus.metric.MetricSource;
import io.serinus.metric.Outcome;
import io.serinus.metric.RequestSeries;
import io.serinus.metric.Snapshot;
import io.serinus.metric.SnapshotQuery;
import io.serinus.metric.SnapshotQuery.Form;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.metric.Target;
import io.serinus.metric.Uncertainty;
import io.serinus.metric.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectorTest {
    private static final String HOST = "cart.shop.svc.cluster.local";
    private static final Instant START = Instant.ofEpochSecond(1_800_000_000L);
    private static final Instance GATEWAY = new Instance("gateways", "10.0.0.1:15020");
    private static final Instance CLIENT = new Instance("proxies", "10.0.0.2:15020");
    private static final BucketBounds BOUNDS = BucketBounds.exactly(Set.of(250.0));
    private static final Duration OLD = Duration.ofDays(3);
    private static final Duration YOUNG = Duration.ofSeconds(4);

    private final Backend backend = new Backend();
    private final Collector collector = new Collector(backend);

    @Test
    void saysInTheFirstTickThatItBeginsAndCountsNoHistory() {
        backend.scraped(GATEWAY, OLD).counts(GATEWAY, "v1", "200", 1_000_000);

        assertThat(collector.collect(at(0), List.of(demand("a")))).containsExactly(Map.entry("a", new Begun(at(0))));

        backend.counts(GATEWAY, "v1", "200", 1_000_007).counts(GATEWAY, "v2", "500", 2);
        Counted counted = counted(at(5));
        assertThat(counted.requests().baseline().byOutcome()).containsExactly(Map.entry(Outcome.http("200"), 7L));
        assertThat(counted.requests().canary().byOutcome()).containsExactly(Map.entry(Outcome.http("500"), 2L));
    }

    @Test
    void givesRequestsThatBelongToNeitherVersionBesideTheObservation() {
        backend.scraped(GATEWAY, OLD).counts(GATEWAY, "v1", "200", 10);
        collector.collect(at(0), List.of(demand("a")));
        assertThat(collector.latest("a")).isEmpty();

        backend.requests.put(
                new RequestSeries(GATEWAY, new Destination(HOST, "unknown", "latest", "unknown"), Outcome.http("503")),
                4L);
        Counted counted = counted(at(5));

        assertThat(counted.requests().baseline().total()
                        + counted.requests().canary().total())
                .isZero();
        assertThat(collector.latest("a").orElseThrow().unattributed().total()).isEqualTo(4);
    }

    @Test
    void readsLatencyOncePerIntervalAndRequestsAtEveryTick() {
        backend.scraped(GATEWAY, OLD).takes(GATEWAY, "v2", 10, 20);
        collector.collect(at(0), List.of(demand("a")));

        backend.takes(GATEWAY, "v2", 14, 30);
        assertThat(counted(at(5)).endsInterval()).isFalse();
        assertThat(backend.queries.getLast().hostsByBounds()).isEmpty();
        assertThat(counted(at(10)).endsInterval()).isFalse();

        Counted end = counted(at(15));
        assertThat(end.latency().orElseThrow().canary()).isEqualTo(new LatencyCounts(Map.of(250.0, 4L), 10));
        assertThat(end.latency().orElseThrow().baseline()).isEqualTo(LatencyCounts.NONE);
    }

    @Test
    void endsAnIntervalLateWhereTheSourceWasDownAtItsEnd() {
        backend.scraped(GATEWAY, OLD).counts(GATEWAY, "v1", "200", 10).takes(GATEWAY, "v1", 10, 10);
        collector.collect(at(0), List.of(demand("a")));
        backend.counts(GATEWAY, "v1", "200", 13).takes(GATEWAY, "v1", 13, 13);

        backend.down = "connection refused";
        assertThat(observe(at(10))).isEqualTo(new SourceDown(at(10), "connection refused"));
        assertThat(observe(at(15))).isEqualTo(new SourceDown(at(15), "connection refused"));

        backend.down = "";
        Counted late = counted(at(20));
        assertThat(late.requests().baseline().total()).isEqualTo(3);
        assertThat(late.latency().orElseThrow().baseline().total()).isEqualTo(3);
        assertThat(counted(at(25)).endsInterval()).isFalse();
        assertThat(counted(at(30)).endsInterval()).isTrue();
    }

    @Test
    void answersNothingForATickThatIsNotDueOrNotLater() {
        backend.scraped(GATEWAY, OLD);
        collector.collect(at(0), List.of(demand("a")));
        assertThat(collector.collect(at(3), List.of(demand("a")))).isEmpty();
        counted(at(5));
        assertThat(collector.collect(at(5), List.of(demand("a")))).isEmpty();
        assertThat(collector.collect(at(0), List.of(demand("a")))).isEmpty();
        assertThat(collector.collect(at(10), List.of())).isEmpty();
        assertThat(backend.queries).hasSize(3);
    }

    @Test
    void takesSilenceOfScrapedProxiesForZeroRequests() {
        backend.scraped(GATEWAY, OLD);
        collector.collect(at(0), List.of(demand("a")));

        Counted counted = counted(at(5));
        assertThat(counted.requests().baseline().total()).isZero();
        assertThat(counted.requests().canary().total()).isZero();
    }

    @Test
    void missesDataWhereNoProxyIsScraped() {
        backend.scraped(GATEWAY, OLD);
        collector.collect(at(0), List.of(demand("a")));
        backend.ages.clear();

        assertThat(observe(at(5)))
                .isInstanceOfSatisfying(
                        Missing.class, missing -> assertThat(missing.reason()).contains("no proxy is being scraped"));
    }

    @Test
    void missesDataWhereNoneOfTheProxiesThatCountedIsScraped() {
        backend.scraped(GATEWAY, OLD).counts(GATEWAY, "v1", "200", 10).scraped(CLIENT, OLD);
        collector.collect(at(0), List.of(demand("a")));
        backend.vanish(GATEWAY).lastKnown(GATEWAY, "v1", "200", 12);

        assertThat(counted(at(5)).requests().baseline().total())
                .as("the last increments of a vanished proxy are data")
                .isEqualTo(2);
        assertThat(observe(at(10)))
                .isInstanceOfSatisfying(
                        Missing.class, missing -> assertThat(missing.reason()).contains("1 proxies", HOST));
        backend.scraped(GATEWAY, OLD).counts(GATEWAY, "v1", "200", 15);
        assertThat(counted(at(15)).requests().baseline().total()).isEqualTo(3);
    }

    @Test
    void readsLastKnownValuesOnlyOfProxiesThatVanished() {
        backend.scraped(GATEWAY, OLD).counts(GATEWAY, "v1", "200", 10).scraped(CLIENT, OLD);
        collector.collect(at(0), List.of(demand("a")));
        backend.queries.clear();
        counted(at(5));
        assertThat(backend.queries).hasSize(1);

        backend.vanish(CLIENT);
        backend.queries.clear();
        counted(at(10));
        assertThat(backend.queries)
                .extracting(SnapshotQuery::form)
                .containsExactly(new Form.Current(), new Form.LastKnown(Duration.ofSeconds(20), Set.of(CLIENT)));

        backend.queries.clear();
        counted(at(15));
        assertThat(backend.queries)
                .as("latency, due now, was read before it vanished")
                .extracting(SnapshotQuery::form)
                .containsExactly(new Form.Current(), new Form.LastKnown(Duration.ofSeconds(30), Set.of(CLIENT)));

        backend.queries.clear();
        counted(at(20));
        assertThat(backend.queries).hasSize(1);
    }

    @Test
    void looksForProxiesThatCameAndWentWhileTheSourceWasDown() {
        backend.scraped(GATEWAY, OLD);
        collector.collect(at(0), List.of(demand("a")));
        backend.lastAges.put(CLIENT, Duration.ofSeconds(30));
        backend.lastKnown(CLIENT, "v2", "200", 9);

        assertThat(counted(at(60)).requests().canary().total()).isEqualTo(9);
    }

    @Test
    void waitsForTheAgeOfAProxyWhoseFirstScrapeLandedBetweenTwoQueries() {
        backend.scraped(GATEWAY, OLD);
        collector.collect(at(0), List.of(demand("a")));

        backend.counts(CLIENT, "v2", "200", 5);
        assertThat(counted(at(5)).requests().canary().total()).isZero();
        backend.scraped(CLIENT, YOUNG).counts(CLIENT, "v2", "200", 6);
        assertThat(counted(at(10)).requests().canary().total()).isEqualTo(6);
    }

    @Test
    void refusesTheHistoryOfAProxyWhoseAgeStaysUnknown() {
        backend.scraped(GATEWAY, OLD);
        collector.collect(at(0), List.of(demand("a")));

        backend.counts(CLIENT, "v2", "200", 5_000);
        for (int second = 5; second <= 15; second += 5) {
            assertThat(counted(at(second)).requests().canary().total()).isZero();
        }
        assertThat(collector.latest("a").orElseThrow().uncertainty().canary().extents())
                .containsEntry(Uncertainty.Kind.DISCOVERED_LATE, new Uncertainty.Extent(1, 5_000));
        backend.counts(CLIENT, "v2", "200", 5_003).counts(CLIENT, "v2", "500", 1);
        assertThat(counted(at(20)).requests().canary().total()).isEqualTo(4);
    }

    @Test
    void asksTheSourceAsOftenForTwoHundredReleasesAsForOne() {
        assertThat(queriesPerTick(200)).isEqualTo(queriesPerTick(1)).containsExactly(2, 1, 2, 1);
    }

    private static List<Integer> queriesPerTick(int releases) {
        var backend = new Backend();
        var collector = new Collector(backend);
        var demands = IntStream.range(0, releases)
                .mapToObj(i -> demand("release-" + i, "host-" + i + ".shop.svc.cluster.local"))
                .toList();
        backend.scraped(GATEWAY, OLD).scraped(CLIENT, OLD);
        var queries = new ArrayList<Integer>();
        for (int second = 0; second <= 15; second += 5) {
            if (second == 10) {
                backend.vanish(CLIENT);
            }
            if (second == 15) {
                backend.scraped(CLIENT, OLD);
            }
            backend.queries.clear();
            assertThat(collector.collect(at(second), demands)).hasSize(releases);
            queries.add(backend.queries.size());
        }
        return queries;
    }

    @Test
    void aReleaseThatCannotBeginDoesNotBlindTheOthers() {
        backend.scraped(GATEWAY, OLD).counts(GATEWAY, "v1", "200", 1);
        collector.collect(at(0), List.of(demand("a")));
        backend.counts(GATEWAY, "v1", "200", 2);
        backend.refusesLastKnown = true;

        var observations = collector.collect(at(5), List.of(demand("a"), demand("b")));

        assertThat(observations.get("a")).isInstanceOf(Counted.class);
        assertThat(observations.get("b")).isInstanceOf(SourceDown.class);
    }

    @Test
    void beginsAnewWhereNobodyAskedForAWhileAndWhereTheVersionsChange() {
        backend.scraped(GATEWAY, OLD).counts(GATEWAY, "v1", "200", 1);
        collector.collect(at(0), List.of(demand("a")));
        backend.counts(GATEWAY, "v1", "200", 100);
        assertThat(collector.collect(at(5), List.of())).isEmpty();
        assertThat(collector.collect(at(10), List.of(demand("a")))).containsValue(new Begun(at(10)));
        assertThat(counted(at(15)).requests().baseline().total()).isZero();

        backend.counts(GATEWAY, "v3", "200", 50);
        var other = new Demand(
                "a",
                new Target(new Version(HOST, "v1"), new Version(HOST, "v3")),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                BOUNDS);
        assertThat(collector.collect(at(20), List.of(other))).containsValue(new Begun(at(20)));
        backend.counts(GATEWAY, "v3", "200", 51);
        assertThat(collector.collect(at(25), List.of(other)).get("a"))
                .isInstanceOfSatisfying(
                        Counted.class,
                        counted ->
                                assertThat(counted.requests().canary().total()).isEqualTo(1));
    }

    @Test
    void asksForAllBoundsOnlyOfTheHostsThatNeedThem() {
        backend.scraped(GATEWAY, OLD);
        var range = new Demand("b", target("pay"), Duration.ofSeconds(5), Duration.ofSeconds(15), BucketBounds.all());
        collector.collect(at(0), List.of(demand("a"), range));
        collector.collect(at(5), List.of(demand("a"), range));
        assertThat(backend.queries.getLast().hostsByBounds()).isEmpty();

        collector.collect(at(15), List.of(demand("a"), range));

        assertThat(backend.queries.getLast().hostsByBounds())
                .isEqualTo(Map.of(BOUNDS, Set.of(HOST), BucketBounds.all(), Set.of("pay")));
    }

    @Test
    void tellsTheRequestsOfWarmPodsApartWherePodsCountThemselves() {
        for (Backend each : List.of(new ServedBackend(), backend)) {
            var reading = new Collector(each);
            var demand = new Demand(
                    "a",
                    target(HOST),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(15),
                    Duration.ofMinutes(1),
                    BOUNDS,
                    LevelDemand.NONE);
            each.scraped(GATEWAY, OLD).counts(GATEWAY, "v1", "200", 10);
            each.scraped(CLIENT, YOUNG).counts(CLIENT, "v2", "200", 10).takes(CLIENT, "v2", 5, 10);
            reading.collect(at(0), List.of(demand));
            each.counts(GATEWAY, "v1", "200", 17)
                    .counts(CLIENT, "v2", "200", 14)
                    .takes(CLIENT, "v2", 6, 14);
            each.scraped(CLIENT, YOUNG.plusSeconds(15));

            var counted = (Counted)
                    requireNonNull(reading.collect(at(15), List.of(demand)).get("a"));

            boolean apart = each.countsWhereServed();
            assertThat(counted.requests().canary().total()).isEqualTo(4);
            assertThat(counted.settled().canary().total()).isEqualTo(apart ? 0 : 4);
            assertThat(counted.latency().orElseThrow().canary().total()).isEqualTo(apart ? 0 : 4);
            assertThat(counted.settled().baseline().total()).isEqualTo(7);
        }
    }

    @Test
    void saysThatOneVersionsCountsAreMissingWherePodsCountThemselves() {
        for (Backend each : List.of(new ServedBackend(), backend)) {
            var reading = new Collector(each);
            List<Demand> demands = List.of(demand("a"));
            each.scraped(GATEWAY, OLD).counts(GATEWAY, "v1", "200", 10);
            each.scraped(CLIENT, OLD).counts(CLIENT, "v2", "200", 10);
            reading.collect(at(0), demands);

            each.vanish(CLIENT).counts(GATEWAY, "v1", "200", 20);
            var alone = (Counted) requireNonNull(reading.collect(at(5), demands).get("a"));
            assertThat(alone.isBalanced()).isEqualTo(!each.countsWhereServed());

            each.scraped(CLIENT, OLD).counts(CLIENT, "v2", "200", 30);
            var both = (Counted) requireNonNull(reading.collect(at(10), demands).get("a"));
            assertThat(both.isBalanced()).isTrue();
            assertThat(both.requests().canary().total()).isEqualTo(20);
        }
    }

    @Test
    void saysWhatIsUncertainOfTheVersionThatItConcerns() {
        var served = new ServedBackend();
        var reading = new Collector(served);
        served.scraped(GATEWAY, OLD).counts(GATEWAY, "v1", "200", 10);
        served.scraped(CLIENT, OLD).counts(CLIENT, "v2", "200", 10).counts(CLIENT, "v2", "500", 2);
        reading.collect(at(0), List.of(demand("a")));

        served.scraped(GATEWAY, OLD.plusSeconds(5)).scraped(CLIENT, Duration.ofSeconds(3));
        served.vanishedSeries(CLIENT, "v2", "500").counts(CLIENT, "v2", "200", 12);
        Counted restarted = counted(reading, 5);
        assertThat(restarted.requests().canary().total()).isEqualTo(12);
        assertThat(restarted.uncertainty().baseline().isNone()).isTrue();
        assertThat(restarted.uncertainty().canary().extents()).containsOnlyKeys(Uncertainty.Kind.RESTARTED);

        served.scraped(GATEWAY, OLD.plusSeconds(20)).scraped(CLIENT, Duration.ofSeconds(18));
        assertThat(counted(reading, 20).uncertainty().canary().extents()).containsOnlyKeys(Uncertainty.Kind.YOUNG);

        served.scraped(GATEWAY, OLD.plusSeconds(40)).scraped(CLIENT, Duration.ofSeconds(38));
        served.counts(CLIENT, "v2", "500", 3);
        Counted later = counted(reading, 40);
        assertThat(later.requests().canary().total()).isEqualTo(3);
        assertThat(later.uncertainty().canary().isNone()).isTrue();
    }

    @Test
    void takesAPodThatStaysAwayForGoneAndMissesNothingOfIt() {
        var served = new ServedBackend();
        var reading = new Collector(served);
        List<Demand> demands = List.of(demand("a"));
        served.scraped(GATEWAY, OLD).counts(GATEWAY, "v1", "200", 10);
        served.scraped(CLIENT, OLD).counts(CLIENT, "v2", "200", 10);
        reading.collect(at(0), demands);
        served.vanish(CLIENT);

        for (int second = 5; second <= 1800; second += 5) {
            assertThat(counted(reading, second).isBalanced())
                    .as("after %d s", second)
                    .isEqualTo(second > 120);
        }
    }

    /** What it has counted meanwhile comes all at once, and not in the time of the other version's requests. */
    @ParameterizedTest
    @ValueSource(ints = {125, 600, 1800})
    void knowsThatAPodCatchesUpThatHadBeenTakenForGone(int away) {
        var served = new ServedBackend();
        var reading = new Collector(served);
        List<Demand> demands = List.of(demand("a"));
        served.scraped(GATEWAY, OLD).counts(GATEWAY, "v1", "200", 10);
        served.scraped(CLIENT, OLD).counts(CLIENT, "v2", "200", 10);
        reading.collect(at(0), demands);
        served.vanish(CLIENT);
        for (int second = 5; second <= away; second += 5) {
            reading.collect(at(second), demands);
        }

        served.scraped(CLIENT, OLD.plusSeconds(away + 5)).counts(CLIENT, "v2", "200", 300);
        Counted back = counted(reading, away + 5);
        assertThat(back.requests().canary().total()).isEqualTo(290);
        assertThat(back.isBalanced()).isFalse();
        assertThat(counted(reading, away + 10).isBalanced()).isTrue();
    }

    /** A tick may be longer than a pod has to stay away to be taken for gone. */
    @Test
    void missesNothingOfPodsThatAreSeenAtEveryTickHoweverLongItIs() {
        var served = new ServedBackend();
        var reading = new Collector(served);
        List<Demand> demands = List.of(demand("a"));
        served.scraped(GATEWAY, OLD).counts(GATEWAY, "v1", "200", 10);
        served.scraped(CLIENT, OLD).counts(CLIENT, "v2", "200", 10);
        reading.collect(at(0), demands);
        assertThat(counted(reading, 300).isBalanced()).isTrue();

        served.vanish(CLIENT);
        assertThat(counted(reading, 600).isBalanced()).isFalse();
        assertThat(counted(reading, 900).isBalanced()).isTrue();
    }

    @Test
    void takesNoSilenceFromLateDataForCountsAndCountsThemOnceTheyAreThere() {
        var backend = new Backend().scraped(CLIENT, OLD).counts(CLIENT, "v2", "200", 10);
        var reading = new Collector(backend);
        reading.collect(at(0), List.of(demand("a")));
        assertThat(reading.freshness()).isEmpty();
        Freshness late = fresh(46);
        backend.freshness = Optional.of(late);

        assertThat(reading.collect(at(5), List.of(demand("a"), demand("b"))))
                .containsOnlyKeys("a", "b")
                .allSatisfy((key, observation) -> assertThat(observation)
                        .isEqualTo(new Observation.Missing(
                                at(5),
                                "the backend is late: one proxy in ten has no sample of the last 46 s, though proxies are"
                                        + " scraped every 15 s; what they have counted is read once it is there")));
        assertThat(reading.freshness()).contains(late);
        backend.counts(CLIENT, "v2", "200", 17);
        assertThat(reading.collect(at(10), List.of(demand("a"))).get("a")).isInstanceOf(Observation.Missing.class);
        backend.freshness = Optional.of(fresh(45));

        assertThat(counted(reading, 15).requests().canary().total()).isEqualTo(7);
        assertThat(counted(reading, 20).requests().canary().total()).isZero();
        assertThat(backend.queries.stream().map(SnapshotQuery::form).filter(Form.LastKnown.class::isInstance))
                .as("nothing but the first release has begun, and no tail was read")
                .hasSize(1);
    }

    /** The last known counts are those of the process before: the new one has served nobody yet. */
    @Test
    void countsFromZeroWhatRestartedAndWasIdleWhenTheReleaseBegan() {
        var backend = new Backend()
                .scraped(GATEWAY, OLD)
                .counts(GATEWAY, "v1", "200", 10)
                .scraped(CLIENT, Duration.ofSeconds(600));
        backend.lastAges.put(CLIENT, Duration.ofSeconds(600));
        backend.lastKnown(CLIENT, "v2", "500", 90);
        var reading = new Collector(backend);
        reading.collect(at(0), List.of(demand("a")));
        assertThat(counted(reading, 300).requests().canary().total()).isZero();
        backend.scraped(CLIENT, Duration.ofSeconds(1200)).counts(CLIENT, "v2", "500", 23);
        assertThat(counted(reading, 600).requests().canary().total()).isEqualTo(23);
    }

    /** A mesh may be large and a part of it late: whose own counts are there is judged by them. */
    @Test
    void judgesByWhatIsThereWhateverElseIsLate() {
        var backend = new Backend()
                .scraped(CLIENT, OLD)
                .counts(CLIENT, "v1", "200", 10)
                .counts(CLIENT, "v2", "500", 10);
        var reading = new Collector(backend);
        reading.collect(at(0), List.of(demand("a")));
        backend.freshness = Optional.of(fresh(200));
        backend.counts(CLIENT, "v1", "200", 15).counts(CLIENT, "v2", "500", 12);
        assertThat(counted(reading, 5).requests().canary().total()).isEqualTo(2);
    }

    private static Freshness fresh(int seconds) {
        return new Freshness(Duration.ofSeconds(seconds), Duration.ofSeconds(15));
    }

    private static Counted counted(Collector reading, int second) {
        return (Counted)
                requireNonNull(reading.collect(at(second), List.of(demand("a"))).get("a"));
    }

    @Test
    void refusesAnEmptyTick() {
        assertThatThrownBy(() -> new Demand("a", target(HOST), Duration.ZERO, Duration.ofSeconds(15), BOUNDS))
                .hasMessageContaining("tick is PT0S");
    }

    private Observation observe(Instant at) {
        var observations = collector.collect(at, List.of(demand("a")));
        assertThat(observations).containsOnlyKeys("a");
        return observations.values().iterator().next();
    }

    private Counted counted(Instant at) {
        return (Counted) observe(at);
    }

    private static Demand demand(String key) {
        return demand(key, HOST);
    }

    private static Demand demand(String key, String host) {
        return new Demand(key, target(host), Duration.ofSeconds(5), Duration.ofSeconds(15), BOUNDS);
    }

    private static Target target(String host) {
        return new Target(new Version(host, "v1"), new Version(host, "v2"));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }

    /** A backend that holds exactly what a test puts into it. */
    private static class Backend implements MetricSource {
        private final Map<RequestSeries, Long> requests = new HashMap<>();
        private final Map<LatencySeries, LatencyCounts> latency = new HashMap<>();
        private final Map<Instance, Duration> ages = new HashMap<>();
        private final Map<RequestSeries, Long> lastRequests = new HashMap<>();
        private final Map<Instance, Duration> lastAges = new HashMap<>();
        private final List<SnapshotQuery> queries = new ArrayList<>();
        private Optional<Freshness> freshness = Optional.empty();
        private String down = "";
        private boolean refusesLastKnown;

        Backend scraped(Instance instance, Duration age) {
            ages.put(instance, age);
            return this;
        }

        Backend counts(Instance instance, String version, String code, long count) {
            requests.put(new RequestSeries(instance, destination(version), Outcome.http(code)), count);
            return this;
        }

        Backend vanishedSeries(Instance instance, String version, String code) {
            requests.remove(new RequestSeries(instance, destination(version), Outcome.http(code)));
            return this;
        }

        Backend takes(Instance instance, String version, long fast, long all) {
            latency.put(new LatencySeries(instance, destination(version)), new LatencyCounts(Map.of(250.0, fast), all));
            return this;
        }

        Backend lastKnown(Instance instance, String version, String code, long count) {
            lastRequests.put(new RequestSeries(instance, destination(version), Outcome.http(code)), count);
            return this;
        }

        Backend vanish(Instance instance) {
            Duration age = ages.remove(instance);
            lastAges.put(instance, age == null ? OLD : age);
            requests.keySet().removeIf(series -> series.instance().equals(instance));
            latency.keySet().removeIf(series -> series.instance().equals(instance));
            return this;
        }

        @Override
        public Snapshot snapshot(SnapshotQuery query) throws SourceUnavailableException {
            queries.add(query);
            if (!down.isEmpty()) {
                throw new SourceUnavailableException(down);
            }
            return switch (query.form()) {
                case Form.Current _ ->
                    new Snapshot(
                            query.at(),
                            requests,
                            query.hostsByBounds().isEmpty() ? Map.of() : latency,
                            ages,
                            freshness);
                case Form.LastKnown _ -> {
                    if (refusesLastKnown) {
                        throw new SourceUnavailableException("too many samples");
                    }
                    yield new Snapshot(query.at(), lastRequests, Map.of(), lastAges);
                }
            };
        }

        private static Destination destination(String version) {
            return new Destination(HOST, version, version, "cart-" + version);
        }
    }

    /** Whose counters are those of the called pods. */
    private static final class ServedBackend extends Backend {
        @Override
        public boolean countsWhereServed() {
            return true;
        }
    }
}
