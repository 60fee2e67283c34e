package io.serinus.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.serinus.analysis.Observation;
import io.serinus.controller.Collector;
import io.serinus.controller.Demand;
import io.serinus.metric.BucketBounds;
import io.serinus.metric.Reporter;
import io.serinus.metric.SnapshotQuery;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.metric.Target;
import io.serinus.metric.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exact counts through a real Prometheus, which scrapes proxies whose ledger the test keeps. */
class PrometheusSourceIT {
    private static final String HOST = "cart.shop.svc.cluster.local";
    private static final int PROXIES = 4;
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Demand DEMAND = new Demand(
            "release",
            new Target(new Version(HOST, "v1"), new Version(HOST, "v2")),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            BucketBounds.exactly(Set.of(250.0)));

    private final Exporter exporter = new Exporter();
    private final Map<String, Long> counted = new TreeMap<>();
    private final Map<String, Long> timed = new TreeMap<>();

    @TempDir
    Path directory;

    private Instant lookedAt = Instant.MIN;
    private Process prometheus;
    private PrometheusMetricSource source;
    private Collector collector;

    @BeforeEach
    void startPrometheus() throws IOException {
        Optional<String> binary =
                Optional.ofNullable(System.getenv("PROMETHEUS_BIN")).filter(name -> !name.isBlank());
        if (binary.isEmpty() && "required".equals(System.getenv("SERINUS_TESTBED"))) {
            fail("SERINUS_TESTBED=required, but PROMETHEUS_BIN names no Prometheus");
        }
        assumeTrue(binary.isPresent(), "PROMETHEUS_BIN names no Prometheus binary");
        Path config = directory.resolve("prometheus.yml");
        Files.writeString(config, exporter.scrapeConfig());
        int port = freePort();
        prometheus = new ProcessBuilder(
                        binary.orElseThrow(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
        source = new PrometheusMetricSource(
                new PrometheusSettings(
                        URI.create("http://127.0.0.1:" + port),
                        Duration.ofSeconds(5),
                        Map.of(),
                        Map.of(),
                        PrometheusSettings.DEFAULT_MAX_QUERY_BYTES),
                Reporter.SOURCE);
        collector = new Collector(source);
    }

    @AfterEach
    void stop() throws InterruptedException {
        exporter.close();
        if (prometheus != null) {
            prometheus.destroy();
            if (!prometheus.waitFor(10, TimeUnit.SECONDS)) {
                prometheus.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void countsExactlyWhatTheProxiesCountedThroughBirthsAndKills() {
        exporter.start(0, 200_000);
        exporter.start(1, 200_000);
        exporter.start(2, 200_000);
        exporter.preload(0, "v1", "200", 1_000_000);
        exporter.preload(2, "v1", "200", 5_000);
        awaitScrapeOf(3);
        tick();
        assertThat(collector.latest("release"))
                .as("the first tick counts nothing")
                .isEmpty();

        exporter.serve(0, "v1", "200", 40);
        exporter.serve(1, "v2", "500", 3);
        exporter.serve(2, "v1", "200", 7);
        tick();
        exporter.serve(0, "v1", "503", 2);
        exporter.start(3, 0);
        exporter.serve(3, "v2", "500", 11);
        tick();
        settle();

        exporter.serve(2, "v2", "200", 5);
        settle();
        exporter.kill(2);
        exporter.serve(3, "v2", "200", 23);
        tick();
        awaitScrapeOf(3);
        exporter.serve(0, "v1", "200", 1);
        settle();

        var random = new Random(7);
        for (int round = 0; round < 4; round++) {
            for (int proxy : new int[] {0, 1, 3}) {
                exporter.serve(proxy, random.nextBoolean() ? "v1" : "v2", "200", random.nextInt(50));
                exporter.serve(proxy, random.nextBoolean() ? "v1" : "v2", "500", random.nextInt(5));
            }
            tick();
        }
        settle();
        tick();
        assertThat(counted).isEqualTo(exporter.truth());
    }

    /** Ticks until all is counted that was requested. */
    private void settle() {
        await().atMost(LONG).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            collect();
            assertThat(counted).isEqualTo(exporter.truth());
            assertThat(sum(timed)).as("timed").isEqualTo(sum(counted));
        });
    }

    private void tick() {
        await().atMost(LONG).pollInterval(Duration.ofMillis(100)).until(this::collect);
    }

    /** One call of the collector; true if a second has passed since the last, so that it looked. */
    private boolean collect() {
        Instant at = gridTime();
        if (!at.isAfter(lookedAt)) {
            return false;
        }
        lookedAt = at;
        for (Observation observation : collector.collect(at, List.of(DEMAND)).values()) {
            if (!(observation instanceof Observation.Begun)) {
                assertThat(observation).isInstanceOfSatisfying(Observation.Counted.class, this::add);
            }
        }
        exporter.truth()
                .forEach((key, truth) ->
                        assertThat(counted.getOrDefault(key, 0L)).as(key).isLessThanOrEqualTo(truth));
        return true;
    }

    private void add(Observation.Counted tick) {
        tick.requests()
                .baseline()
                .byOutcome()
                .forEach((outcome, n) -> counted.merge("v1 " + outcome.code(), n, Long::sum));
        tick.requests()
                .canary()
                .byOutcome()
                .forEach((outcome, n) -> counted.merge("v2 " + outcome.code(), n, Long::sum));
        tick.latency().ifPresent(latency -> {
            timed.merge("v1", latency.baseline().total(), Long::sum);
            timed.merge("v2", latency.canary().total(), Long::sum);
        });
    }

    private static Long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The evaluation time of a tick now: on the grid, and late enough for a scrape to have arrived. */
    private static Instant gridTime() {
        return Instant.now().minusMillis(300).truncatedTo(ChronoUnit.SECONDS);
    }

    private void awaitScrapeOf(int proxies) {
        await().atMost(LONG)
                .ignoreException(SourceUnavailableException.class)
                .until(() -> source.snapshot(new SnapshotQuery(
                                        gridTime(),
                                        Set.of(HOST),
                                        BucketBounds.none(),
                                        new SnapshotQuery.Form.Current()))
                                .ages()
                                .size()
                        == proxies);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Some proxies' metrics pages on one server, and the ledger of what they counted. */
    private static final class Exporter implements AutoCloseable {
        private record Proxy(Instant start, Map<String, long[]> counts) {}

        private final Map<Integer, Proxy> proxies = new HashMap<>();
        private final Map<String, Long> truth = new TreeMap<>();
        private final HttpServer server;

        Exporter() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.createContext("/", this::scrape);
            server.start();
        }

        synchronized void start(int proxy, long ageSeconds) {
            proxies.put(proxy, new Proxy(Instant.now().minusSeconds(ageSeconds), new TreeMap<>()));
        }

        synchronized void kill(int proxy) {
            proxies.remove(proxy);
        }

        synchronized void preload(int proxy, String version, String code, long requests) {
            count(proxy, version + " " + code, requests);
        }

        synchronized void serve(int proxy, String version, String code, long requests) {
            if (requests > 0) {
                count(proxy, version + " " + code, requests);
                truth.merge(version + " " + code, requests, Long::sum);
            }
        }

        synchronized Map<String, Long> truth() {
            return new TreeMap<>(truth);
        }

        private void count(int proxy, String key, long requests) {
            var serving = proxies.get(proxy);
            assertThat(serving).as("proxy %s", proxy).isNotNull();
            serving.counts.computeIfAbsent(key, fresh -> new long[1])[0] += requests;
        }

        String scrapeConfig() {
            var config = new StringBuilder("""
                    global: {scrape_interval: 1s, scrape_timeout: 1s}
                    scrape_configs:
                    - job_name: istio-proxies
                      static_configs:
                    """);
            for (int i = 0; i < PROXIES; i++) {
                config.append("  - targets: ['127.0.0.1:")
                        .append(server.getAddress().getPort())
                        .append("']\n    labels: {__metrics_path__: /")
                        .append(i)
                        .append(", instance: '10.0.0.")
                        .append(i)
                        .append(":15020'}\n");
            }
            return config.toString();
        }

        private void scrape(HttpExchange exchange) throws IOException {
            try (exchange) {
                Optional<String> page =
                        page(Integer.parseInt(exchange.getRequestURI().getPath().substring(1)));
                byte[] body = page.orElse("gone").getBytes(UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
                exchange.sendResponseHeaders(page.isPresent() ? 200 : 404, body.length);
                exchange.getResponseBody().write(body);
            }
        }

        private synchronized Optional<String> page(int proxy) {
            return Optional.ofNullable(proxies.get(proxy)).map(Exporter::render);
        }

        private static String render(Proxy proxy) {
            var lines = new ArrayList<String>();
            lines.add("envoy_server_uptime{} "
                    + Duration.between(proxy.start, Instant.now()).toSeconds());
            var perVersion = new TreeMap<String, Long>();
            proxy.counts.forEach((key, count) -> {
                String[] versionAndCode = key.split(" ", 2);
                lines.add("istio_requests_total{" + labels(versionAndCode[0]) + ",response_code=\"" + versionAndCode[1]
                        + "\",response_flags=\"-\"} " + count[0]);
                perVersion.merge(versionAndCode[0], count[0], Long::sum);
            });
            perVersion.forEach((version, count) -> {
                for (String le : List.of("250", "+Inf")) {
                    lines.add("istio_request_duration_milliseconds_bucket{" + labels(version) + ",le=\"" + le + "\"} "
                            + count);
                }
            });
            return String.join("\n", lines) + "\n";
        }

        private static String labels(String version) {
            return "reporter=\"source\",destination_service=\"" + HOST + "\",destination_version=\"" + version
                    + "\",destination_canonical_revision=\"" + version + "\",destination_workload=\"cart-" + version
                    + "\",source_workload=\"client\"";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
