package io.serinus.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Observation;
import io.serinus.metric.BucketBounds;
import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.MetricSource;
import io.serinus.metric.RequestCounts;
import io.serinus.metric.SimulatedFleet;
import io.serinus.metric.SimulatedFleet.Event;
import io.serinus.metric.SimulatedFleet.Happening;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.metric.Target;
import io.serinus.metric.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A whole release over a simulated fleet whose true counts are known, with a backend that fails and ticks that are skipped. */
class CollectorPropertyTest {
    private static final int QUIET = 600;
    private static final int END = 1_200;
    private static final Demand DEMAND = new Demand(
            "release",
            new Target(new Version(SimulatedFleet.HOST, "v1"), new Version(SimulatedFleet.HOST, "v2")),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            BucketBounds.exactly(Set.of(250.0)));

    /** Ticks from {@code from} on, {@code ticks} of them, that bring nothing. */
    record Outage(int from, int ticks, boolean skipped) {
        boolean covers(int second) {
            return second >= from && second < from + 5 * ticks;
        }
    }

    @Property(tries = 100)
    void losesAndDoublesNothingOverOutagesAndSkippedTicks(
            @ForAll long seed, @ForAll("observable") List<Event> events, @ForAll("outages") List<Outage> outages) {
        var fleet = new SimulatedFleet(seed, events);
        Sum counted = release(fleet, outages);

        assertThat(counted.requests.baseline().total()).isEqualTo(fleet.truth("v1"));
        assertThat(counted.requests.canary().total()).isEqualTo(fleet.truth("v2"));
        assertThat(counted.latency.baseline().total()).isEqualTo(fleet.truth("v1"));
        assertThat(counted.latency.canary().total()).isEqualTo(fleet.truth("v2"));
    }

    @Property(tries = 100)
    void neverCountsMoreThanWasTrue(
            @ForAll long seed, @ForAll("anything") List<Event> events, @ForAll("outages") List<Outage> outages) {
        var fleet = new SimulatedFleet(seed, events);
        Sum counted = release(fleet, outages);

        for (String code : List.of("200", "500")) {
            assertThat(counted.requests
                            .baseline()
                            .count(outcome -> outcome.code().equals(code)))
                    .isLessThanOrEqualTo(fleet.truth("v1", code));
            assertThat(counted.requests.canary().count(outcome -> outcome.code().equals(code)))
                    .isLessThanOrEqualTo(fleet.truth("v2", code));
        }
        assertThat(counted.latency.baseline().total()).isLessThanOrEqualTo(fleet.truth("v1"));
        assertThat(counted.latency.canary().total()).isLessThanOrEqualTo(fleet.truth("v2"));
    }

    @Provide
    Arbitrary<List<Outage>> outages() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, END / 5 - 40).map(tick -> tick * 5),
                        Arbitraries.integers().between(1, 30),
                        Arbitraries.of(true, false))
                .as(Outage::new)
                .list()
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<Event>> observable() {
        return events(Happening.BIRTH, Happening.DRAIN, Happening.GAP);
    }

    @Provide
    Arbitrary<List<Event>> anything() {
        return events(Happening.values());
    }

    private static Arbitrary<List<Event>> events(Happening... happenings) {
        return Combinators.combine(
                        Arbitraries.integers().between(1, QUIET - 1),
                        Arbitraries.of(happenings),
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.integers().between(1, 500))
                .as(Event::new)
                .list()
                .ofMaxSize(20);
    }

    private record Sum(Compared<RequestCounts> requests, Compared<LatencyCounts> latency) {
        Sum plus(Observation.Counted counted) {
            var more = counted.latency().orElse(new Compared<>(LatencyCounts.NONE, LatencyCounts.NONE));
            return new Sum(
                    new Compared<>(
                            requests.baseline().plus(counted.requests().baseline()),
                            requests.canary().plus(counted.requests().canary())),
                    new Compared<>(
                            latency.baseline().plus(more.baseline()),
                            latency.canary().plus(more.canary())));
        }
    }

    private static Sum release(SimulatedFleet fleet, List<Outage> outages) {
        MetricSource source = query -> {
            int second = second(query.at());
            if (outages.stream().anyMatch(outage -> !outage.skipped && outage.covers(second))) {
                throw new SourceUnavailableException("out of order");
            }
            return fleet.snapshot(query);
        };
        var collector = new Collector(source);
        var sum = new Sum(
                new Compared<>(RequestCounts.NONE, RequestCounts.NONE),
                new Compared<>(LatencyCounts.NONE, LatencyCounts.NONE));
        for (int second = 0; second <= END; second += 5) {
            int now = second;
            fleet.advanceTo(second, QUIET);
            if (outages.stream().anyMatch(outage -> outage.skipped && outage.covers(now))) {
                continue;
            }
            var observations = collector.collect(SimulatedFleet.EPOCH.plusSeconds(second), List.of(DEMAND));
            assertThat(observations).hasSize(1);
            for (Observation observation : observations.values()) {
                sum = observation instanceof Observation.Counted counted ? sum.plus(counted) : sum;
            }
        }
        return sum;
    }

    private static int second(Instant at) {
        return (int) Duration.between(SimulatedFleet.EPOCH, at).toSeconds();
    }
}
