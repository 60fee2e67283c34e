package io.serinus.prometheus;

import com.fasterxml.jackson.core.JacksonException;
import io.serinus.metric.SourceUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks one query and accepts only a complete answer: HTTP 200, status "success", rows of the kind expected, no warning, no
 * partial result. A failure that may pass is tried once more, if the time allows.
 */
final class QueryClient {
    private static final int SHOWN_CHARACTERS = 300;
    private static final int MIN_PAUSE_MILLIS = 50;
    private static final int MAX_PAUSE_MILLIS = 250;

    /** A place to put rows, new for every try. */
    interface Rows {
        /**
         * Takes one value of one row.
         *
         * @param labels valid during the call only
         * @param time in seconds since the epoch
         * @param value as the backend spells it
         * @throws UnreadableRowException if the row is not what the query asked for
         */
        void accept(Map<String, String> labels, double time, String value) throws UnreadableRowException;

        /**
         * All rows were there.
         *
         * @throws UnreadableRowException if they are not what the query asked for
         */
        default void end(Answer answer) throws UnreadableRowException {
            require(answer, "vector");
        }

        static void require(Answer answer, String resultType) throws UnreadableRowException {
            if (!answer.resultType().equals(resultType)) {
                throw new UnreadableRowException("the result is a '" + answer.resultType() + "', not a " + resultType
                        + "; see whether the address is that of a Prometheus API");
            }
        }
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

    private final Transport transport;

    QueryClient(Transport transport) {
        this.transport = transport;
    }

    /**
     * Asks, and returns the rows.
     *
     * @param what the query in words, for messages
     * @param rows makes an empty place for the rows of one try
     */
    <R extends Rows> R ask(String what, Question question, Deadline deadline, Supplier<R> rows)
            throws SourceUnavailableException {
        try {
            try {
                return tryOnce(question, deadline, rows.get());
            } catch (TryFailedException first) {
                Duration pause =
                        Duration.ofMillis(ThreadLocalRandom.current().nextInt(MIN_PAUSE_MILLIS, MAX_PAUSE_MILLIS));
                if (!first.retryable() || deadline.remaining().compareTo(pause.multipliedBy(2)) < 0) {
                    throw first;
                }
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                return tryOnce(question, deadline, rows.get());
            }
        } catch (TryFailedException failed) {
            throw new SourceUnavailableException(message(what, question, failed.problem()), failed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceUnavailableException(
                    message(what, question, "interrupted while waiting for the answer"), e);
        }
    }

    private String message(String what, Question question, String problem) {
        return "query for " + what + " to " + transport.endpoint(question) + ": " + problem;
    }

    private <R extends Rows> R tryOnce(Question question, Deadline deadline, R rows)
            throws TryFailedException, InterruptedException {
        Transport.Reply reply = transport.post(question, deadline);
        var unreadable = new ArrayList<UnreadableRowException>();
        Answer answer;
        try (InputStream body = reply.body()) {
            answer = Answer.read(body, (labels, time, value) -> {
                try {
                    rows.accept(labels, time, value);
                } catch (UnreadableRowException e) {
                    if (unreadable.isEmpty()) {
                        unreadable.add(e);
                    }
                }
            });
        } catch (JacksonException e) {
            throw new TryFailedException(notJson(reply), isRetryable(reply.status(), ""), e);
        } catch (Transport.BodyTooLargeException e) {
            throw transport.tooLarge(e);
        } catch (IOException e) {
            throw new TryFailedException("the answer broke off (" + e.getMessage() + ")", true, e);
        }
        check(reply.status(), answer);
        try {
            rows.end(answer);
            if (!unreadable.isEmpty()) {
                throw unreadable.getFirst();
            }
            return rows;
        } catch (UnreadableRowException e) {
            throw new TryFailedException(e.problem, false, e);
        }
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
    }

    private static boolean isRetryable(int status, String error) {
        if (status == 422) {
            return error.contains("timeout") || error.contains("deadline") || error.contains("context canceled");
        }
        return status == 408 || status == 429 || status >= 500;
    }

    private static String notJson(Transport.Reply reply) {
        String text;
        try (InputStream body = reply.body()) {
            text = new String(body.readNBytes(SHOWN_CHARACTERS), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            text = "unreadable";
        }
        return "HTTP " + reply.status() + ", the answer is not complete JSON: " + shown(text)
                + advice(reply.status(), text);
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

    private static String shown(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= SHOWN_CHARACTERS ? line : line.substring(0, SHOWN_CHARACTERS) + "...";
    }
}
