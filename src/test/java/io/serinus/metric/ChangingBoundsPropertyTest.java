package io.serinus.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Proxies whose histograms have different bounds, and other ones after a restart. */
class ChangingBoundsPropertyTest {
    private static final Instant START = Instant.ofEpochSecond(1_800_000_000L);
    private static final String HOST = "cart.shop.svc.cluster.local";
    private static final Target TARGET = new Target(new Version(HOST, "v1"), new Version(HOST, "v2"));
    private static final int STEP_SECONDS = 15;

    /** What a proxy did between two reads: restarted first, with other bounds, or not; then counted these durations. */
    record Span(boolean restarts, Set<Double> boundsThen, List<Double> durations) {}

    private static final class Proxy {
        private final Instance instance;
        private Set<Double> bounds;
        private List<Double> durations = new ArrayList<>();
        private int startedAt = -100_000;

        Proxy(int number, Set<Double> bounds) {
            this.instance = new Instance("proxies", "10.0.0." + number);
            this.bounds = bounds;
        }

        void live(Span span, int second) {
            if (span.restarts) {
                bounds = span.boundsThen;
                durations = new ArrayList<>();
                startedAt = second - STEP_SECONDS / 2;
            }
            durations.addAll(span.durations);
        }

        LatencyCounts histogram() {
            var atMost = new HashMap<Double, Long>();
            bounds.forEach(bound -> atMost.put(bound, atMost(durations, bound)));
            return new LatencyCounts(atMost, durations.size());
        }
    }

    @Property(tries = 300)
    void everyBoundOfAReadIsTrueForAllRequestsOfTheRead(
            @ForAll("bounds") List<Set<Double>> bounds, @ForAll("spans") List<List<Span>> reads) {
        var proxies = new ArrayList<Proxy>();
        bounds.forEach(each -> proxies.add(new Proxy(proxies.size(), each)));
        proxies.forEach(proxy -> proxy.durations.addAll(List.of(3.0, 70.0)));
        Sweep sweep = Sweep.of(ScrapeLog.EMPTY, snapshot(proxies, 0));
        var memory = TargetMemory.primed(TARGET, BucketBounds.all(), sweep, nothing());
        for (int read = 1; read <= reads.size(); read++) {
            var counted = new ArrayList<Double>();
            int distinct = new HashSet<>(bounds).size();
            boolean calm = true;
            for (int i = 0; i < proxies.size(); i++) {
                Span span = reads.get(read - 1).get(i % 3);
                proxies.get(i).live(span, read * STEP_SECONDS);
                counted.addAll(span.durations);
                calm &= !span.restarts;
            }
            sweep = Sweep.of(sweep.log(), snapshot(proxies, read * STEP_SECONDS));
            var reading = memory.read(sweep, true);
            memory = reading.next();
            LatencyCounts counts = reading.increments().latency().orElseThrow().canary();

            assertThat(counts.total()).isLessThanOrEqualTo(counted.size());
            counts.atMost().forEach((bound, count) -> {
                assertThat(count).isLessThanOrEqualTo(atMost(counted, bound));
                assertThat(counts.above(bound)).isLessThanOrEqualTo(counted.size() - atMost(counted, bound));
            });
            if (calm && read == 1 && distinct == 1 && !bounds.getFirst().isEmpty()) {
                assertThat(counts.total()).isEqualTo(counted.size());
                assertThat(counted.isEmpty() || counts.atMost().keySet().equals(bounds.getFirst()))
                        .isTrue();
            }
        }
    }

    @Test
    void keepsTheCommonBoundsAndLeavesOutAHistogramWithoutAny() {
        var proxies = List.of(
                new Proxy(0, Set.of(10.0, 100.0)), new Proxy(1, Set.of(100.0, 500.0)), new Proxy(2, Set.of(7.0)));
        Sweep before = Sweep.of(ScrapeLog.EMPTY, snapshot(proxies, 0));
        var memory = TargetMemory.primed(TARGET, BucketBounds.all(), before, nothing());
        proxies.get(0).durations.addAll(List.of(5.0, 50.0, 200.0));
        proxies.get(1).durations.addAll(List.of(50.0, 200.0));
        proxies.get(2).durations.add(1.0);

        var read = memory.read(Sweep.of(before.log(), snapshot(proxies, STEP_SECONDS)), true)
                .increments();

        assertThat(read.latency().orElseThrow().canary()).isEqualTo(new LatencyCounts(Map.of(100.0, 3L), 5));
        assertThat(read.uncertainty().canary().extents())
                .containsEntry(Uncertainty.Kind.UNREADABLE, new Uncertainty.Extent(1, 0));
    }

    @Test
    void countsAllOfANewProcessWhoseBoundsAreOthersThoughItsTotalIsHigher() {
        var proxy = new Proxy(0, Set.of(10.0, 100.0));
        proxy.durations.add(50.0);
        Sweep before = Sweep.of(ScrapeLog.EMPTY, snapshot(List.of(proxy), 0));
        var memory = TargetMemory.primed(TARGET, BucketBounds.all(), before, nothing());

        proxy.live(new Span(true, Set.of(20.0, 100.0), List.of(5.0, 5.0, 5.0)), STEP_SECONDS);
        Sweep restarted = Sweep.of(before.log(), snapshot(List.of(proxy), STEP_SECONDS));
        var read = memory.read(restarted, true);
        assertThat(read.increments().latency().orElseThrow().canary())
                .isEqualTo(new LatencyCounts(Map.of(20.0, 3L, 100.0, 3L), 3));

        proxy.durations.add(15.0);
        var next = read.next().read(Sweep.of(restarted.log(), snapshot(List.of(proxy), 2 * STEP_SECONDS)), true);
        assertThat(next.increments().latency().orElseThrow().canary())
                .isEqualTo(new LatencyCounts(Map.of(20.0, 1L, 100.0, 1L), 1));
    }

    @Provide
    Arbitrary<List<Set<Double>>> bounds() {
        return someBounds().list().ofMinSize(1).ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<List<Span>>> spans() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 4).map(n -> n == 0),
                        someBounds(),
                        Arbitraries.of(1.0, 5.0, 8.0, 30.0, 80.0, 300.0, 900.0)
                                .list()
                                .ofMaxSize(20))
                .as(Span::new)
                .list()
                .ofSize(3)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    private static Arbitrary<Set<Double>> someBounds() {
        return Arbitraries.of(2.0, 7.0, 10.0, 50.0, 100.0, 250.0, 500.0).set().ofMaxSize(4);
    }

    private static Snapshot snapshot(List<Proxy> proxies, int second) {
        var latency = new HashMap<LatencySeries, LatencyCounts>();
        var ages = new HashMap<Instance, Duration>();
        for (Proxy proxy : proxies) {
            var series = new LatencySeries(proxy.instance, new Destination(HOST, "v2", "v2", "cart-v2"));
            latency.put(series, proxy.histogram());
            ages.put(proxy.instance, Duration.ofSeconds(second - proxy.startedAt));
        }
        return new Snapshot(START.plusSeconds(second), Map.of(), latency, ages);
    }

    private static Snapshot nothing() {
        return new Snapshot(START, Map.of(), Map.of(), Map.of());
    }

    private static long atMost(List<Double> durations, double bound) {
        return durations.stream().filter(duration -> duration <= bound).count();
    }
}
