package io.serinus.controller;

import static java.util.Objects.requireNonNull;

import io.serinus.metric.Backends;
import io.serinus.release.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Replays the past of releases that were taken up, beside everything else: few at once, the oldest first, each within its
 * time. Nobody's protection waits for it. Safe for several threads.
 */
final class Replays implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Replays.class);

    /** The backend has other work than this. */
    private static final int AT_ONCE = 2;

    /** For the whole past of one release. */
    static final Duration BUDGET = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Backends backends;
    private final Origins origins;
    private final Pace pace;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            10,
            TimeUnit.SECONDS,
            new PriorityBlockingQueue<>(),
            Thread.ofPlatform().name("serinus-replay-", 0).daemon(true).factory());

    /** @param origins whose counters a release is judged by */
    Replays(Backends backends, Origins origins, Pace pace) {
        this.backends = requireNonNull(backends, "backends is null");
        this.origins = requireNonNull(origins, "origins is null");
        this.pace = requireNonNull(pace, "pace is null");
        threads.allowCoreThreadTimeOut(true);
    }

    /** One that waits for its turn. */
    private record Waiting(Instant createdAt, Runnable task) implements Runnable, Comparable<Waiting> {
        @Override
        public void run() {
            task.run();
        }

        @Override
        public int compareTo(Waiting other) {
            return createdAt.compareTo(other.createdAt);
        }
    }

    /**
     * Replays.
     *
     * @param matters whether anybody still waits for it
     * @param deliver takes what came of it, by another thread
     */
    void replay(Replay replay, BooleanSupplier matters, Consumer<Replay.Outcome> deliver) {
        threads.execute(new Waiting(replay.release().createdAt(), () -> run(replay, matters, deliver)));
    }

    private void run(Replay replay, BooleanSupplier matters, Consumer<Replay.Outcome> deliver) {
        long began = System.nanoTime();
        Release release = replay.release();
        try {
            Instant now = pace.instant();
            Replay.Outcome outcome = replay.run(
                    backends,
                    step -> origins.of(release, step, now),
                    () -> TimeUnit.NANOSECONDS.sleep(pace.real(PAUSE).toNanos()),
                    () -> System.nanoTime() - began < BUDGET.toNanos() && matters.getAsBoolean());
            LOG.infof(
                    "The past of %s from %s to %s %s after %d ms",
                    release.id(),
                    outcome.from(),
                    outcome.to(),
                    outcome.state().isPresent() ? "is replayed" : "could not be replayed: " + outcome.failure(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
            deliver.accept(outcome);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.errorf(e, "The past of %s could not be replayed", release.id());
            deliver.accept(replay.failed("The controller's log says why."));
        }
    }

    /** Gives up what is being replayed. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
