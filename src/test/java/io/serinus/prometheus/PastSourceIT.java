package io.serinus.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serinus.metric.BucketBounds;
import io.serinus.metric.Instance;
import io.serinus.metric.MetricSource;
import io.serinus.metric.PastSpan;
import io.serinus.metric.Reporter;
import io.serinus.metric.Snapshot;
import io.serinus.metric.SnapshotQuery;
import io.serinus.simulation.DemoScenario;
import io.serinus.testbed.MeshServer;
import io.serinus.testbed.PrometheusServer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real Prometheus shows the past of a mesh, whose pods come and go, by range queries as it showed it at every tick. */
class PastSourceIT {
    private static final String HOST = DemoScenario.SHOP.host(DemoScenario.CHECKOUT);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration INTERVAL = Duration.ofSeconds(3);
    private static final int TICKS = 40;

    @RegisterExtension
    static final MeshServer MESH = MeshServer.serving(start -> DemoScenario.SHOP.mesh(
            start, 12, host -> DemoScenario.SHOP.virtualService(host.substring(0, host.indexOf('.')))));

    @RegisterExtension
    static final PrometheusServer PROMETHEUS =
            PrometheusServer.scraping(MESH).every(Duration.ofSeconds(1), Duration.ofSeconds(1));

    @Test
    void isWhatEveryTickHasShown() throws Exception {
        for (Reporter reporter : List.of(Reporter.SOURCE, Reporter.DESTINATION)) {
            var live = new PrometheusMetricSource(
                    new PrometheusSettings(PROMETHEUS.url(), Duration.ofSeconds(5), Map.of(), Map.of(), 12_000),
                    reporter);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> PROMETHEUS
                                            .query("istio_requests_total{reporter=\"" + reporter.label() + "\"}")
                                            .size()
                                    > 0
                            && PROMETHEUS.query("envoy_server_uptime").size() > 0);
            Instant from = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
            Instant to = from.plus(TICK.multipliedBy(TICKS));
            for (int i = 4; i < TICKS; i += 8) {
                Instant then = from.plus(TICK.multipliedBy(i));
                await().atMost(Duration.ofSeconds(60)).until(() -> Instant.now().isAfter(then));
                MESH.change(mesh -> {
                    String leaving = mesh.addPod(HOST, DemoScenario.BASELINE).pod();
                    mesh.kill(mesh.proxies().stream()
                            .map(proxy -> proxy.pod())
                            .filter(pod -> pod.contains("checkout-v1") && !pod.equals(leaving))
                            .findFirst()
                            .orElseThrow());
                });
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> Instant.now().isAfter(to.plusSeconds(3)));

            MetricSource past = live.past(new PastSpan(from, to, TICK, INTERVAL));

            assertThat(past.countsWhereServed()).isEqualTo(live.countsWhereServed());
            var seen = new HashSet<Instance>();
            long last = 0;
            for (Instant at = from; !at.isAfter(to); at = at.plus(TICK)) {
                boolean endsInterval = at.getEpochSecond() % INTERVAL.toSeconds() == 0;
                var query = new SnapshotQuery(
                        at,
                        Set.of(HOST),
                        endsInterval ? BucketBounds.exactly(Set.of(50.0, 250.0)) : BucketBounds.none(),
                        new SnapshotQuery.Form.Current());
                Snapshot found = past.snapshot(query);
                assertThat(found).isEqualTo(counters(live.snapshot(query)));
                assertThat(found.latency().isEmpty()).isEqualTo(!endsInterval);
                seen.addAll(found.ages().keySet());
                last = found.requests().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
            }
            assertThat(last).isPositive();
            var tail = new SnapshotQuery(
                    to.minusSeconds(10),
                    Set.of(HOST),
                    BucketBounds.all(),
                    new SnapshotQuery.Form.LastKnown(Duration.ofSeconds(30), Set.of()));
            assertThat(counters(past.snapshot(tail))).isEqualTo(counters(live.snapshot(tail)));
            assertThat(seen).as("proxies that came and went").hasSizeGreaterThan(5 + 6 + 3);
        }
    }

    /** How late samples are is asked of the present only. */
    private static Snapshot counters(Snapshot snapshot) {
        return new Snapshot(snapshot.at(), snapshot.requests(), snapshot.latency(), snapshot.ages());
    }
}
