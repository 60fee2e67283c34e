package io.serinus.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The controller as a user runs it: the package, in a process of its own. */
public final class ControllerProcess implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final ServerProcess process;
    private final URI url;
    private final HttpClient http = HttpClient.newHttpClient();

    private ControllerProcess(ServerProcess process, URI url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts a controller for the objects of one namespace and waits until it is ready.
     *
     * @param name of its log, and its identity in the Lease
     * @param options environment variables on top of those that say where the servers are
     */
    public static ControllerProcess start(
            String name, KubeApiServer api, String namespace, URI prometheus, Map<String, String> options) {
        int port = FreePorts.take(1).getFirst();
        var environment = new HashMap<>(Map.of(
                "KUBECONFIG",
                api.kubeconfig().toString(),
                "SERINUS_NAMESPACE",
                namespace,
                "SERINUS_NAMESPACES",
                namespace,
                "SERINUS_LEADER_IDENTITY",
                name,
                "SERINUS_PROMETHEUS_URL",
                prometheus.toString(),
                "QUARKUS_HTTP_HOST",
                "127.0.0.1",
                "QUARKUS_HTTP_PORT",
                Integer.toString(port)));
        environment.putAll(options);
        var process = ServerProcess.start("controller", namespace + "-" + name, command(), environment);
        var controller = new ControllerProcess(process, URI.create("http://127.0.0.1:" + port));
        process.awaitReady(() -> controller.get("/q/health/ready").statusCode() == 200);
        return controller;
    }

    /** Where it answers. */
    public URI url() {
        return url;
    }

    /** One of the controller's documents. */
    public JsonNode json(String path) {
        try {
            return JSON.readTree(get(path).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of the controller's pages. */
    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(url.resolve(path)).build());
    }

    /** The same for a person with that token. */
    public HttpResponse<String> get(String path, String token) {
        return send(HttpRequest.newBuilder(url.resolve(path))
                .header("Authorization", "Bearer " + token)
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a document as a person with that token would; without one if it is empty. */
    public HttpResponse<String> post(String path, String token, String json) {
        var request = HttpRequest.newBuilder(url.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(request.build());
    }

    /** Ends it as a crash would (SIGKILL). */
    public void kill() {
        process.kill();
    }

    /** Ends it as a cluster does (SIGTERM), and waits. */
    @Override
    public void close() {
        http.close();
        process.close();
    }

    private static List<String> command() {
        return Stream.concat(serinus().stream(), Stream.of("controller")).toList();
    }

    /** The command that users call {@code serinus}. */
    public static List<String> serinus() {
        Path jar = Path.of(System.getProperty("testbed.package", "target/quarkus-app"), "quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(
                    jar + " is missing: run ./mvnw package first, or the tests by ./mvnw verify");
        }
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return List.of(java.toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", jar.toString());
    }
}
