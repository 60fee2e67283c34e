package io.serinus.prometheus;

import io.serinus.prometheus.BackendListener.Failure;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** Carries queries to the backend and its answers back, within time and size. */
final class Transport {
    static final int MAX_BODY_BYTES = 64 << 20;
    static final String ASK_LESS_AT_ONCE = "lower the longest query allowed, so that more, smaller queries are asked";

    private final PrometheusBackend backend;
    private final int maxBodyBytes;
    private final String ifTooLarge;

    /**
     * @param maxBodyBytes the largest body that is read, as sent and as unpacked
     * @param ifTooLarge what to do about a larger one
     */
    Transport(PrometheusBackend backend, int maxBodyBytes, String ifTooLarge) {
        this.backend = backend;
        this.maxBodyBytes = maxBodyBytes;
        this.ifTooLarge = ifTooLarge;
    }

    /** To a backend that nobody watches. */
    Transport(PrometheusSettings settings, int maxBodyBytes, String ifTooLarge) {
        this(PrometheusBackend.plain(settings), maxBodyBytes, ifTooLarge);
    }

    /** An answer as it came. */
    record Reply(HttpResponse<byte[]> response, int maxBodyBytes) {
        int status() {
            return response.statusCode();
        }

        Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        /**
         * The body, unpacked.
         *
         * @throws UnknownEncodingException if it is packed in another way than was asked for
         */
        InputStream body() throws IOException {
            InputStream raw = new ByteArrayInputStream(response.body());
            return switch (header("Content-Encoding").orElse("").strip().toLowerCase(Locale.ROOT)) {
                case "gzip", "x-gzip" -> new CappedInputStream(new GZIPInputStream(raw), maxBodyBytes);
                case "", "identity" -> new CappedInputStream(raw, maxBodyBytes);
                default -> throw new UnknownEncodingException();
            };
        }
    }

    URI endpoint(Question question) {
        return backend.api().endpoint(question.path());
    }

    /** Sends one query and waits for the whole answer, whatever it says. */
    Reply post(Question question, Deadline deadline) throws TryFailedException, InterruptedException {
        var watched = new WatchedTry(backend, question);
        return watched.answered(send(question, deadline, watched));
    }

    /** The query is asked once more. */
    void retrying() {
        backend.listener().retried(backend.name());
    }

    /** The answer came, but is not the complete answer to the query. */
    void unusable(Failure how) {
        backend.listener().failed(backend.name(), how);
    }

    private Reply send(Question question, Deadline deadline, WatchedTry watched)
            throws TryFailedException, InterruptedException {
        Duration remaining = deadline.remaining();
        CompletableFuture<HttpResponse<byte[]>> asking;
        try {
            asking = backend.connector()
                    .client()
                    .sendAsync(
                            request(question, remaining),
                            BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBodyBytes));
        } catch (UnusableFileException e) {
            throw watched.failed(Failure.CONNECTION, new TryFailedException(e.problem(), false, e));
        }
        try {
            var response = asking.get(remaining.toNanos(), TimeUnit.NANOSECONDS);
            return new Reply(response, maxBodyBytes);
        } catch (TimeoutException e) {
            asking.cancel(true);
            throw watched.failed(
                    Failure.TIMEOUT,
                    new TryFailedException(
                            "no complete answer within " + deadline.budget().toMillis()
                                    + " ms; raise the timeout or see whether the backend is overloaded",
                            false,
                            e));
        } catch (InterruptedException e) {
            asking.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (String.valueOf(cause.getMessage()).contains("exceeds capacity")) {
                throw watched.failed(Failure.TOO_LARGE, tooLarge(cause));
            }
            throw watched.failed(
                    Failure.CONNECTION,
                    new TryFailedException(
                            "no connection or no complete answer (" + BrokenConnection.words(cause)
                                    + "); see whether the address is right and reachable",
                            true,
                            cause));
        }
    }

    private HttpRequest request(Question question, Duration remaining) throws UnusableFileException {
        var form = new LinkedHashMap<>(question.form());
        form.put("timeout", Math.max(1, remaining.toMillis()) + "ms");
        form.putAll(backend.parameters());
        String body = form.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(endpoint(question))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .header("Accept-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        backend.connector().prepare(request);
        return request.build();
    }

    TryFailedException tooLarge(Throwable cause) {
        return new TryFailedException(
                "the answer is larger than " + maxBodyBytes + " bytes; " + ifTooLarge, false, cause);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A body is packed in a way that was not asked for. */
    static final class UnknownEncodingException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** A body is larger than allowed once it is unpacked. */
    static final class BodyTooLargeException extends IOException {
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
