package io.serinus.simulation;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serinus.metric.BaselineHistory;
import io.serinus.metric.BucketBounds;
import io.serinus.metric.HistorySource;
import io.serinus.metric.Instance;
import io.serinus.metric.Snapshot;
import io.serinus.metric.SnapshotQuery;
import io.serinus.metric.SnapshotQuery.Form.Current;
import io.serinus.metric.SnapshotQuery.Form.LastKnown;
import io.serinus.metric.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatedMetricSourceTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String CHECKOUT = "checkout.shop.svc.cluster.local";
    private static final Duration SCRAPES = ofSeconds(10);

    private final SimulatedMesh mesh = SimulatedMesh.startingAt(START, 11)
            .client(new SimulatedClient("gateway", "istio-system", 4))
            .service(new SimulatedService(
                    CHECKOUT,
                    200,
                    new SimulatedVersion("v1", "checkout-v1", 2, Behaviour.withErrorRatio(0.01)),
                    new SimulatedVersion("v2", "checkout-v2", 2, Behaviour.withErrorRatio(0.05))))
            .service(new SimulatedService(
                    "other.shop.svc.cluster.local",
                    50,
                    new SimulatedVersion("v1", "other-v1", 1, Behaviour.withErrorRatio(0))))
            .build();
    private final SimulatedMetricSource source = new SimulatedMetricSource(mesh, SCRAPES, ofMinutes(60));

    @Test
    void scrapesEveryProxyOncePerIntervalAtAPhaseOfItsOwn() {
        var changes = new HashMap<Instance, List<Integer>>();
        Map<Instance, Long> before = Map.of();
        for (int second = 1; second <= 60; second++) {
            Map<Instance, Long> counts = perInstance(current(START.plusSeconds(second)));
            for (var entry : counts.entrySet()) {
                if (!entry.getValue().equals(before.get(entry.getKey()))) {
                    changes.computeIfAbsent(entry.getKey(), none -> new ArrayList<>())
                            .add(second);
                }
            }
            before = counts;
        }
        assertThat(changes)
                .hasSize(4)
                .allSatisfy((instance, seconds) -> assertThat(seconds)
                        .hasSize(6)
                        .allSatisfy(second -> assertThat(second % 10).isEqualTo(seconds.getFirst() % 10)));
        assertThat(changes.values().stream().map(List::getFirst).distinct()).hasSizeGreaterThan(1);
    }

    @Test
    void catchesUpWithTheLedgerOnceTrafficHasStopped() {
        source.advance(START.plus(ofMinutes(5)));
        mesh.stopTraffic();
        var snapshot = current(START.plus(ofMinutes(5)).plus(SCRAPES));
        assertThat(total(snapshot)).isEqualTo(mesh.ledger().requests(CHECKOUT));
        long errors = snapshot.requests().entrySet().stream()
                .filter(entry -> entry.getKey().destination().version().equals("v2")
                        && entry.getKey().outcome().code().equals("500"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        assertThat(errors).isPositive().isEqualTo(mesh.ledger().errors(CHECKOUT, "v2"));
    }

    @Test
    void showsOnlyWhatTheLastScrapesSawAndTheSameAgainLater() {
        var live = current(START.plus(ofMinutes(3)));
        assertThat(total(live)).isLessThan(mesh.ledger().requests(CHECKOUT));
        source.advance(START.plus(ofMinutes(30)));
        assertThat(current(START.plus(ofMinutes(3)))).isEqualTo(live);
    }

    @Test
    void remembersWhatThePodsOfAVersionCountedThemselves() {
        source.advance(START.plus(ofMinutes(10)));
        mesh.stopTraffic();
        source.advance(START.plus(ofMinutes(11)));
        var hour = new HistorySource.Query(
                new Version(CHECKOUT, "v1"), START, START.plus(ofMinutes(11)), Duration.ofSeconds(30));

        BaselineHistory history = source.history(hour).orElseThrow();

        long total = history.spans().stream()
                .mapToLong(span -> span.first().requests().total()
                        + span.second().requests().total())
                .sum();
        assertThat(total)
                .as("all but what was counted before the first point with all pods")
                .isBetween(
                        mesh.ledger().requests(CHECKOUT, "v1") * 9 / 10,
                        mesh.ledger().requests(CHECKOUT, "v1"));
        var early = new HistorySource.Query(hour.version(), START.minus(ofMinutes(60)), START, hour.interval());
        assertThat(source.history(early)).isEmpty();
    }

    @Test
    void answersForTheHostsAndBoundsAskedFor() {
        var at = START.plus(ofMinutes(2));
        var snapshot = source.snapshot(
                new SnapshotQuery(at, Set.of(CHECKOUT), BucketBounds.exactly(Set.of(100.0, 500.0)), new Current()));
        assertThat(snapshot.requests().keySet())
                .isNotEmpty()
                .allSatisfy(series -> assertThat(series.destination().host()).isEqualTo(CHECKOUT));
        assertThat(snapshot.latency()).isNotEmpty().allSatisfy((series, counts) -> {
            assertThat(counts.atMost()).containsOnlyKeys(100.0, 500.0);
            assertThat(counts.total())
                    .isEqualTo(snapshot.requests().entrySet().stream()
                            .filter(entry -> entry.getKey().instance().equals(series.instance())
                                    && entry.getKey().destination().equals(series.destination()))
                            .mapToLong(Map.Entry::getValue)
                            .sum());
        });
        assertThat(source.snapshot(new SnapshotQuery(at, Set.of(), BucketBounds.none(), new Current()))
                        .requests())
                .isEmpty();
        assertThat(current(at).latency()).isEmpty();
    }

    @Test
    void tellsTheAgeOfEveryProxyThatAnswers() {
        var at = START.plus(ofMinutes(2));
        assertThat(current(at).ages())
                .hasSize(mesh.proxies().size())
                .allSatisfy((instance, age) ->
                        assertThat(age).isBetween(ofMinutes(2).minus(SCRAPES), ofMinutes(2)));
        mesh.restart("gateway-1");
        assertThat(current(at.plus(SCRAPES)).ages().get(instance("gateway-1"))).isLessThanOrEqualTo(SCRAPES);
    }

    @Test
    void losesAProxyWhoseScrapesFailButKeepsItsLastKnownValues() {
        Instance gone = instance("gateway-2");
        var before = current(START.plus(ofMinutes(2)));
        mesh.setReachable("gateway-2", false);
        var after = START.plus(ofMinutes(2)).plus(SCRAPES);

        assertThat(current(after).ages()).doesNotContainKey(gone);
        assertThat(perInstance(current(after))).doesNotContainKey(gone).hasSize(3);
        var known = lastKnown(after, ofSeconds(60), Set.of(gone));
        assertThat(perInstance(known)).containsOnlyKeys(gone);
        assertThat(perInstance(known).get(gone))
                .isGreaterThanOrEqualTo(perInstance(before).get(gone));
        assertThat(known.ages()).containsEntry(gone, before.ages().get(gone));

        mesh.setReachable("gateway-2", true);
        assertThat(perInstance(current(after.plus(SCRAPES))).get(gone))
                .isGreaterThan(perInstance(known).get(gone));
    }

    @Test
    void losesAKilledProxyWithinOneIntervalAndForgetsItAfterTheLookback() {
        Instance gone = instance("gateway-3");
        source.advance(START.plus(ofMinutes(2)));
        mesh.kill("gateway-3");
        var after = START.plus(ofMinutes(2)).plus(SCRAPES);
        assertThat(perInstance(current(after))).doesNotContainKey(gone).hasSize(3);
        assertThat(perInstance(lastKnown(after, ofSeconds(60), Set.of())))
                .containsKey(gone)
                .hasSize(4);
        assertThat(perInstance(lastKnown(after.plusSeconds(60), ofSeconds(60), Set.of())))
                .doesNotContainKey(gone);
    }

    @Test
    void knowsTheOldSeriesOfARestartedProxyOnlyAsLastKnown() {
        source.advance(START.plus(ofMinutes(2)));
        mesh.stopTraffic();
        source.advance(START.plus(ofMinutes(3)));
        mesh.restart("gateway-1");
        var after = START.plus(ofMinutes(3)).plus(SCRAPES);
        assertThat(perInstance(current(after))).doesNotContainKey(instance("gateway-1"));
        assertThat(current(after).ages()).containsKey(instance("gateway-1"));
        assertThat(total(lastKnown(after, ofSeconds(60), Set.of())))
                .isEqualTo(mesh.ledger().requests(CHECKOUT));
    }

    @Test
    void refusesToScrapeAMomentThatTheMeshHasLeft() {
        source.advance(START.plus(ofMinutes(1)));
        mesh.advance(START.plus(ofMinutes(2)));
        assertThatThrownBy(() -> current(START.plus(ofMinutes(3))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("let only the metric source advance it");
    }

    @Test
    void forgetsSamplesAfterTheRetention() {
        var brief = new SimulatedMetricSource(mesh, SCRAPES, ofMinutes(1));
        brief.advance(START.plus(ofMinutes(10)));
        var expired = brief.snapshot(
                new SnapshotQuery(START.plus(ofMinutes(2)), Set.of(CHECKOUT), BucketBounds.none(), new Current()));
        assertThat(expired.ages()).isEmpty();
        assertThatThrownBy(() -> new SimulatedMetricSource(mesh, SCRAPES, ofSeconds(1)))
                .hasMessage("retention must be at least the scrapeInterval PT10S, is PT1S");
    }

    private Snapshot current(Instant at) {
        return source.snapshot(new SnapshotQuery(at, Set.of(CHECKOUT), BucketBounds.none(), new Current()));
    }

    private Snapshot lastKnown(Instant at, Duration lookback, Set<Instance> only) {
        return source.snapshot(
                new SnapshotQuery(at, Set.of(CHECKOUT), BucketBounds.none(), new LastKnown(lookback, only)));
    }

    private Instance instance(String pod) {
        return mesh.proxies().stream()
                .filter(proxy -> proxy.pod().equals(pod))
                .findFirst()
                .orElseThrow()
                .instance();
    }

    private static long total(Snapshot snapshot) {
        return perInstance(snapshot).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static Map<Instance, Long> perInstance(Snapshot snapshot) {
        var counts = new HashMap<Instance, Long>();
        snapshot.requests().forEach((series, count) -> counts.merge(series.instance(), count, Long::sum));
        return counts;
    }
}
