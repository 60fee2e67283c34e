package io.serinus.metric;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The difference rules against recordings of real backends, whose true request counts are known. */
class RecordedFleetTest {
    private static final BucketBounds BOUNDS = BucketBounds.exactly(Set.of(25.0, 100.0));

    /**
     * Counted minus true, all codes and code 500. What is missing never reached a scrape (killed pods, requests before a
     * late discovery), or was counted between the last tick and a proxy restart; evicted series lose by nature.
     */
    @ParameterizedTest
    @CsvSource({
        "prom242, svc-first500,     0,    0",
        "prom242, svc-low,          0,    0",
        "prom242, svc-longgap,      0,    0",
        "prom242, svc-gap,         -2,    0",
        "prom242, svc-mix,       -338,  -11",
        "prom242, svc-churn,    -3033, -136",
        "prom242, svc-reset,    -2214, -122",
        "prom242, svc-late,     -4621, -222",
        "prom242, svc-evict,     -172,  -56",
        "vm1145,  svc-first500,     0,    0",
        "vm1145,  svc-low,          0,    0",
        "vm1145,  svc-longgap,      0,    0",
        "vm1145,  svc-gap,          0,    0",
        "vm1145,  svc-mix,       -455,  -11",
        "vm1145,  svc-churn,    -3331, -151",
        "vm1145,  svc-reset,    -2217, -111",
        "vm1145,  svc-late,     -4637, -221",
        "vm1145,  svc-evict,     -168,  -55",
    })
    void countsExactlyWhatWasScraped(String recording, String service, long missingOfAll, long missingOf500) {
        RequestCounts counted = counted(recording, service).requests();
        Map<String, Long> truth = requireNonNull(RecordedFleet.truth().get(service));

        long all = truth.values().stream().mapToLong(Long::longValue).sum();
        assertThat(counted.total() - all).as("all codes").isEqualTo(missingOfAll);
        assertThat(counted.count(outcome -> outcome.code().equals("500")) - truth.getOrDefault("500", 0L))
                .as("code 500")
                .isEqualTo(missingOf500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"prom242", "vm1145"})
    void neverCountsMoreThanWasTrue(String recording) {
        RecordedFleet.truth().forEach((service, codes) -> {
            RequestCounts counted = counted(recording, service).requests();
            codes.forEach((code, truth) -> assertThat(
                            counted.count(outcome -> outcome.code().equals(code)))
                    .as("%s code %s", service, code)
                    .isLessThanOrEqualTo(truth));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"prom242", "vm1145"})
    void countsHistogramsByTheSameRules(String recording) {
        for (String service : List.of("svc-first500", "svc-low", "svc-longgap")) {
            Sum counted = counted(recording, service);
            assertThat(counted.latency().total())
                    .as(service)
                    .isEqualTo(counted.requests().total());
            assertThat(counted.latency().atMost()).as(service).containsOnlyKeys(25.0, 100.0);
        }
        RecordedFleet.truth()
                .forEach((service, codes) -> assertThat(
                                counted(recording, service).latency().total())
                        .as(service)
                        .isLessThanOrEqualTo(codes.values().stream()
                                .mapToLong(Long::longValue)
                                .sum()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"prom242", "vm1145"})
    void refusesTheHistoryOfPodsDiscoveredLate(String recording) {
        assertThat(counted(recording, "svc-late").refused()).isBetween(4_040_000L, 4_050_000L);
        assertThat(counted(recording, "svc-gap").refused()).isZero();
    }

    private record Sum(RequestCounts requests, LatencyCounts latency, long refused) {}

    private static final Map<String, Map<String, Sum>> REPLAYED = new HashMap<>();

    private static Sum counted(String recording, String service) {
        return requireNonNull(
                REPLAYED.computeIfAbsent(recording, RecordedFleetTest::replay).get(service));
    }

    private static Map<String, Sum> replay(String recording) {
        List<RecordedFleet.Tick> ticks = RecordedFleet.ticks(recording);
        var start = ticks.getFirst().current().at().minus(RecordedFleet.TICK);
        var nothing = new Snapshot(start, Map.of(), Map.of(), Map.of());
        Sweep first = Sweep.of(ScrapeLog.EMPTY, nothing);
        ScrapeLog log = first.log();
        var memories = new TreeMap<String, TargetMemory>();
        for (String service : RecordedFleet.truth().keySet()) {
            var target = new Target(new Version(service, "v1"), new Version(service, "v2"));
            memories.put(service, TargetMemory.primed(target, BOUNDS, first, nothing));
        }
        var sums = new TreeMap<String, Sum>();
        for (RecordedFleet.Tick tick : ticks) {
            Sweep sweep = Sweep.of(log, tick.current()).withTail(tick.tail(), RecordedFleet.TAIL);
            for (var memory : memories.entrySet()) {
                var reading = memory.getValue().read(sweep, true);
                memory.setValue(reading.next());
                sums.merge(memory.getKey(), sum(reading.increments()), RecordedFleetTest::plus);
            }
            log = sweep.log();
        }
        return sums;
    }

    private static Sum sum(Increments increments) {
        var latency = increments.latency().orElseThrow();
        return new Sum(
                increments.requests().baseline().plus(increments.requests().canary()),
                latency.baseline().plus(latency.canary()),
                refused(increments));
    }

    /** Requests in counters that were discovered late. */
    static long refused(Increments increments) {
        return Stream.of(
                        increments.uncertainty().baseline(),
                        increments.uncertainty().canary(),
                        increments.elsewhere())
                .flatMap(each -> Stream.ofNullable(each.extents().get(Uncertainty.Kind.DISCOVERED_LATE)))
                .mapToLong(Uncertainty.Extent::requests)
                .sum();
    }

    private static Sum plus(Sum one, Sum other) {
        return new Sum(
                one.requests().plus(other.requests()),
                one.latency().plus(other.latency()),
                one.refused() + other.refused());
    }
}
