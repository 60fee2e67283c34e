package io.serinus.prometheus;

import com.fasterxml.jackson.core.JacksonException;
import io.serinus.metric.SourceUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks one query and accepts only a complete answer: HTTP 200, status "success", rows of the kind expected, no warning, no
 * partial result. A failure that may pass is tried once more, if the time allows.
 */
final class QueryClient {
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

        /**
         * Takes one native histogram of one row, which is not what most queries ask for.
         *
         * @param labels valid during the call only
         * @param time in seconds since the epoch
         * @throws UnreadableRowException if the query asked for something else
         */
        default void histogram(Map<String, String> labels, double time, NativeHistogram histogram)
                throws UnreadableRowException {
            throw new UnreadableRowException("the series " + Shown.series(labels)
                    + " is a native histogram where a number is expected; see whether recording or relabelling rules replace"
                    + " Istio's counters");
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

        static UnreadableRowException twice(Map<String, String> labels) {
            return new UnreadableRowException("the answer holds the series " + Shown.series(labels)
                    + " twice; see whether the backend unites replicas without deduplicating them");
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
                Duration least =
                        Duration.ofMillis(ThreadLocalRandom.current().nextInt(MIN_PAUSE_MILLIS, MAX_PAUSE_MILLIS));
                Duration pause = first.pause().plus(least);
                if (!first.retryable() || deadline.remaining().compareTo(pause.plus(least)) < 0) {
                    throw first;
                }
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                transport.retrying();
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
        try {
            return accepted(reply, question, rows);
        } catch (Transport.BodyTooLargeException e) {
            if (reply.status() == 200) {
                transport.unusable(BackendListener.Failure.TOO_LARGE);
            }
            throw transport.tooLarge(e);
        } catch (TryFailedException e) {
            if (reply.status() == 200) {
                transport.unusable(BackendListener.Failure.UNUSABLE);
            }
            throw e;
        }
    }

    /**
     * The rows, if the reply is a complete answer to the question.
     *
     * @throws TryFailedException if it is not, for whatever reason
     * @throws Transport.BodyTooLargeException if it is too large once unpacked
     */
    static <R extends Rows> R accepted(Transport.Reply reply, Question question, R rows)
            throws TryFailedException, Transport.BodyTooLargeException {
        var guard = new Guard(question, rows);
        Answer answer;
        try (InputStream body = reply.body()) {
            answer = Answer.read(body, guard);
        } catch (Answer.MalformedException e) {
            throw Refusal.malformed(reply, e);
        } catch (JacksonException | CharacterCodingException e) {
            throw Refusal.notJson(reply, e);
        } catch (Transport.BodyTooLargeException e) {
            throw e;
        } catch (IOException e) {
            throw Refusal.notUnpacked(e);
        }
        if (reply.status() != 200 || !answer.status().equals("success")) {
            throw Refusal.error(reply, answer);
        }
        if (answer.partial() || !answer.warnings().isEmpty()) {
            throw Refusal.incomplete(answer);
        }
        try {
            rows.end(answer);
            guard.end(answer);
            return rows;
        } catch (UnreadableRowException e) {
            throw new TryFailedException(e.problem, false, e);
        }
    }

    /** Stands between the answer and the rows, and keeps what was wrong first until the whole answer is known. */
    private static final class Guard implements Answer.Values {
        private final Question question;
        private final Rows rows;
        private @Nullable UnreadableRowException unreadable;
        private OptionalDouble otherTime = OptionalDouble.empty();

        Guard(Question question, Rows rows) {
            this.question = question;
            this.rows = rows;
        }

        @Override
        public void accept(Map<String, String> labels, double time, String value) {
            look(time);
            try {
                rows.accept(labels, time, value);
            } catch (UnreadableRowException e) {
                keep(e);
            }
        }

        @Override
        public void histogram(Map<String, String> labels, double time, NativeHistogram histogram) {
            look(time);
            try {
                rows.histogram(labels, time, histogram);
            } catch (UnreadableRowException e) {
                keep(e);
            }
        }

        private void look(double time) {
            if (otherTime.isEmpty() && !question.mayBringValuesOf(time)) {
                otherTime = OptionalDouble.of(time);
            }
        }

        private void keep(UnreadableRowException e) {
            if (unreadable == null) {
                unreadable = e;
            }
        }

        void end(Answer answer) throws UnreadableRowException {
            if (unreadable != null) {
                throw unreadable;
            }
            boolean overTime =
                    question instanceof Question.At && answer.resultType().equals("matrix");
            if (otherTime.isPresent() && !overTime) {
                throw new UnreadableRowException("the answer holds values of "
                        + Instant.ofEpochMilli(Math.round(otherTime.getAsDouble() * 1e3)) + ", asked for were those "
                        + question.when() + "; see whether a cache in between answers other questions");
            }
        }
    }
}
