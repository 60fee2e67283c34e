package io.serinus.prometheus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/** An HTTP server on a port of its own that gives prepared answers and keeps what it was asked. */
final class RecordedServer implements AutoCloseable {
    static final String EMPTY = "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}";

    /** How an answer goes over the wire. */
    enum Delivery {
        PLAIN,
        GZIP,
        /** Announces more bytes than it sends. */
        TRUNCATED,
        /** Not before the test ends. */
        NEVER
    }

    record Reply(int status, String body, Delivery delivery) {
        static Reply ok(String body) {
            return new Reply(200, body, Delivery.PLAIN);
        }
    }

    record Asked(String method, String path, Map<String, String> form, Map<String, List<String>> headers) {
        String query() {
            return form.getOrDefault("query", "");
        }

        Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().getFirst())
                    .findFirst();
        }
    }

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Function<Asked, Reply> answers;
    private final HttpServer server;

    RecordedServer(Function<Asked, Reply> answers) {
        this.answers = answers;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    static String recorded(String name) {
        try (InputStream body = Objects.requireNonNull(RecordedServer.class.getResourceAsStream(name), name)) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var form = new HashMap<String, String>();
            for (String field :
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).split("&")) {
                String[] pair = field.split("=", 2);
                form.put(decoded(pair[0]), pair.length == 2 ? decoded(pair[1]) : "");
            }
            var question = new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    form,
                    Map.copyOf(exchange.getRequestHeaders()));
            asked.add(question);
            deliver(exchange, answers.apply(question));
        }
    }

    private void deliver(HttpExchange exchange, Reply reply) throws IOException {
        byte[] body = reply.body.getBytes(StandardCharsets.UTF_8);
        switch (reply.delivery) {
            case PLAIN -> send(exchange, reply.status, body, body.length);
            case TRUNCATED -> send(exchange, reply.status, body, body.length + 100);
            case GZIP -> {
                var packed = new ByteArrayOutputStream();
                try (var gzip = new GZIPOutputStream(packed)) {
                    gzip.write(body);
                }
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                send(exchange, reply.status, packed.toByteArray(), packed.size());
            }
            case NEVER -> {
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body, long announced) throws IOException {
        exchange.sendResponseHeaders(status, announced == 0 ? -1 : announced);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
