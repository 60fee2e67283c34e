package io.serinus.prometheus;

import com.fasterxml.jackson.core.JacksonException;
import io.serinus.metric.SourceUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * Asks one instant query and accepts only a complete answer: HTTP 200, status "success", a vector, no warning, no partial
 * result. A failure that may pass is tried once more, if the time allows.
 */
final class QueryClient {
    static final int MAX_BODY_BYTES = 64 << 20;
    private static final int SHOWN_CHARACTERS = 300;
    private static final int MIN_PAUSE_MILLIS = 50;
    private static final int MAX_PAUSE_MILLIS = 250;

    /** A place to put rows, new for every try. */
    interface Rows {
        /**
         * @param labels valid during the call only
         * @param value as the backend spells it
         * @throws UnreadableRowException if the row is not what the query asked for
         */
        void accept(Map<String, String> labels, String value) throws UnreadableRowException;
    }

    /** A row that is not what the query asked for. */
    static final class UnreadableRowException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String problem;

        UnreadableRowException(String problem) {
            super(problem);
            this.problem = problem;
        }
    }

    /** What failed, and whether it may pass by itself. */
    private static final class TryFailedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String problem;
        private final boolean retryable;

        TryFailedException(String problem, boolean retryable) {
            super(problem);
            this.problem = problem;
            this.retryable = retryable;
        }

        TryFailedException(String problem, boolean retryable, Throwable cause) {
            super(problem, cause);
            this.problem = problem;
            this.retryable = retryable;
        }
    }

    private final URI endpoint;
    private final PrometheusSettings settings;
    private final HttpClient http;
    private final int maxBodyBytes;

    /** @param maxBodyBytes the largest body that is read, as sent and as unpacked */
    QueryClient(PrometheusSettings settings, int maxBodyBytes) {
        this.maxBodyBytes = maxBodyBytes;
        this.settings = settings;
        this.endpoint = settings.queryEndpoint();
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** A point in time by which all queries of a snapshot must be answered. */
    static final class Deadline {
        private final long nanoTime;

        Deadline(Duration budget) {
            this.nanoTime = System.nanoTime() + budget.toNanos();
        }

        Duration remaining() {
            return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
        }
    }

    /**
     * Asks, and returns the rows.
     *
     * @param what the query in words, for messages
     * @param rows makes an empty place for the rows of one try
     */
    <R extends Rows> R ask(String what, String query, Instant at, Deadline deadline, Supplier<R> rows)
            throws SourceUnavailableException {
        try {
            try {
                return tryOnce(query, at, deadline, rows.get());
            } catch (TryFailedException first) {
                Duration pause =
                        Duration.ofMillis(ThreadLocalRandom.current().nextInt(MIN_PAUSE_MILLIS, MAX_PAUSE_MILLIS));
                if (!first.retryable || deadline.remaining().compareTo(pause.multipliedBy(2)) < 0) {
                    throw first;
                }
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                return tryOnce(query, at, deadline, rows.get());
            }
        } catch (TryFailedException failed) {
            throw new SourceUnavailableException(message(what, failed.problem), failed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceUnavailableException(message(what, "interrupted while waiting for the answer"), e);
        }
    }

    private String message(String what, String problem) {
        return "query for " + what + " to " + endpoint + ": " + problem;
    }

    private <R extends Rows> R tryOnce(String query, Instant at, Deadline deadline, R rows)
            throws TryFailedException, InterruptedException {
        HttpResponse<byte[]> response = send(query, at, deadline);
        var unreadable = new ArrayList<UnreadableRowException>();
        Answer answer;
        try (InputStream body = body(response)) {
            answer = Answer.read(body, (labels, value) -> {
                try {
                    rows.accept(labels, value);
                } catch (UnreadableRowException e) {
                    if (unreadable.isEmpty()) {
                        unreadable.add(e);
                    }
                }
            });
        } catch (JacksonException e) {
            throw new TryFailedException(notJson(response), isRetryable(response.statusCode(), ""), e);
        } catch (BodyTooLargeException e) {
            throw new TryFailedException(tooLarge(), false, e);
        } catch (IOException e) {
            throw new TryFailedException("the answer broke off (" + e.getMessage() + ")", true, e);
        }
        check(response.statusCode(), answer);
        if (!unreadable.isEmpty()) {
            throw new TryFailedException(unreadable.getFirst().problem, false, unreadable.getFirst());
        }
        return rows;
    }

    private HttpResponse<byte[]> send(String query, Instant at, Deadline deadline)
            throws TryFailedException, InterruptedException {
        Duration remaining = deadline.remaining();
        var asking = http.sendAsync(
                request(query, at, remaining), BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBodyBytes));
        try {
            return asking.get(remaining.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            asking.cancel(true);
            throw new TryFailedException(
                    "no complete answer within " + settings.timeout().toMillis()
                            + " ms; raise the timeout or see whether the backend is overloaded",
                    false,
                    e);
        } catch (InterruptedException e) {
            asking.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            System.err.println("XX " + cause + " " + cause.getCause());
            if (String.valueOf(cause.getMessage()).contains("exceeds capacity")) {
                throw new TryFailedException(tooLarge(), false, cause);
            }
            String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            throw new TryFailedException(
                    "no connection or no complete answer (" + reason
                            + "); see whether the address is right and reachable",
                    true,
                    cause);
        }
    }

    private HttpRequest request(String query, Instant at, Duration remaining) {
        var form = new LinkedHashMap<String, String>();
        form.put("query", query);
        form.put("time", String.format(Locale.ROOT, "%d.%03d", at.getEpochSecond(), at.getNano() / 1_000_000));
        form.put("timeout", Math.max(1, remaining.toMillis()) + "ms");
        // Without it VictoriaMetrics evaluates up to 30 s earlier than asked.
        form.put("nocache", "1");
        form.putAll(settings.parameters());
        String body = form.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .header("Accept-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        settings.headers().forEach(request::setHeader);
        return request.build();
    }

    private InputStream body(HttpResponse<byte[]> response) throws IOException {
        InputStream raw = new ByteArrayInputStream(response.body());
        boolean gzip = response.headers()
                .firstValue("Content-Encoding")
                .map("gzip"::equalsIgnoreCase)
                .orElse(false);
        return new CappedInputStream(gzip ? new GZIPInputStream(raw) : raw, maxBodyBytes);
    }

    private static void check(int status, Answer answer) throws TryFailedException {
        if (status != 200 || !answer.status().equals("success")) {
            throw new TryFailedException(
                    "HTTP " + status + ", " + (answer.error().isEmpty() ? "no message" : shown(answer.error()))
                            + advice(status, answer.error()),
                    isRetryable(status, answer.error()));
        }
        if (answer.partial() || !answer.warnings().isEmpty()) {
            throw new TryFailedException(
                    "the answer is incomplete: "
                            + (answer.warnings().isEmpty()
                                    ? "a part of the backend did not answer"
                                    : shown(String.join("; ", answer.warnings()))),
                    false);
        }
        if (!answer.resultType().equals("vector")) {
            throw new TryFailedException(
                    "the result is a '" + answer.resultType()
                            + "', not a vector; see whether the address is that of a Prometheus API",
                    false);
        }
    }

    private static boolean isRetryable(int status, String error) {
        if (status == 422) {
            return error.contains("timeout") || error.contains("deadline") || error.contains("context canceled");
        }
        return status == 408 || status == 429 || status >= 500;
    }

    private String notJson(HttpResponse<byte[]> response) {
        String text;
        try (InputStream body = body(response)) {
            text = new String(body.readNBytes(SHOWN_CHARACTERS), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            text = "unreadable";
        }
        return "HTTP " + response.statusCode() + ", the answer is not complete JSON: " + shown(text)
                + advice(response.statusCode(), text);
    }

    private static String advice(int status, String error) {
        if (status == 401 || status == 403) {
            return "; give credentials in a header";
        }
        if (status == 404 || error.contains("unsupported path") || (status >= 300 && status < 400)) {
            return "; see whether the address has the right path before /api/v1";
        }
        if (error.contains("too long query")) {
            return "; lower the longest query allowed";
        }
        if (error.contains("too many samples") || error.contains("timeseries exceeds")) {
            return "; raise that limit of the backend";
        }
        return "";
    }

    private String tooLarge() {
        return "the answer is larger than " + maxBodyBytes + " bytes; lower the longest query allowed, "
                + "so that more, smaller queries are asked";
    }

    private static String shown(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= SHOWN_CHARACTERS ? line : line.substring(0, SHOWN_CHARACTERS) + "...";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static final class BodyTooLargeException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Ends with an exception where a compressed body turns out too large. */
    private static final class CappedInputStream extends FilterInputStream {
        private long left;

        CappedInputStream(InputStream in, long cap) {
            super(in);
            this.left = cap;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            left -= Math.max(0, read);
            if (left < 0) {
                throw new BodyTooLargeException();
            }
            return read;
        }
    }
}
