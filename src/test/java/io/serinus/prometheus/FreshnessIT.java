package io.serinus.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serinus.analysis.Observation;
import io.serinus.analysis.Observation.Counted;
import io.serinus.controller.Collector;
import io.serinus.controller.Demand;
import io.serinus.metric.BucketBounds;
import io.serinus.metric.Freshness;
import io.serinus.metric.Reporter;
import io.serinus.metric.SnapshotQuery;
import io.serinus.metric.Target;
import io.serinus.metric.Version;
import io.serinus.simulation.DemoScenario;
import io.serinus.testbed.MeshServer;
import io.serinus.testbed.PrometheusServer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How old samples are and how far apart, by a real Prometheus that scrapes every second. */
class FreshnessIT {
    private static final String HOST = DemoScenario.SHOP.host(DemoScenario.CHECKOUT);

    @RegisterExtension
    static final MeshServer MESH = MeshServer.serving(start -> DemoScenario.SHOP.mesh(start, 7, host -> null));

    @RegisterExtension
    static final PrometheusServer PROMETHEUS = PrometheusServer.scraping(MESH);

    @Test
    void knowsLateDataFromFreshOnesAndTakesThemForNoCounts() throws Exception {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> PROMETHEUS.count("count(count_over_time(envoy_server_uptime[1m]) > 5)") >= 5);
        Freshness fresh = source().snapshot(
                        new SnapshotQuery(now(), Set.of(), BucketBounds.none(), new SnapshotQuery.Form.Current()))
                .freshness()
                .orElseThrow();

        assertThat(fresh.scrapeInterval()).isBetween(Duration.ofMillis(800), Duration.ofMillis(2_500));
        assertThat(fresh.isLate()).isFalse();

        var collector = new Collector(source());
        assertThat(observe(collector, now())).isInstanceOf(Observation.Begun.class);
        assertThat(observe(collector, now().plusSeconds(2))).isInstanceOf(Counted.class);
        // Nothing is newer than now, so in two minutes' time all of it will be two minutes old.
        assertThat(observe(collector, now().plusSeconds(120)))
                .isInstanceOfSatisfying(
                        Observation.Missing.class,
                        missing -> assertThat(missing.reason()).startsWith("the backend is late: one proxy in ten"));
    }

    private static Observation observe(Collector collector, Instant at) {
        Map<String, Observation> observations = collector.collect(at, List.of(demand()));
        assertThat(observations).containsOnlyKeys("release");
        return observations.values().iterator().next();
    }

    private static PrometheusMetricSource source() {
        return new PrometheusMetricSource(
                new PrometheusSettings(PROMETHEUS.url(), Duration.ofSeconds(20), Map.of(), Map.of(), 12_000),
                Reporter.SOURCE,
                new Turns(new QueryLimits(4, Duration.ofSeconds(40))));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private static Demand demand() {
        return new Demand(
                "release",
                new Target(new Version(HOST, DemoScenario.BASELINE), new Version(HOST, DemoScenario.CANARY)),
                Duration.ofSeconds(1),
                Duration.ofSeconds(15),
                BucketBounds.none());
    }
}
