package io.serinus.prometheus;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Single small questions about a backend itself, apart from the queries that releases are judged by. */
final class Probe {
    private static final int MAX_BODY_BYTES = 4 << 20;
    private static final JsonMapper JSON = new JsonMapper();

    private final PrometheusBackend backend;

    Probe(PrometheusBackend backend) {
        this.backend = backend;
    }

    /**
     * An answer of any kind.
     *
     * @param took from the question to the end of the answer
     */
    record Reply(HttpResponse<String> response, Duration took) {
        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        /** The body; missing if it is not JSON. */
        JsonNode json() {
            try {
                return JSON.readTree(body());
            } catch (JacksonException _) {
                return MissingNode.getInstance();
            }
        }

        boolean isSuccess() {
            return status() == 200 && json().path("status").asText("").equals("success");
        }
    }

    /** {@code /api/v1/status/buildinfo} or the like. */
    Reply get(String path) throws IOException, InterruptedException, UnusableFileException {
        return send(HttpRequest.newBuilder(backend.api().endpoint(path)).GET());
    }

    /** An instant query, with everything that such queries carry. */
    Reply query(String text, Instant at) throws IOException, InterruptedException, UnusableFileException {
        var form = new TreeMap<>(backend.parameters());
        form.put("query", text);
        form.put("time", String.format(Locale.ROOT, "%d.%03d", at.getEpochSecond(), at.getNano() / 1_000_000));
        URI url = backend.api().endpoint("query");
        return send(HttpRequest.newBuilder(url)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form))));
    }

    private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException, UnusableFileException {
        request.header("Accept", "application/json").timeout(backend.api().timeout());
        backend.connector().prepare(request);
        long began = System.nanoTime();
        var response = backend.connector()
                .client()
                .send(
                        request.build(),
                        BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_BODY_BYTES));
        return new Reply(response, Duration.ofNanos(System.nanoTime() - began));
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
