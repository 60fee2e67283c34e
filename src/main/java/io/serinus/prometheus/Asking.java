package io.serinus.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Queries of a checkup. */
final class Asking {
    private final PrometheusBackend backend;
    private final Probe probe;

    Asking(PrometheusBackend backend) {
        this.backend = backend;
        this.probe = new Probe(backend);
    }

    /** A query was refused; the message is the backend's, in one line. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String words;

        RefusedException(String words) {
            super(words);
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    PrometheusBackend backend() {
        return backend;
    }

    /** The rows of a vector or matrix. */
    List<JsonNode> rows(String query, Instant at) throws RefusedException, InterruptedException {
        try {
            Probe.Reply reply = probe.query(query, at);
            JsonNode json = reply.json();
            if (!reply.isSuccess()) {
                String error = json.path("error").asText("").replaceAll("\\s+", " ");
                throw new RefusedException("HTTP " + reply.status()
                        + (error.isEmpty() ? "" : ", " + error.substring(0, Math.min(200, error.length()))));
            }
            var rows = new ArrayList<JsonNode>();
            json.path("data").path("result").forEach(rows::add);
            return rows;
        } catch (IOException | UnusableFileException _) {
            throw new RefusedException(
                    "no complete answer within " + backend.api().timeout().toMillis() + " ms");
        }
    }

    /** The only value of a vector; 0 if it is empty, as a count is. */
    long count(String query, Instant at) throws RefusedException, InterruptedException {
        return Math.round(number(query, at).orElse(0));
    }

    OptionalDouble number(String query, Instant at) throws RefusedException, InterruptedException {
        return rows(query, at).stream()
                .mapToDouble(row -> row.path("value").path(1).asDouble(Double.NaN))
                .filter(Double::isFinite)
                .findFirst();
    }

    /** The values of a label, each with its count. */
    Map<String, Long> counts(String query, String label, Instant at) throws RefusedException, InterruptedException {
        var counts = new LinkedHashMap<String, Long>();
        for (JsonNode row : rows(query, at)) {
            counts.put(
                    row.path("metric").path(label).asText(""),
                    Math.round(row.path("value").path(1).asDouble(0)));
        }
        return counts;
    }
}
