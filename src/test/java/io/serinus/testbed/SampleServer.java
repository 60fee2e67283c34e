package io.serinus.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A real server that scrapes nobody and takes samples by remote write, with whatever time they bear. */
public final class SampleServer implements AutoCloseable {
    /** Which server. */
    public enum Kind {
        PROMETHEUS("Prometheus"),
        VICTORIA_METRICS("VictoriaMetrics");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** The product's name. */
        public String title() {
            return title;
        }
    }

    private final Kind kind;
    private final String program;
    private final TemporaryFolder data = TemporaryFolder.create();
    private final int port = FreePorts.take(1).getFirst();
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable ServerProcess process;

    private SampleServer(Kind kind, String program) {
        this.kind = kind;
        this.program = program;
    }

    /** An empty server. Where its program is missing the test is skipped or fails, see {@link Binaries}. */
    public static SampleServer start(Kind kind) {
        var server = new SampleServer(
                kind,
                switch (kind) {
                    case PROMETHEUS -> Binaries.prometheus().toString();
                    case VICTORIA_METRICS -> Binaries.victoriaMetrics().toString();
                });
        server.start();
        return server;
    }

    /** Starts the server again, at the same address and with the same data. Does nothing if it runs. */
    public void start() {
        if (process != null) {
            return;
        }
        String folder = data.path().resolve("data").toString();
        String address = "127.0.0.1:" + port;
        List<String> command = switch (kind) {
            case PROMETHEUS ->
                List.of(
                        program,
                        "--config.file=" + data.write("prometheus.yml", "scrape_configs: []\n"),
                        "--storage.tsdb.path=" + folder,
                        "--web.listen-address=" + address,
                        "--web.enable-remote-write-receiver");
            case VICTORIA_METRICS ->
                List.of(
                        program,
                        "-storageDataPath=" + folder,
                        "-httpListenAddr=" + address,
                        "-memory.allowedBytes=256MB");
        };
        String name = kind.name().toLowerCase(Locale.ROOT);
        ServerProcess started = ServerProcess.start(name, "samples-" + port, command);
        process = started;
        String ready = kind == Kind.PROMETHEUS ? "/-/ready" : "/health";
        started.awaitReady(() -> send(request(ready).build()).statusCode() == 200);
    }

    /** Ends the server in good order; its data stays for the next {@link #start()}. */
    public void stop() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What the server says that it is, such as "2.42.0". */
    public String version() {
        return get("/metrics", Map.of())
                .lines()
                .filter(line -> line.startsWith("prometheus_build_info{") || line.startsWith("vm_app_version{"))
                .map(line -> line.replaceFirst(".*[{,](short_)?version=\"v?([^\"+]*).*", "$2"))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Writes samples; they can be queried when this returns.
     *
     * @param body a snappy block with a WriteRequest of remote write 1.0
     */
    public void write(byte[] body) {
        var written = send(request("/api/v1/write")
                .header("Content-Type", "application/x-protobuf")
                .header("Content-Encoding", "snappy")
                .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                .POST(BodyPublishers.ofByteArray(body))
                .build());
        if (written.statusCode() / 100 != 2) {
            throw new IllegalStateException(kind + " refused samples: " + written.body());
        }
        if (kind == Kind.VICTORIA_METRICS) {
            get("/internal/force_flush", Map.of());
        }
    }

    /** The body of a successful answer. */
    public String get(String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var answer = send(request(path + "?" + query).build());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(kind + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(60));
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        stop();
        data.close();
        http.close();
    }
}
