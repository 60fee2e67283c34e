package io.serinus.prometheus;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** Replies without a network. */
final class Replies {
    private Replies() {}

    /** What becomes of a body that comes with HTTP 200 as the answer to an instant query. */
    static <R extends QueryClient.Rows> R accepted(byte[] body, Instant at, R rows) throws TryFailedException {
        try {
            return QueryClient.accepted(
                    new Transport.Reply(new Response(body), Transport.MAX_BODY_BYTES), new Question.At("q", at), rows);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Response implements HttpResponse<byte[]> {
        private final byte[] body;

        Response(byte[] body) {
            this.body = body;
        }

        @Override
        public int statusCode() {
            return 200;
        }

        @Override
        public byte[] body() {
            return body;
        }

        @Override
        public HttpRequest request() {
            return HttpRequest.newBuilder(uri()).build();
        }

        @Override
        public Optional<HttpResponse<byte[]>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public HttpHeaders headers() {
            return HttpHeaders.of(Map.of(), (name, value) -> true);
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return Optional.empty();
        }

        @Override
        public URI uri() {
            return URI.create("http://prometheus:9090/api/v1/query");
        }

        @Override
        public HttpClient.Version version() {
            return HttpClient.Version.HTTP_1_1;
        }
    }
}
