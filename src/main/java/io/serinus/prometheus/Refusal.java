package io.serinus.prometheus;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipException;

/** Why a reply is no complete answer, in words that say what to do, and whether the same question may be answered later. */
final class Refusal {
    private static final int SHOWN_BYTES = 1_200;

    private Refusal() {}

    /** Another status than 200, or a body that says error. */
    static TryFailedException error(Transport.Reply reply, Answer answer) {
        String problem = reply.status() == 200 ? "HTTP 200, but the answer is no success" : "HTTP " + reply.status();
        return failed(
                reply,
                problem + ", " + (answer.error().isEmpty() ? "no message" : Shown.ends(answer.error())),
                answer.error());
    }

    /** Rows may be missing. */
    static TryFailedException incomplete(Answer answer) {
        return new TryFailedException(
                "the answer is incomplete: "
                        + (answer.warnings().isEmpty()
                                ? "a part of the backend did not answer"
                                : Shown.ends(String.join("; ", answer.warnings()))),
                false);
    }

    /** JSON, but no answer of the API. */
    static TryFailedException malformed(Transport.Reply reply, Answer.MalformedException e) {
        return reply.status() == 200
                ? new TryFailedException(
                        "HTTP 200, the answer is not one of a Prometheus API: " + e.problem() + ", in " + start(reply),
                        false,
                        e)
                : plain(reply);
    }

    /** No JSON at all, or only the beginning of it. */
    static TryFailedException notJson(Transport.Reply reply, IOException e) {
        String start = start(reply);
        String status = "HTTP " + reply.status() + ", ";
        if (reply.status() != 200) {
            return plain(reply);
        }
        if (e instanceof StreamConstraintsException) {
            return failed(reply, status + "the answer has parts larger or deeper than the API's: " + start, "");
        }
        if (String.valueOf(e.getMessage()).startsWith("Duplicate")) {
            return failed(reply, status + "the answer repeats a field: " + start, "");
        }
        if (e instanceof CharacterCodingException) {
            return failed(reply, status + "the answer is not JSON, since it is not UTF-8: " + start, "");
        }
        if (start.isEmpty()) {
            return new TryFailedException(status + "the answer is empty, not complete JSON", true, e);
        }
        if (isWebPage(reply, start)) {
            return new TryFailedException(
                    status + "the answer is a web page, not JSON: " + start
                            + "; it may be a login page: see whether the address is that of a Prometheus API and what"
                            + " credentials it needs",
                    false);
        }
        return new TryFailedException(status + "the answer is not complete JSON: " + start, start.startsWith("{"), e);
    }

    /** A body that is no answer is a message. */
    private static TryFailedException plain(Transport.Reply reply) {
        String start = start(reply);
        return failed(reply, "HTTP " + reply.status() + ", " + (start.isEmpty() ? "no message" : start), start);
    }

    /** What came cannot be unpacked. */
    static TryFailedException notUnpacked(IOException e) {
        return e instanceof ZipException || e instanceof Transport.UnknownEncodingException
                ? new TryFailedException(
                        "the answer is not packed as its header Content-Encoding says, or in another way than gzip; see"
                                + " whether a proxy in between changes answers",
                        false,
                        e)
                : new TryFailedException("the answer broke off", true, e);
    }

    private static TryFailedException failed(Transport.Reply reply, String problem, String error) {
        int status = reply.status();
        if (status >= 300 && status < 400) {
            return new TryFailedException(problem + redirect(reply), false);
        }
        Optional<Duration> pause = status == 429 || status == 503 ? pause(reply) : Optional.empty();
        if (pause.isPresent()) {
            return TryFailedException.pausing(
                    problem + "; it asks for a pause of " + pause.get().toSeconds() + " s" + advice(status, error),
                    pause.get());
        }
        return new TryFailedException(problem + advice(status, error), isRetryable(status, error));
    }

    private static boolean isRetryable(int status, String error) {
        if (status == 422 || status == 200) {
            return error.contains("timeout") || error.contains("deadline") || error.contains("context canceled");
        }
        return status == 408 || status == 429 || status >= 500;
    }

    private static String advice(int status, String error) {
        if (status == 401 || status == 403) {
            return "; give credentials in a header";
        }
        if (status == 404 || status == 405 || error.contains("unsupported path")) {
            return "; see whether the address has the right path before /api/v1";
        }
        if (status == 429) {
            return "; ask less often, or raise that limit of the backend";
        }
        if (error.contains("too long query")) {
            return "; lower the longest query allowed";
        }
        if (error.contains("too many samples") || error.contains("timeseries exceeds")) {
            return "; raise that limit of the backend";
        }
        return "";
    }

    /** Where it leads, without the parts of an address that may be secret. */
    private static String redirect(Transport.Reply reply) {
        String where = reply.header("Location")
                .map(Refusal::withoutSecrets)
                .map(location -> " to " + location)
                .orElse("");
        return "; it redirects" + where
                + ", which is not followed: if the backend is there, give its address (what stands"
                + " before /api/v1), and if that is a login, give credentials";
    }

    /** An address with host and path only. */
    static String withoutSecrets(String location) {
        try {
            URI uri = URI.create(location);
            String host = uri.getHost() == null
                    ? ""
                    : (uri.getScheme() == null ? "" : uri.getScheme() + ":") + "//" + uri.getHost()
                            + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
            return Shown.text(host + (uri.getRawPath() == null ? "" : uri.getRawPath()));
        } catch (IllegalArgumentException _) {
            return "an address that cannot be read";
        }
    }

    /** What the backend asks for in the header Retry-After, as seconds or as a date; empty if it does not. */
    private static Optional<Duration> pause(Transport.Reply reply) {
        return reply.header("Retry-After").map(String::strip).flatMap(value -> {
            if (value.matches("[0-9]{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
            }
            // The backend's own clock tells how far away its date is.
            return date(value).map(until -> {
                Instant now = reply.header("Date").flatMap(Refusal::date).orElseGet(Instant::now);
                return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
            });
        });
    }

    private static Optional<Instant> date(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static boolean isWebPage(Transport.Reply reply, String start) {
        return start.startsWith("<")
                || reply.header("Content-Type")
                        .map(type -> type.toLowerCase(Locale.ROOT).startsWith("text/html"))
                        .orElse(false);
    }

    private static String start(Transport.Reply reply) {
        try (InputStream body = reply.body()) {
            return Shown.text(new String(body.readNBytes(SHOWN_BYTES), StandardCharsets.UTF_8));
        } catch (IOException _) {
            return "";
        }
    }
}
