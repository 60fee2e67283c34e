package io.serinus.notify;

import io.serinus.release.Secrets;
import io.serinus.template.Hook.SecretKey;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;

/** Sends over HTTP: to allowed hosts only, without following redirects, with bounded time and size. */
final class HttpPost implements Post {
    private static final Logger LOG = Logger.getLogger(HttpPost.class);

    static final int MAX_ANSWER_BYTES = 64 << 10;
    static final String ID_HEADER = "Serinus-Id";

    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

    private final AllowedHosts allowed;
    private final Secrets secrets;
    private final InstantSource clock;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTING)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    HttpPost(AllowedHosts allowed, Secrets secrets, InstantSource clock) {
        this.allowed = allowed;
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public Reply send(Message message) throws InterruptedException {
        HttpRequest request;
        try {
            request = request(message);
        } catch (Secrets.UnreadableException e) {
            return new Reply.Failed(e.sentence());
        } catch (IllegalArgumentException _) {
            return new Reply.Failed("Its URL or a header cannot be sent.");
        } catch (NotAllowedException e) {
            return new Reply.Failed(e.sentence);
        } catch (RuntimeException e) {
            LOG.errorf(e, "Call %s could not be prepared", message.id());
            return new Reply.Failed("The call could not be prepared.");
        }
        var sending = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        try {
            return answered(sending.get(message.timeout().toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
            sending.cancel(true);
            return new Reply.Failed("There was no complete answer within " + seconds(message.timeout()) + ".");
        } catch (InterruptedException e) {
            sending.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            return new Reply.Failed(reason(e.getCause() == null ? e : e.getCause()));
        }
    }

    private HttpRequest request(Message message) throws Secrets.UnreadableException, NotAllowedException {
        String url = message.url().orElse("");
        if (message.urlFrom().isPresent()) {
            url = new String(secrets.read(message.namespace(), message.urlFrom().get()), StandardCharsets.UTF_8)
                    .strip();
        }
        Optional<String> objection = allowed.objection(url);
        if (objection.isPresent()) {
            // What a Secret holds is named nowhere, not even its host.
            throw new NotAllowedException(
                    message.urlFrom().isPresent()
                            ? "The URL in " + shown(message.urlFrom().get()) + " is none that may be called; "
                                    + AllowedHosts.OPTION + " must have its host."
                            : "Its URL " + objection.get());
        }
        URI uri = AllowedHosts.parse(url).orElseThrow(() -> new IllegalArgumentException("no URL"));
        var request = HttpRequest.newBuilder(uri)
                .timeout(message.timeout())
                .header("Content-Type", message.contentType())
                .header("Accept", "application/json")
                .header("User-Agent", "serinus")
                .header(ID_HEADER, message.id())
                .POST(HttpRequest.BodyPublishers.ofByteArray(message.body()));
        if (message.secret().isPresent()) {
            SecretKey secret = message.secret().get();
            byte[] key = secrets.read(message.namespace(), secret);
            if (key.length == 0) {
                throw new Secrets.UnreadableException(shown(secret) + " is empty, expected the key to sign with.");
            }
            long now = clock.instant().getEpochSecond();
            request.header(Signature.TIME_HEADER, Long.toString(now))
                    .header(Signature.HEADER, Signature.of(key, now, message.body()));
        }
        return request.build();
    }

    private static Reply answered(HttpResponse<byte[]> response) {
        Optional<Long> after = response.headers()
                .firstValue("Retry-After")
                .filter(text -> SECONDS.matcher(text).matches())
                .map(Long::valueOf);
        return new Reply.Answered(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8), after);
    }

    /** In our own words: those of exceptions may hold addresses. */
    private static String reason(Throwable cause) {
        if (cause instanceof SSLException) {
            return "No secure connection was possible; see whether its certificate is one that the controller trusts.";
        }
        if (cause instanceof ConnectException) {
            return "Nobody answers at its address.";
        }
        if (String.valueOf(cause.getMessage()).contains("exceeds capacity")) {
            return "Its answer is larger than " + MAX_ANSWER_BYTES + " bytes.";
        }
        return cause instanceof IOException
                ? "The connection failed, or ended before there was a complete answer."
                : "The call failed.";
    }

    private static String shown(SecretKey key) {
        return "Secret " + key.name() + ", key " + key.key() + ",";
    }

    private static String seconds(Duration timeout) {
        return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
    }

    private static final class NotAllowedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String sentence;

        NotAllowedException(String sentence) {
            super(sentence);
            this.sentence = sentence;
        }
    }
}
