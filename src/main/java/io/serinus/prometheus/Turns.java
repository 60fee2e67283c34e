package io.serinus.prometheus;

import static java.util.Objects.requireNonNull;

import io.serinus.metric.SourceUnavailableException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What all that ask one backend share: however much there is to ask, it gets only so many queries at the same time. They
 * come to their turn in the order of asking; the history of baselines and a release's past never take more than one
 * turn together, so that they cannot keep counters waiting. Safe for several threads.
 */
public final class Turns {
    private final QueryLimits limits;
    private final Semaphore all;
    private final Semaphore aside;
    private final ExecutorService threads;
    private final boolean allAside;

    public Turns(QueryLimits limits) {
        this.limits = requireNonNull(limits, "limits is null");
        this.all = new Semaphore(limits.atOnce(), true);
        this.aside = new Semaphore(1, true);
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
        this.allAside = false;
    }

    private Turns(Turns shared) {
        this.limits = shared.limits;
        this.all = shared.all;
        this.aside = shared.aside;
        this.threads = shared.threads;
        this.allAside = true;
    }

    /** The same turns for one whose every query is one that nobody waits for. */
    Turns aside() {
        return new Turns(this);
    }

    /** Asks one query. */
    @FunctionalInterface
    interface Asking<R> {
        /** Asks within the time, and returns what was answered. */
        R within(Deadline deadline) throws SourceUnavailableException;
    }

    QueryLimits limits() {
        return limits;
    }

    /**
     * Asks beside the caller as soon as there is a turn. To cancel the future breaks off what is under way.
     *
     * @param total the time that there is, the wait for a turn included
     * @param each the time that the query may take of it from its turn on
     */
    <R> Future<R> ask(String what, Deadline total, Duration each, Asking<R> asking) {
        return threads.submit(
                (Callable<R>) () -> allAside ? askAside(what, total, each, asking) : inTurn(what, total, each, asking));
    }

    /** Asks what nobody waits for, and waits for the answer. */
    <R> R askAside(String what, Deadline total, Duration each, Asking<R> asking) throws SourceUnavailableException {
        try {
            take(aside, what, total);
            try {
                return inTurn(what, total, each, asking);
            } finally {
                aside.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceUnavailableException("query for " + what + ": interrupted while waiting for its turn", e);
        }
    }

    private <R> R inTurn(String what, Deadline total, Duration each, Asking<R> asking)
            throws SourceUnavailableException, InterruptedException {
        take(all, what, total);
        try {
            return asking.within(total.within(each));
        } finally {
            all.release();
        }
    }

    private void take(Semaphore turns, String what, Deadline total)
            throws SourceUnavailableException, InterruptedException {
        if (total.isOver() || !turns.tryAcquire(total.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
            throw new SourceUnavailableException("query for " + what + ": not sent within "
                    + total.budget().toMillis() + " ms, since earlier queries took all of the time; raise the budget or"
                    + " the number of queries at once, or see whether the backend is overloaded");
        }
    }
}
