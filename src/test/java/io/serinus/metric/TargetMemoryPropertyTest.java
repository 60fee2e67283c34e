package io.serinus.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.metric.SimulatedFleet.Event;
import io.serinus.metric.SimulatedFleet.Happening;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TargetMemoryPropertyTest {
    private static final int QUIET = 600;
    private static final int END = 1_200;
    private static final int WARMUP = 90;
    private static final int SCRAPE = 15;
    private static final BucketBounds BOUNDS = BucketBounds.exactly(Set.of(250.0));
    private static final Target TARGET =
            new Target(new Version(SimulatedFleet.HOST, "v1"), new Version(SimulatedFleet.HOST, "v2"));

    @Property(tries = 150)
    void neverCountsMoreThanWasTrue(
            @ForAll long seed, @ForAll("anything") List<Event> events, @ForAll("ticks") int tick) {
        var fleet = new SimulatedFleet(seed, events);
        Sum counted = count(fleet, tick);

        for (String code : List.of("200", "500")) {
            assertThat(of(counted.requests.baseline(), code)).isLessThanOrEqualTo(fleet.truth("v1", code));
            assertThat(of(counted.requests.canary(), code)).isLessThanOrEqualTo(fleet.truth("v2", code));
        }
        assertThat(counted.latency.baseline().total()).isLessThanOrEqualTo(fleet.truth("v1"));
        assertThat(counted.latency.canary().total()).isLessThanOrEqualTo(fleet.truth("v2"));
    }

    @Property(tries = 150)
    void losesNothingWithoutSayingSo(
            @ForAll long seed, @ForAll("anything") List<Event> events, @ForAll("ticks") int tick) {
        var fleet = new SimulatedFleet(seed, events);
        Sum counted = count(fleet, tick);

        assertThat(counted.requests.baseline().total() == fleet.truth("v1") - fleet.neverShown("v1")
                        || !counted.uncertainty.baseline().isNone())
                .isTrue();
        assertThat(counted.requests.canary().total() == fleet.truth("v2") - fleet.neverShown("v2")
                        || !counted.uncertainty.canary().isNone())
                .isTrue();
    }

    @Property(tries = 150)
    void isExactWhileNoProcessDiesWithUnscrapedCounts(
            @ForAll long seed, @ForAll("observable") List<Event> events, @ForAll("ticks") int tick) {
        var fleet = new SimulatedFleet(seed, events);
        Sum counted = count(fleet, tick);

        for (String code : List.of("200", "500")) {
            assertThat(of(counted.requests.baseline(), code)).isEqualTo(fleet.truth("v1", code));
            assertThat(of(counted.requests.canary(), code)).isEqualTo(fleet.truth("v2", code));
        }
        assertThat(counted.latency.baseline().total()).isEqualTo(fleet.truth("v1"));
        assertThat(counted.latency.canary().total()).isEqualTo(fleet.truth("v2"));
        assertThat(counted.refused).isZero();
    }

    /** The baseline's own requests, where the canary is compared with a copy of it, are nobody's failures. */
    @Property(tries = 100)
    void leavesABystanderOut(@ForAll long seed, @ForAll("observable") List<Event> events, @ForAll("ticks") int tick) {
        var fleet = new SimulatedFleet(seed, events);
        Sum counted = count(
                fleet,
                tick,
                0,
                new Target(
                        new Version("cart-serinus-copy.shop.svc.cluster.local", "v1-copy"),
                        TARGET.canary(),
                        Optional.of(TARGET.baseline())));

        assertThat(counted.requests.canary().total()).isEqualTo(fleet.truth("v2"));
        assertThat(counted.requests.baseline().total()).isZero();
        assertThat(counted.unattributed).isEqualTo(count(new SimulatedFleet(seed, events), tick).unattributed);
    }

    @Property(tries = 60)
    void otherTicksGiveTheSameSums(@ForAll long seed, @ForAll("observable") List<Event> events) {
        Sum fine = count(new SimulatedFleet(seed, events), 5);

        for (int tick : List.of(15, 40)) {
            Sum coarse = count(new SimulatedFleet(seed, events), tick);
            assertThat(coarse.requests).isEqualTo(fine.requests);
            assertThat(coarse.latency).isEqualTo(fine.latency);
        }
    }

    @Property(tries = 150)
    void settledRequestsAreNeverThoseOfYoungProcesses(
            @ForAll long seed, @ForAll("anything") List<Event> events, @ForAll("ticks") int tick) {
        assertNoYoungOnesAreSettled(new SimulatedFleet(seed, events), tick);
    }

    /** Its last known values were read long after the scrape that they are from. */
    @Example
    void lastKnownValuesAreAsOldAsTheirScrape() {
        assertNoYoungOnesAreSettled(
                new SimulatedFleet(
                        1658, List.of(new Event(244, Happening.BIRTH, 15, 309), new Event(312, Happening.GAP, 3, 499))),
                60);
    }

    /** Histograms are read seldom: a series may be new to them although its proxy came back some ticks ago. */
    @Example
    void newSeriesAreAsOldAsTheAbsenceBeforeThem() {
        assertNoYoungOnesAreSettled(
                new SimulatedFleet(
                        1424,
                        List.of(
                                new Event(234, Happening.DISCOVERY, 11, 180),
                                new Event(184, Happening.DISCOVERY, 9, 411),
                                new Event(191, Happening.KILL, 4, 419),
                                new Event(220, Happening.BIRTH, 6, 313),
                                new Event(238, Happening.GAP, 6, 223),
                                new Event(25, Happening.KILL, 2, 289),
                                new Event(92, Happening.DISCOVERY, 5, 178),
                                new Event(280, Happening.RESTART, 6, 327))),
                5);
    }

    private static void assertNoYoungOnesAreSettled(SimulatedFleet fleet, int tick) {
        Sum counted = count(fleet, tick, WARMUP);

        assertThat(counted.settled.baseline().total()).isLessThanOrEqualTo(fleet.truthFromAge("v1", WARMUP));
        assertThat(counted.settled.canary().total()).isLessThanOrEqualTo(fleet.truthFromAge("v2", WARMUP));
        assertThat(counted.latency.baseline().total()).isLessThanOrEqualTo(fleet.truthFromAge("v1", WARMUP));
        assertThat(counted.latency.canary().total()).isLessThanOrEqualTo(fleet.truthFromAge("v2", WARMUP));
    }

    @Property(tries = 60)
    void aProcessSettlesSoonAfterItsWarmup(@ForAll long seed, @ForAll("births") List<Event> events) {
        var fleet = new SimulatedFleet(seed, events);
        Sum counted = count(fleet, 5, WARMUP);

        int soon = WARMUP + 2 * SCRAPE + 5;
        assertThat(counted.settled.baseline().total()).isGreaterThanOrEqualTo(fleet.truthFromAge("v1", soon));
        assertThat(counted.settled.canary().total()).isGreaterThanOrEqualTo(fleet.truthFromAge("v2", soon));
        assertThat(counted.requests.baseline().total()).isEqualTo(fleet.truth("v1"));
        assertThat(counted.requests.canary().total()).isEqualTo(fleet.truth("v2"));
    }

    @Provide
    Arbitrary<List<Event>> births() {
        return events(Happening.BIRTH);
    }

    @Provide
    Arbitrary<List<Event>> anything() {
        return events(Happening.values());
    }

    @Provide
    Arbitrary<List<Event>> observable() {
        return events(Happening.BIRTH, Happening.DRAIN, Happening.GAP);
    }

    @Provide
    Arbitrary<Integer> ticks() {
        return Arbitraries.of(5, 10, 15, 30, 60);
    }

    private static Arbitrary<List<Event>> events(Happening... happenings) {
        return Combinators.combine(
                        Arbitraries.integers().between(1, QUIET - 1),
                        Arbitraries.of(happenings),
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.integers().between(1, 500))
                .as(Event::new)
                .list()
                .ofMaxSize(25);
    }

    private record Sum(
            Compared<RequestCounts> requests,
            Compared<RequestCounts> settled,
            Compared<LatencyCounts> latency,
            RequestCounts unattributed,
            Compared<Uncertainty> uncertainty,
            long refused) {}

    private static long of(RequestCounts counts, String code) {
        return counts.count(outcome -> outcome.code().equals(code));
    }

    /** Requests at every tick, latency at every third, the tail each time. */
    private static Sum count(SimulatedFleet fleet, int tick) {
        return count(fleet, tick, 0);
    }

    private static Sum count(SimulatedFleet fleet, int tick, int warmup) {
        return count(fleet, tick, warmup, TARGET);
    }

    private static Sum count(SimulatedFleet fleet, int tick, int warmup, Target target) {
        fleet.advanceTo(0, QUIET);
        Sweep sweep = look(fleet, ScrapeLog.EMPTY, 0);
        var memory =
                TargetMemory.primed(target, BOUNDS, sweep, fleet.snapshot(query(0, lastKnown(ScrapeLog.LOOKBACK))));
        var sum = new Sum(
                new Compared<>(RequestCounts.NONE, RequestCounts.NONE),
                new Compared<>(RequestCounts.NONE, RequestCounts.NONE),
                new Compared<>(LatencyCounts.NONE, LatencyCounts.NONE),
                RequestCounts.NONE,
                new Compared<>(Uncertainty.NONE, Uncertainty.NONE),
                0);
        for (int second = tick, n = 1; second <= END; second += tick, n++) {
            fleet.advanceTo(second, QUIET);
            var lookback = Duration.ofSeconds(3L * tick);
            sweep = look(fleet, sweep.log(), second)
                    .withTail(fleet.snapshot(query(second, lastKnown(lookback))), lookback);
            var reading = memory.read(sweep, n % 3 == 0 || second + tick > END, Duration.ofSeconds(warmup), false);
            memory = reading.next();
            sum = plus(sum, reading.increments());
        }
        return sum;
    }

    private static Sweep look(SimulatedFleet fleet, ScrapeLog log, int second) {
        return Sweep.of(log, fleet.snapshot(query(second, new SnapshotQuery.Form.Current())));
    }

    private static SnapshotQuery.Form lastKnown(Duration lookback) {
        return new SnapshotQuery.Form.LastKnown(lookback, Set.of());
    }

    private static SnapshotQuery query(int second, SnapshotQuery.Form form) {
        return new SnapshotQuery(SimulatedFleet.EPOCH.plusSeconds(second), Set.of(SimulatedFleet.HOST), BOUNDS, form);
    }

    private static Sum plus(Sum sum, Increments more) {
        var latency = more.latency();
        return new Sum(
                new Compared<>(
                        sum.requests.baseline().plus(more.requests().baseline()),
                        sum.requests.canary().plus(more.requests().canary())),
                new Compared<>(
                        sum.settled.baseline().plus(more.settled().baseline()),
                        sum.settled.canary().plus(more.settled().canary())),
                latency.isEmpty()
                        ? sum.latency
                        : new Compared<>(
                                sum.latency.baseline().plus(latency.get().baseline()),
                                sum.latency.canary().plus(latency.get().canary())),
                sum.unattributed.plus(more.unattributed()),
                new Compared<>(
                        sum.uncertainty.baseline().then(more.uncertainty().baseline()),
                        sum.uncertainty.canary().then(more.uncertainty().canary())),
                sum.refused + RecordedFleetTest.refused(more));
    }
}
