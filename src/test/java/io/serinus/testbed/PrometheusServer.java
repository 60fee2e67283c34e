package io.serinus.testbed;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The real Prometheus, scraping the proxies of a {@link MeshServer}. It finds new proxies within about 5 s, which is its own
 * pace; the first scrape is no earlier.
 *
 * <p>To be registered as an extension, or started and closed by the test.
 */
public final class PrometheusServer implements ExecutionCondition, BeforeAllCallback, AfterAllCallback, AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final MeshServer mesh;
    private final Duration scrapeInterval;
    private final Duration scrapeTimeout;
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable TemporaryFolder data;
    private @Nullable ServerProcess process;
    private int port;

    /**
     * One series of an answer.
     *
     * @param labels its labels
     * @param value its value
     */
    public record Sample(Map<String, String> labels, double value) {}

    private record Answer(String status, Data data) {
        record Data(List<Vector> result) {}

        record Vector(Map<String, String> metric, List<String> value) {}
    }

    private PrometheusServer(MeshServer mesh, Duration scrapeInterval, Duration scrapeTimeout) {
        this.mesh = mesh;
        this.scrapeInterval = scrapeInterval;
        this.scrapeTimeout = scrapeTimeout;
    }

    /** A server that is not started yet and will scrape every second. Starting it starts the mesh. */
    public static PrometheusServer scraping(MeshServer mesh) {
        return new PrometheusServer(mesh, Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    /** The same with other scrape times; the timeout must not exceed the interval. */
    public PrometheusServer every(Duration interval, Duration timeout) {
        return new PrometheusServer(mesh, interval, timeout);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext tests) {
        return Binaries.condition(List.of(Binaries::prometheus));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /** Starts the server, at the same address and with the same data as before. Does nothing if it runs. */
    public synchronized PrometheusServer start() {
        if (process != null) {
            return this;
        }
        String program = Binaries.prometheus().toString();
        mesh.start();
        if (data == null) {
            data = TemporaryFolder.create();
            port = FreePorts.take(1).getFirst();
        }
        ServerProcess started = ServerProcess.start(
                "prometheus",
                "prometheus-" + port,
                List.of(
                        program,
                        "--config.file=" + data.write("prometheus.yml", configuration()),
                        "--storage.tsdb.path=" + data.path().resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port));
        process = started;
        started.awaitReady(() -> get("/-/ready").statusCode() == 200);
        return this;
    }

    private String configuration() {
        return """
               global: {scrape_interval: %dms, scrape_timeout: %dms}
               scrape_configs:
               - job_name: istio-proxies
                 http_sd_configs: [{url: "%s", refresh_interval: 1s}]
               """.formatted(scrapeInterval.toMillis(), scrapeTimeout.toMillis(), mesh.serviceDiscovery());
    }

    /** Ends the server in good order; its data stays for the next {@link #start}. */
    public synchronized void stop() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    /** Ends the server as a crash would; its data stays for the next {@link #start}. */
    public synchronized void kill() {
        if (process != null) {
            process.kill();
            process = null;
        }
    }

    /** {@link #stop} and {@link #start}. */
    public synchronized void restart() {
        stop();
        start();
    }

    /** The server's address. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /**
     * The answer to an instant query, as of now.
     *
     * @throws IllegalStateException if the server refuses the query
     * @throws UncheckedIOException if it does not answer
     */
    public List<Sample> query(String expression) {
        try {
            var response = get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
            if (response.statusCode() != 200) {
                throw new IllegalStateException(response.body());
            }
            return JSON.readValue(response.body(), Answer.class).data().result().stream()
                    .map(vector -> new Sample(
                            vector.metric(), Double.parseDouble(vector.value().getLast())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sum of all values of an instant query's answer, which are counts; 0 for an empty one. */
    public long count(String expression) {
        return query(expression).stream()
                .mapToLong(sample -> (long) sample.value())
                .sum();
    }

    @Override
    public synchronized void close() {
        stop();
        if (data != null) {
            data.close();
            data = null;
        }
        http.close();
    }

    private HttpResponse<String> get(String path) throws IOException {
        try {
            var request = HttpRequest.newBuilder(URI.create(url() + path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
