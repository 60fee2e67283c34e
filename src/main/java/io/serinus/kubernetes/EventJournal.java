package io.serinus.kubernetes;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.serinus.release.Action;
import io.serinus.release.Journal;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Tells of releases by Events, written by one thread in the background. An announcement that finds the queue full, or that
 * the API server does not take, is dropped with a word in the log: Events are a courtesy, no release waits for them.
 */
public final class EventJournal implements Journal, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EventJournal.class);

    /** Some announcements per release of a large mesh, and the outage of the API server's that delays them. */
    private static final int MAX_WAITING = 5000;

    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final BlockingQueue<Announced> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final EventWriter writer;
    private final InstantSource clock;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Begins to write.
     *
     * @param instance this process's name
     */
    public EventJournal(KubernetesClient client, String instance, InstantSource clock) {
        this.writer = new EventWriter(TimeBox.around(client), instance);
        this.clock = requireNonNull(clock, "clock is null");
        this.thread = Thread.ofPlatform().name("serinus-events").daemon().start(this::write);
    }

    @Override
    public void record(Release release, Action.Announce announcement) {
        if (!waiting.offer(new Announced(release.id(), announcement, clock.instant()))) {
            dropped.incrementAndGet();
        }
    }

    /** Writes what still waits, for a few seconds at most. */
    @Override
    public void close() {
        closed = true;
        try {
            if (!thread.join(LAST_WORDS)) {
                thread.interrupt();
                LOG.warnf("%d Events were not written any more.", waiting.size());
            }
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            while (true) {
                Announced next = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (next != null) {
                    write(next);
                } else if (closed) {
                    return;
                }
            }
        } catch (InterruptedException _) {
            // Out of time: the end of this thread.
        }
    }

    private void write(Announced announced) {
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            LOG.warnf("%d Events were dropped because %d were waiting already.", lost, MAX_WAITING);
        }
        try {
            writer.write(announced.release(), announced.announcement(), announced.at());
        } catch (RuntimeException e) {
            LOG.warnf(
                    "No Event %s for CanaryRelease %s: %s",
                    announced.announcement().reason(), announced.release(), e.getMessage());
        }
    }

    private record Announced(ReleaseId release, Action.Announce announcement, Instant at) {}
}
