package io.serinus.controller;

import static java.util.Objects.requireNonNull;

import io.serinus.metric.BaselineHistory;
import io.serinus.metric.HistorySource;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.release.Plan;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Asks what the baselines of calibrated releases did in the hour before, beside everything else: a source that is slow,
 * fails or never answers delays nothing. Safe for several threads.
 */
final class Histories implements AutoCloseable {
    /** How much of the past is read. */
    static final Duration SPAN = Duration.ofHours(1);

    private static final Logger LOG = Logger.getLogger(Histories.class);

    /** The backend has other work than this. */
    private static final int AT_ONCE = 2;

    private static final int TRIES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

    /**
     * What was found out.
     *
     * @param history empty if there is none
     * @param reason why there is none, in words for a person; empty if there is one
     */
    record Recollection(Optional<BaselineHistory> history, String reason) {}

    private final Function<String, HistorySource> backends;
    private final Pace pace;
    private final Semaphore asking = new Semaphore(AT_ONCE);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Histories(Function<String, HistorySource> backends, Pace pace) {
        this.backends = requireNonNull(backends, "backends is null");
        this.pace = requireNonNull(pace, "pace is null");
    }

    /**
     * Asks on behalf of a release that has begun and is calibrated.
     *
     * @param matters whether an answer to this release could still be of use; asked before every try but the first
     * @param deliver takes the answer, by another thread
     */
    void recall(Release release, BooleanSupplier matters, Consumer<Recollection> deliver) {
        query(release).ifPresent(query -> {
            HistorySource source = backends.apply(
                    release.plan().orElseThrow().template().counting().backend());
            threads.execute(() -> ask(source, release.id(), query, matters, deliver));
        });
    }

    /** Empty unless the release has begun, is not over, and is to be calibrated. */
    static Optional<HistorySource.Query> query(Release release) {
        Optional<Plan> plan = release.plan().filter(it -> it.template().calibrated());
        if (plan.isEmpty()
                || !(release.state() instanceof State.Progressing)
                || release.history().isEmpty()) {
            return Optional.empty();
        }
        Duration interval = plan.get().template().interval();
        long step = interval.toMillis();
        // The canary has no weight before its first step; afterwards the baseline's pods may feel its presence.
        long begun = release.history().getFirst().enteredAt().toEpochMilli();
        Instant to = Instant.ofEpochMilli(Math.floorDiv(begun, step) * step);
        long intervals = Math.max(1, SPAN.dividedBy(interval));
        return Optional.of(new HistorySource.Query(
                plan.get().target().baseline(), to.minus(interval.multipliedBy(intervals)), to, interval));
    }

    private void ask(
            HistorySource source,
            ReleaseId release,
            HistorySource.Query query,
            BooleanSupplier matters,
            Consumer<Recollection> deliver) {
        Duration pause = FIRST_PAUSE;
        String failure = "";
        try {
            for (int i = 0; i < TRIES && (i == 0 || matters.getAsBoolean()); i++) {
                if (i > 0) {
                    TimeUnit.NANOSECONDS.sleep(pace.real(pause).toNanos());
                    pause = pause.multipliedBy(3);
                }
                asking.acquire();
                try {
                    deliver.accept(recollection(source.history(query)));
                    return;
                } catch (SourceUnavailableException e) {
                    failure = String.valueOf(e.getMessage());
                    LOG.debugf("The history for %s could not be read: %s", release, failure);
                } finally {
                    asking.release();
                }
            }
            deliver.accept(new Recollection(Optional.empty(), "The baseline's past could not be read: " + failure));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.errorf(e, "The history for %s could not be read", release);
            deliver.accept(new Recollection(Optional.empty(), "The baseline's past could not be read: " + e));
        }
    }

    /** In words what the source has found. */
    static Recollection recollection(Optional<BaselineHistory> history) {
        return new Recollection(
                history,
                history.isPresent()
                        ? ""
                        : "The metrics do not tell two pods of the baseline apart in the hour before the release; they"
                                + " must be reported by the destination and carry the label instance.");
    }

    /** Gives up what is being asked. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
