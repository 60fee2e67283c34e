package io.serinus.prometheus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPInputStream;

/** Passes queries on to a backend, and counts them and the bytes of their answers. */
final class CountingProxy implements AutoCloseable {
    final LongAdder queries = new LongAdder();
    final LongAdder packed = new LongAdder();
    final LongAdder unpacked = new LongAdder();
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI backend;
    private final HttpServer server;

    CountingProxy(URI backend) {
        this.backend = backend;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::pass);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = HttpRequest.newBuilder(backend.resolve(exchange.getRequestURI()))
                    .header("Content-Type", exchange.getRequestHeaders().getFirst("Content-Type"))
                    .header("Accept-Encoding", "gzip")
                    .POST(BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()))
                    .build();
            var response = http.send(request, BodyHandlers.ofByteArray());
            byte[] body = response.body();
            queries.increment();
            packed.add(body.length);
            if (response.headers().firstValue("Content-Encoding").isPresent()) {
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                try (var raw = new GZIPInputStream(new ByteArrayInputStream(body))) {
                    unpacked.add(raw.transferTo(OutputStream.nullOutputStream()));
                }
            } else {
                unpacked.add(body.length);
            }
            exchange.sendResponseHeaders(response.statusCode(), body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }
}
