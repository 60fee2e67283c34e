package io.serinus.testbed;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before a metrics backend and answers as well, or as badly, as it is told. */
public final class FaultyProxy implements AutoCloseable {
    private static final Duration SLOW = Duration.ofSeconds(30);

    private final URI backend;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Mode mode = Mode.WELL;

    /** How it answers. */
    public enum Mode {
        /** As the backend does. */
        WELL,
        /** Connections are closed without an answer. */
        DOWN,
        /** 503. */
        UNAVAILABLE,
        /** As the backend does, after 30 s. */
        SLOW,
        /** With the warning that parts of the data are missing. */
        PARTIAL,
        /** Every value is NaN. */
        NAN
    }

    private FaultyProxy(URI backend, HttpServer server) {
        this.backend = backend;
        this.server = server;
    }

    /** One that is well. */
    public static FaultyProxy before(URI backend) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var proxy = new FaultyProxy(backend, server);
            server.setExecutor(proxy.threads);
            server.createContext("/", proxy::answer);
            server.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From the next question on. */
    public void turn(Mode to) {
        mode = to;
    }

    /** Where it listens. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Mode now = mode;
            if (now == Mode.DOWN) {
                return;
            }
            if (now == Mode.UNAVAILABLE) {
                send(exchange, 503, "no healthy upstream");
                return;
            }
            if (now == Mode.SLOW) {
                Thread.sleep(SLOW);
            }
            var response = client.send(forwarded(exchange), BodyHandlers.ofString());
            send(exchange, response.statusCode(), spoilt(response.body(), now));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest forwarded(HttpExchange exchange) throws IOException {
        var request = HttpRequest.newBuilder(
                        backend.resolve(exchange.getRequestURI().toString()))
                .method(
                        exchange.getRequestMethod(),
                        HttpRequest.BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()));
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type != null) {
            request.header("Content-Type", type);
        }
        return request.build();
    }

    private static String spoilt(String body, Mode mode) {
        return switch (mode) {
            case PARTIAL ->
                body.replaceFirst(
                        "\\{\"status\":\"success\"", "{\"status\":\"success\",\"warnings\":[\"partial response\"]");
            case NAN -> body.replaceAll("(\"value\":\\[[0-9.]+,)\"[^\"]*\"", "$1\"NaN\"");
            case WELL, DOWN, UNAVAILABLE, SLOW -> body;
        };
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
