package io.serinus.testbed;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.serinus.simulation.Exposition;
import io.serinus.simulation.Ledger;
import io.serinus.simulation.SimulatedMesh;
import io.serinus.simulation.SimulatedProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A simulated mesh that runs in real time and can be scraped: {@code /proxies/<pod>/metrics} is the page of one proxy,
 * {@code /sd} lists all proxies for Prometheus' HTTP service discovery. A proxy that is set unreachable answers 503; one
 * that was killed is gone.
 *
 * <p>To be registered as an extension, or started and closed by the test.
 */
public final class MeshServer implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
    private static final Duration STEP = Duration.ofMillis(50);
    private static final JsonMapper JSON = new JsonMapper();

    private final Function<Instant, SimulatedMesh> meshFrom;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("mesh-clock").factory());
    private final ExecutorService scrapes = Executors.newVirtualThreadPerTaskExecutor();
    /** Guarded by this. */
    private @Nullable SimulatedMesh mesh;
    /** Guarded by this. */
    private @Nullable RuntimeException failure;

    /** Guarded by this. */
    private boolean closed;

    private @Nullable HttpServer http;

    private MeshServer(Function<Instant, SimulatedMesh> meshFrom) {
        this.meshFrom = meshFrom;
    }

    /**
     * A server that is not started yet.
     *
     * @param meshFrom makes the mesh when the server starts, from that time
     */
    public static MeshServer serving(Function<Instant, SimulatedMesh> meshFrom) {
        return new MeshServer(meshFrom);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /** Starts traffic and answers scrapes. Does nothing if it runs. */
    public synchronized MeshServer start() {
        if (http != null) {
            return this;
        }
        mesh = meshFrom.apply(Instant.now());
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(scrapes);
        http.createContext("/sd", exchange -> answer(exchange, 200, "application/json", targets()));
        http.createContext("/proxies/", this::scrape);
        http.start();
        var _ = clock.scheduleAtFixedRate(this::step, 0, STEP.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** Where Prometheus finds the proxies. */
    public URI serviceDiscovery() {
        return URI.create("http://" + address() + "/sd");
    }

    /**
     * Does something to the mesh or asks it something, at the present time, while nobody else does.
     *
     * @throws IllegalStateException if the mesh has failed before
     */
    public synchronized <T> T ask(Function<SimulatedMesh, T> question) {
        if (failure != null) {
            throw new IllegalStateException("the mesh has stopped: " + failure.getMessage(), failure);
        }
        SimulatedMesh running = running();
        if (!closed) {
            running.advance(Instant.now());
        }
        return question.apply(running);
    }

    /** Like {@link #ask}, without an answer. */
    public void change(Consumer<SimulatedMesh> action) {
        ask(running -> {
            action.accept(running);
            return true;
        });
    }

    /** What really happened until now. */
    public Ledger ledger() {
        return ask(SimulatedMesh::ledger);
    }

    /** Ends the traffic; proxies go on answering scrapes. */
    public void stopTraffic() {
        change(SimulatedMesh::stopTraffic);
    }

    /** Ends traffic and scrapes; the mesh can still be asked what happened until then. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        clock.shutdownNow();
        HttpServer server = http;
        if (server != null) {
            server.stop(0);
        }
        scrapes.shutdownNow();
    }

    @SuppressWarnings("CatchingUnchecked") // an executor would swallow it; the next caller shall see it
    private synchronized void step() {
        if (closed || failure != null) {
            return;
        }
        try {
            running().advance(Instant.now());
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void scrape(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/", -1);
        if (path.length != 4 || !path[3].equals("metrics")) {
            answer(exchange, 404, "text/plain", "no such page; a proxy's is /proxies/<pod>/metrics\n");
            return;
        }
        Optional<SimulatedProxy> found = ask(running -> running.proxies().stream()
                .filter(proxy -> proxy.pod().equals(path[2]))
                .findFirst());
        if (found.isEmpty()) {
            answer(exchange, 404, "text/plain", "no such proxy\n");
            return;
        }
        if (!ask(running -> found.get().isReachable())) {
            answer(exchange, 503, "text/plain", "set unreachable\n");
            return;
        }
        answer(exchange, 200, Exposition.CONTENT_TYPE, ask(running -> Exposition.of(found.get(), running.now())));
    }

    private String targets() throws IOException {
        List<SimulatedProxy> proxies = ask(SimulatedMesh::proxies);
        return JSON.writeValueAsString(proxies.stream()
                .map(proxy -> Map.of(
                        "targets",
                        List.of(address()),
                        "labels",
                        Map.of(
                                "__metrics_path__", "/proxies/" + proxy.pod() + "/metrics",
                                "job", proxy.instance().job(),
                                "instance", proxy.instance().instance(),
                                "namespace", proxy.namespace(),
                                "pod", proxy.pod())))
                .toList());
    }

    private static void answer(HttpExchange exchange, int status, String contentType, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", contentType);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String address() {
        if (http == null) {
            throw new IllegalStateException("the mesh server is not started");
        }
        return "127.0.0.1:" + http.getAddress().getPort();
    }

    private SimulatedMesh running() {
        if (mesh == null) {
            throw new IllegalStateException("the mesh server is not started");
        }
        return mesh;
    }
}
