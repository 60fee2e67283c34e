package io.serinus.prometheus;

import io.serinus.metric.SourceUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Queries of one instant that run side by side; if one fails, none is of use, apart from those that only advise. */
final class Batch {
    private final QueryClient client;
    private final Turns turns;
    private final Instant at;
    private final Deadline total;
    private final Duration each;
    private final List<Asked<?>> asked = new ArrayList<>();
    private final List<Asked<?>> advisory = new ArrayList<>();

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
        asked.add(asking(what, text, rows, take));
    }

    /** The same, but that it fails means only that nothing is taken. */
    <R extends QueryClient.Rows> void askIfPossible(String what, String text, Supplier<R> rows, Take<R> take) {
        advisory.add(asking(what, text, rows, take));
    }

    private <R extends QueryClient.Rows> Asked<R> asking(String what, String text, Supplier<R> rows, Take<R> take) {
        var question = new Question.At(text, at);
        return new Asked<>(turns.ask(what, total, each, within -> client.ask(what, question, within, rows)), take);
    }

    /** Waits for all answers and takes them one after the other, or breaks off all where one has failed. */
    void await() throws SourceUnavailableException {
        try {
            for (Asked<?> query : asked) {
                query.await();
            }
            for (Asked<?> query : advisory) {
                awaitIfPossible(query);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceUnavailableException("interrupted while waiting for the answers", e);
        } finally {
            asked.forEach(query -> query.answer.cancel(true));
            advisory.forEach(query -> query.answer.cancel(true));
        }
    }

    private static void awaitIfPossible(Asked<?> query) throws InterruptedException {
        try {
            query.await();
        } catch (SourceUnavailableException _) {
            // The listener of the backend has heard of it.
        }
    }
}
