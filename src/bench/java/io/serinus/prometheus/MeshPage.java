package io.serinus.prometheus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * The metrics of a mesh on pages of a hundred services, to be scraped once each: two versions of five pods a service, which
 * count what two callers asked of them by code, and how long it took in Istio's twenty buckets.
 */
final class MeshPage implements AutoCloseable {
    static final int PODS = 5;
    private static final int SERVICES_PER_PAGE = 100;
    private static final List<String> BOUNDS = List.of(
            "0.5", "1", "5", "10", "25", "50", "100", "250", "500", "1000", "2500", "5000", "10000", "30000", "60000",
            "300000", "600000", "1800000", "3600000", "+Inf");

    private final int services;
    private final long atMillis;
    private final Set<Integer> scraped = ConcurrentHashMap.newKeySet();
    private final HttpServer server;

    MeshPage(int services, long atMillis) {
        this.services = services;
        this.atMillis = atMillis;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::scrape);
        server.start();
    }

    static String host(int service) {
        return "service-%04d.shop.svc.cluster.local".formatted(service);
    }

    /** How many series a service has. */
    static int seriesPerService() {
        return 2 * PODS * (1 + 4 + 2 * BOUNDS.size());
    }

    private int pages() {
        return (services + SERVICES_PER_PAGE - 1) / SERVICES_PER_PAGE;
    }

    /** Samples with a time of their own are not marked as ended when a later page is without them. */
    String scrapeConfig() {
        var config = new StringBuilder("""
                global: {scrape_interval: 30s, scrape_timeout: 30s}
                scrape_configs:
                - job_name: pages
                  honor_labels: true
                  static_configs:
                """);
        for (int page = 0; page < pages(); page++) {
            config.append("  - targets: ['127.0.0.1:%d']\n    labels: {__metrics_path__: /%d}\n"
                    .formatted(server.getAddress().getPort(), page));
        }
        return config.toString();
    }

    private void scrape(HttpExchange exchange) throws IOException {
        int page = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
        exchange.sendResponseHeaders(200, 0);
        try (var out = new BufferedWriter(
                new OutputStreamWriter(exchange.getResponseBody(), StandardCharsets.UTF_8), 1 << 16)) {
            if (scraped.add(page)) {
                int end = Math.min(services, (page + 1) * SERVICES_PER_PAGE);
                for (int service = page * SERVICES_PER_PAGE; service < end; service++) {
                    writeService(out, service);
                }
            }
        }
    }

    private void writeService(Writer out, int service) throws IOException {
        for (String version : List.of("v1", "v2")) {
            for (int pod = 0; pod < PODS; pod++) {
                String address = "10.%d.%d.%d:15020"
                        .formatted(service / 250, service % 250, (version.equals("v1") ? 0 : PODS) + pod);
                String identity = "job=\"istio-proxies\",instance=\"" + address + "\"";
                sample(out, "envoy_server_uptime{" + identity + "}", 3_600 + service);
                for (String caller : List.of("frontend", "gateway")) {
                    String labels = labels(service, version, caller) + "," + identity;
                    sample(out, "istio_requests_total{response_code=\"200\"," + labels + "}", 100_000L + service);
                    sample(out, "istio_requests_total{response_code=\"500\"," + labels + "}", 100L + service);
                    for (int i = 0; i < BOUNDS.size(); i++) {
                        sample(
                                out,
                                "istio_request_duration_milliseconds_bucket{le=\"" + BOUNDS.get(i)
                                        + "\",response_code=\"200\"," + labels + "}",
                                5_000L * (i + 1));
                    }
                }
            }
        }
    }

    private void sample(Writer out, String series, long value) throws IOException {
        out.write(series + " " + value + " " + atMillis + "\n");
    }

    private static String labels(int service, String version, String caller) {
        String name = host(service).substring(0, host(service).indexOf('.'));
        return "reporter=\"destination\",source_workload=\"" + caller + "\",source_workload_namespace=\"shop\""
                + ",source_principal=\"spiffe://cluster.local/ns/shop/sa/" + caller + "\",source_app=\"" + caller
                + "\",source_canonical_service=\"" + caller + "\",source_canonical_revision=\"latest\""
                + ",destination_workload=\"" + name + "-" + version + "\",destination_workload_namespace=\"shop\""
                + ",destination_principal=\"spiffe://cluster.local/ns/shop/sa/" + name + "\",destination_app=\"" + name
                + "\",destination_version=\"" + version + "\",destination_service=\"" + host(service)
                + "\",destination_service_name=\"" + name + "\",destination_service_namespace=\"shop\""
                + ",destination_canonical_service=\"" + name + "\",destination_canonical_revision=\"" + version
                + "\",request_protocol=\"http\",response_flags=\"-\",connection_security_policy=\"mutual_tls\"";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
