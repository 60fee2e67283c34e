package io.serinus.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serinus.metric.Level;
import io.serinus.metric.LevelSource.Query;
import io.serinus.metric.QueryText;
import io.serinus.metric.QueryText.Variable;
import io.serinus.simulation.DemoScenario;
import io.serinus.testbed.MeshServer;
import io.serinus.testbed.PrometheusServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Queries of one's own, with their variables, asked of a real Prometheus. */
class LevelsIT {
    @RegisterExtension
    static final MeshServer MESH = MeshServer.serving(start -> DemoScenario.SHOP.mesh(start, 5, host -> null));

    @RegisterExtension
    static final PrometheusServer PROMETHEUS = PrometheusServer.scraping(MESH);

    private static final String REQUESTS =
            "istio_requests_total{reporter=\"source\",destination_service=\"${release.host}\",";

    private final PrometheusLevelSource source = new PrometheusLevelSource(
            new PrometheusSettings(PROMETHEUS.url(), Duration.ofSeconds(20), Map.of(), Map.of(), 12_000));

    @Test
    void readsNumbersAndSaysWhyThereAreNone() {
        await().atMost(Duration.ofSeconds(60)).until(() -> PROMETHEUS.count("istio_requests_total") > 100);
        MESH.stopTraffic();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> PROMETHEUS.count("istio_requests_total{reporter=\"source\"}")
                        == MESH.ledger().total());
        String host = DemoScenario.SHOP.host(DemoScenario.CHECKOUT);

        assertThat(level("sum(" + REQUESTS + "destination_version=\"${version}\"})"))
                .isEqualTo(new Level.Read(
                        MESH.ledger().requests(host, "v1"), MESH.ledger().requests(host, "v2")));
        assertThat(level("sum(" + REQUESTS + "destination_version=~'${version}'})"))
                .isEqualTo(level("sum(" + REQUESTS + "destination_version=~`${version}`})"));
        assertThat(level("scalar(sum(" + REQUESTS + "destination_version=\"${version}\"}))"))
                .isInstanceOf(Level.Read.class);
        assertThat(reason(level(REQUESTS + "destination_version=\"${version}\"}")))
                .contains("series, expected one; aggregate with sum()");
        assertThat(reason(level("sum(x{v=\"${version}\"})"))).contains("no series");
        assertThat(reason(level("vector(0) / vector(0) # ${version}"))).contains("NaN");
        assertThat(reason(level("vector(1) / 0 # ${version}"))).contains("infinite");
        assertThat(reason(level("\"${version}\""))).contains("string");
        assertThat(reason(level("up[${interval}]"))).contains("values over time");
        assertThat(reason(level("sum(("))).contains("parse error");
    }

    @Test
    void anEvilVersionIsOnlyAVersion() {
        for (String version : List.of("a\"} or vector(1) #", "a'} or vector(1) #", "\\", "a\n\"", ".*", "${version}")) {
            for (String literal : List.of("\"${version}\"", "'${version}'", "~\"${version}\"", "~'x|${version}'")) {
                String query = QueryText.expand(
                        "absent(nothing{v=" + literal + "}) * 7",
                        Map.of(Variable.VERSION, version),
                        Duration.ofSeconds(5));
                var one = new Query(query, query);
                assertThat(source.levels(Instant.now(), List.of(one)))
                        .as(query)
                        .containsEntry(one, new Level.Read(7, 7));
            }
        }
    }

    private Level level(String text) {
        var query = new Query(expanded(text, "v1"), expanded(text, "v2"));
        return java.util.Objects.requireNonNull(
                source.levels(Instant.now(), List.of(query)).get(query));
    }

    private static String expanded(String text, String version) {
        return QueryText.expand(
                text,
                Map.of(Variable.VERSION, version, Variable.HOST, DemoScenario.SHOP.host(DemoScenario.CHECKOUT)),
                Duration.ofSeconds(5));
    }

    private static String reason(Level level) {
        return ((Level.Absent) level).reason();
    }
}
