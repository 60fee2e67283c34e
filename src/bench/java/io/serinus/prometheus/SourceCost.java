package io.serinus.prometheus;

import io.serinus.metric.BucketBounds;
import io.serinus.metric.Reporter;
import io.serinus.metric.SnapshotQuery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a tick costs a real Prometheus ({@code PROMETHEUS_BIN}): queries, bytes, time on the clock and processor time of the
 * Prometheus process, as rows of the table in docs/performance.md. Arguments: pairs like {@code 100/2000}, the services with
 * a release and the services of the mesh.
 */
public final class SourceCost {
    private static final List<String> USUAL = List.of("1/1", "100/100", "500/500", "2000/2000", "1/2000");
    private static final Duration PATIENT = Duration.ofMinutes(5);
    private static final int LEAST_TICKS = 3;
    private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final Map<String, BucketBounds> KINDS = Map.of(
            "1 requests", BucketBounds.none(),
            "2 requests, 3 bounds", BucketBounds.exactly(Set.of(100.0, 250.0, 1000.0)),
            "3 requests, all bounds", BucketBounds.all());

    private final Process prometheus;
    private final URI url;
    private final Instant data;
    private int tick;

    private SourceCost(Process prometheus, URI url, Instant data) {
        this.prometheus = prometheus;
        this.url = url;
        this.data = data;
    }

    public static void main(String[] args) throws Exception {
        System.out.println(
                "| releases | services | read | queries | kB | kB packed | ms | ms of Prometheus' processor |");
        System.out.println("| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |");
        // As benchmarks are chosen, this means all.
        List<String> pairs = List.of(args).equals(List.of(".*")) ? USUAL : List.of(args);
        var byMesh = pairs.stream()
                .map(pair -> pair.split("/", 2))
                .collect(Collectors.groupingBy(pair -> Integer.parseInt(pair[1])));
        for (int services : byMesh.keySet().stream().sorted().toList()) {
            measure(
                    services,
                    Objects.requireNonNull(byMesh.get(services)).stream()
                            .map(pair -> Integer.parseInt(pair[0]))
                            .sorted()
                            .toList());
        }
        System.exit(0);
    }

    private static void measure(int services, List<Integer> releases) throws Exception {
        Path folder = Files.createTempDirectory("source-cost");
        Instant data = Instant.now();
        int port = freePort();
        try (var page = new MeshPage(services, data.toEpochMilli())) {
            Path config = Files.writeString(folder.resolve("prometheus.yml"), page.scrapeConfig());
            Process process = new ProcessBuilder(
                            Objects.requireNonNull(System.getenv("PROMETHEUS_BIN"), "PROMETHEUS_BIN is not set"),
                            "--config.file=" + config,
                            "--storage.tsdb.path=" + folder.resolve("data"),
                            "--web.listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            try {
                var cost = new SourceCost(process, URI.create("http://127.0.0.1:" + port), data);
                cost.awaitSeries((long) services * 2 * MeshPage.PODS);
                for (int each : releases) {
                    for (String kind : KINDS.keySet().stream().sorted().toList()) {
                        cost.row(each, services, kind);
                    }
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
        } finally {
            delete(folder);
        }
    }

    /** Waits until all pages have been scraped and Prometheus has come to rest. */
    private void awaitSeries(long proxies) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url + "/api/v1/query?query=count(envoy_server_uptime)&time="
                            + data.plusSeconds(1).getEpochSecond()))
                    .build();
            String body = "";
            while (!body.contains("\"" + proxies + "\"")) {
                TimeUnit.SECONDS.sleep(1);
                try {
                    body = http.send(request, BodyHandlers.ofString()).body();
                } catch (IOException e) {
                    body = "";
                }
            }
        }
        Duration before = Duration.ZERO;
        while (cpu().minus(before).toMillis() > 100) {
            before = cpu();
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private void row(int releases, int services, String kind) throws Exception {
        Set<String> hosts =
                IntStream.range(0, releases).mapToObj(MeshPage::host).collect(Collectors.toSet());
        BucketBounds bounds = Objects.requireNonNull(KINDS.get(kind));
        long queries;
        long packed;
        long unpacked;
        var direct = source(url);
        try (var proxy = new CountingProxy(url)) {
            var counted = source(proxy.url());
            snapshot(counted, hosts, bounds);
            queries = proxy.queries.sum();
            packed = proxy.packed.sum();
            unpacked = proxy.unpacked.sum();
        }
        snapshot(direct, hosts, bounds);
        var times = new ArrayList<Long>();
        Duration cpuBefore = cpu();
        long began = System.nanoTime();
        while (times.size() < LEAST_TICKS || System.nanoTime() - began < LEAST_NANOS) {
            long from = System.nanoTime();
            snapshot(direct, hosts, bounds);
            times.add(System.nanoTime() - from);
        }
        double cpu = cpu().minus(cpuBefore).toNanos() / 1e6 / times.size();
        times.sort(Comparator.naturalOrder());
        System.out.printf(
                Locale.ROOT,
                "| %,d | %,d | %s | %d | %,.0f | %,.0f | %,.0f | %,.0f |%n",
                releases,
                services,
                kind.substring(2),
                queries,
                unpacked / 1e3,
                packed / 1e3,
                times.get(times.size() / 2) / 1e6,
                cpu);
    }

    private void snapshot(PrometheusMetricSource source, Set<String> hosts, BucketBounds bounds) throws Exception {
        // Another instant each time, within the time that a sample is taken for current.
        Instant at = data.plusSeconds(1).plusMillis(tick++);
        var snapshot = source.snapshot(new SnapshotQuery(at, hosts, bounds, new SnapshotQuery.Form.Current()));
        if (snapshot.requests().size() != hosts.size() * 2 * MeshPage.PODS * 2) {
            throw new IllegalStateException(snapshot.requests().size() + " series of requests");
        }
    }

    private static PrometheusMetricSource source(URI url) {
        return new PrometheusMetricSource(
                new PrometheusSettings(url, PATIENT, Map.of(), Map.of(), PrometheusSettings.DEFAULT_MAX_QUERY_BYTES),
                Reporter.DESTINATION,
                new Turns(new QueryLimits(QueryLimits.DEFAULT.atOnce(), PATIENT)));
    }

    private Duration cpu() {
        return prometheus.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
