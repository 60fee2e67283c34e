package io.serinus.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serinus.metric.BaselineHistory;
import io.serinus.metric.HistorySource;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.Version;
import io.serinus.simulation.DemoScenario;
import io.serinus.testbed.MeshServer;
import io.serinus.testbed.PrometheusServer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The history of a simulated mesh's pods from a real Prometheus is what the pods really counted. */
class HistoryIT {
    private static final String HOST = DemoScenario.SHOP.host(DemoScenario.CHECKOUT);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    @RegisterExtension
    static final MeshServer MESH = MeshServer.serving(start -> DemoScenario.SHOP.mesh(
            start, 11, host -> DemoScenario.SHOP.virtualService(host.substring(0, host.indexOf('.')))));

    @RegisterExtension
    static final PrometheusServer PROMETHEUS = PrometheusServer.scraping(MESH);

    @Test
    void isWhatThePodsOfTheBaselineCounted() throws Exception {
        await().atMost(Duration.ofSeconds(60)).until(() -> pods(Instant.now()) == 3);
        Instant from = Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
        Instant to = from.plus(INTERVAL.multipliedBy(4));
        await().atMost(Duration.ofSeconds(60)).until(() -> Instant.now().isAfter(to.plusSeconds(1)));
        var source = new PrometheusHistorySource(
                new PrometheusSettings(PROMETHEUS.url(), Duration.ofSeconds(5), Map.of(), Map.of(), 12_000));

        BaselineHistory history = source.history(
                        new HistorySource.Query(new Version(HOST, DemoScenario.BASELINE), from, to, INTERVAL))
                .orElseThrow();

        assertThat(history.firstPods() + history.secondPods()).isEqualTo(3);
        assertThat(history.spans()).hasSize(4);
        assertThat(requests(history)).isEqualTo(counted("istio_requests_total", "", from, to));
        assertThat(latency(history).total())
                .isEqualTo(counted("istio_request_duration_milliseconds_count", "", from, to));
        assertThat(latency(history).atMost()).hasSize(19);
        assertThat(latency(history).atMost().get(50.0))
                .isEqualTo(counted("istio_request_duration_milliseconds_bucket", ",le=\"50\"", from, to));
        assertThat(source.history(new HistorySource.Query(new Version(HOST, DemoScenario.CANARY), from, to, INTERVAL)))
                .as("nobody has called the canary")
                .isEmpty();
    }

    private static long requests(BaselineHistory history) {
        return history.spans().stream()
                .mapToLong(span -> span.first().requests().total()
                        + span.second().requests().total())
                .sum();
    }

    private static LatencyCounts latency(BaselineHistory history) {
        return history.spans().stream()
                .map(span -> span.first().latency().plus(span.second().latency()))
                .reduce(LatencyCounts.NONE, LatencyCounts::plus);
    }

    private static long pods(Instant at) {
        return PROMETHEUS
                .query("count by (instance) (" + series("istio_requests_total", "") + " @ " + at.getEpochSecond() + ")")
                .size();
    }

    private static long counted(String metric, String matcher, Instant from, Instant to) {
        return PROMETHEUS.count("sum(" + series(metric, matcher) + " @ " + to.getEpochSecond() + ") - sum("
                + series(metric, matcher) + " @ " + from.getEpochSecond() + ")");
    }

    private static String series(String metric, String matcher) {
        return metric + "{reporter=\"destination\",destination_service=\"" + HOST + "\",destination_version=\"v1\""
                + matcher + "}";
    }
}
