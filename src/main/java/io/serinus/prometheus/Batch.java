package io.serinus.prometheus;

import io.serinus.metric.SourceUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Queries of one instant that run side by side; if one fails, none is of use. */
final class Batch {
    private final QueryClient client;
    private final Turns turns;
    private final Instant at;
    private final Deadline total;
    private final Duration each;
    private final List<Asked<?>> asked = new ArrayList<>();

    /**
     * Without queries yet.
     *
     * @param total the time for all
     * @param each the time that one may take of it
     */
    Batch(QueryClient client, Turns turns, Instant at, Deadline total, Duration each) {
        this.client = client;
        this.turns = turns;
        this.at = at;
        this.total = total;
        this.each = each;
    }

    /** Takes the rows of an answer. */
    interface Take<R> {
        /** Takes them; called by the thread that awaits the batch. */
        void accept(R rows) throws SourceUnavailableException;
    }

    private record Asked<R>(Future<R> answer, Take<R> take) {
        void await() throws SourceUnavailableException, InterruptedException {
            try {
                take.accept(answer.get());
            } catch (ExecutionException e) {
                throw e.getCause() instanceof SourceUnavailableException unavailable
                        ? unavailable
                        : new SourceUnavailableException("a query could not be asked: " + e.getCause(), e);
            }
        }
    }

    <R extends QueryClient.Rows> void ask(String what, String text, Supplier<R> rows, Take<R> take) {
        var question = new Question.At(text, at);
        var answer = turns.ask(what, total, each, within -> client.ask(what, question, within, rows));
        asked.add(new Asked<>(answer, take));
    }

    /** Waits for all answers and takes them one after the other, or breaks off all where one has failed. */
    void await() throws SourceUnavailableException {
        try {
            for (Asked<?> query : asked) {
                query.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceUnavailableException("interrupted while waiting for the answers", e);
        } finally {
            asked.forEach(query -> query.answer.cancel(true));
        }
    }
}
