package io.serinus.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serinus.analysis.Observation.Counted;
import io.serinus.controller.Collector;
import io.serinus.controller.Demand;
import io.serinus.controller.LevelDemand;
import io.serinus.metric.BucketBounds;
import io.serinus.metric.Reporter;
import io.serinus.metric.Target;
import io.serinus.metric.Version;
import io.serinus.simulation.DemoScenario;
import io.serinus.testbed.MeshServer;
import io.serinus.testbed.PrometheusServer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where pods report for themselves, requests of pods in their warm-up are counted and told apart. */
class SettledIT {
    private static final String HOST = DemoScenario.SHOP.host(DemoScenario.CHECKOUT);
    private static final Duration WARMUP = Duration.ofSeconds(3);

    /** What was counted within one of Istio's scrape intervals before a read may be older; the rest is for slow machines. */
    private static final Duration CERTAINLY_SETTLED = WARMUP.plusSeconds(30);

    private static final Demand DEMAND = new Demand(
            "release",
            new Target(new Version(HOST, DemoScenario.BASELINE), new Version(HOST, DemoScenario.CANARY)),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            WARMUP,
            BucketBounds.exactly(Set.of(250.0)),
            LevelDemand.NONE);

    @RegisterExtension
    static final MeshServer MESH = MeshServer.serving(start -> DemoScenario.SHOP.mesh(start, 3, host -> null));

    @RegisterExtension
    static final PrometheusServer PROMETHEUS = PrometheusServer.scraping(MESH);

    private final Collector collector = new Collector(new PrometheusMetricSource(
            new PrometheusSettings(PROMETHEUS.url(), Duration.ofSeconds(5), Map.of(), Map.of(), 12_000),
            Reporter.DESTINATION));

    private Instant lookedAt = Instant.MIN;
    private long canary;
    private long settledBaseline;
    private long settledCanary;
    private long durationsOfCanary;

    @Test
    void requestsOfAYoungPodAreCountedButNotSettled() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> PROMETHEUS.count("count(count by (instance) (" + series("v.") + "))") == 5);
        Instant known = Instant.now();
        look();
        Instant begun = lookedAt;
        await().atMost(Duration.ofSeconds(120)).until(() -> {
            look();
            return Instant.now().isAfter(known.plus(CERTAINLY_SETTLED).plusSeconds(5));
        });
        String young = MESH.ask(mesh -> mesh.addPod(HOST, DemoScenario.CANARY))
                .instance()
                .instance();
        Instant born = Instant.now();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            look();
            return PROMETHEUS.count("sum(" + of(young) + ")") > 50;
        });
        MESH.stopTraffic();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            look();
            return canary == now("v2", "!=\"\"") - at("v2", "!=\"\"", begun)
                    && now("v2", "!=\"\"")
                            == MESH.ledger()
                                    .count(line -> line.host().equals(HOST)
                                            && line.version().equals("v2")
                                            && line.delivered());
        });

        Instant settledBy = known.plus(CERTAINLY_SETTLED);
        assertThat(settledBaseline)
                .isGreaterThanOrEqualTo(now("v1", "!=\"\"") - at("v1", "!=\"\"", settledBy))
                .isPositive();
        long ofOldPods = now("v2", "!=\"" + young + "\"") - at("v2", "!=\"" + young + "\"", begun);
        long certainly = now("v2", "!=\"" + young + "\"") - at("v2", "!=\"" + young + "\"", settledBy);
        long ofYoung = now("v2", "=\"" + young + "\"") - at("v2", "=\"" + young + "\"", born.plus(WARMUP));
        assertThat(settledCanary).isBetween(certainly, ofOldPods + ofYoung).isLessThan(canary);
        assertThat(durationsOfCanary).isPositive().isLessThanOrEqualTo(ofOldPods + ofYoung);
    }

    private void look() {
        Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        if (!at.isAfter(lookedAt)) {
            return;
        }
        lookedAt = at;
        if (collector.collect(at, List.of(DEMAND)).get(DEMAND.releaseKey()) instanceof Counted counted) {
            canary += counted.requests().canary().total();
            settledBaseline += counted.settled().baseline().total();
            settledCanary += counted.settled().canary().total();
            durationsOfCanary +=
                    counted.latency().map(both -> both.canary().total()).orElse(0L);
        }
    }

    private static long now(String version, String instance) {
        return PROMETHEUS.count("sum(" + series(version, instance) + ")");
    }

    private static long at(String version, String instance, Instant time) {
        return PROMETHEUS.count(
                "sum(" + series(version, instance) + " @ " + BigDecimal.valueOf(time.toEpochMilli(), 3) + ")");
    }

    private static String series(String versions) {
        return series(versions, "!=\"\"");
    }

    private static String of(String instance) {
        return series("v2", "=\"" + instance + "\"");
    }

    private static String series(String version, String instance) {
        return "istio_requests_total{reporter=\"destination\",destination_service=\"" + HOST
                + "\",destination_version=~\"" + version + "\",instance" + instance + "}";
    }
}
