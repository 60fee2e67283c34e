package io.serinus.kubernetes;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One process at a time leads: the one whose name stands in a Lease and was renewed lately. A process that has lost the
 * lease stands for it again by itself, until it is closed. Safe for use by several threads.
 */
public final class LeaderLease implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LeaderLease.class);

    private final KubernetesClient client;
    private final Timing timing;
    private final Fence fence;
    private final LeaseLock lock;
    private final Runnable onStart;
    private final Runnable onLoss;
    private final ExecutorService electing = thread("serinus-election");
    /** Apart from the election, so that a slow callback delays no renewal. */
    private final ExecutorService calling = thread("serinus-leadership");

    // Both guarded by this.
    private boolean closed;
    private @Nullable CompletableFuture<?> election;

    /**
     * @param namespace where the Lease is, or is to be
     * @param name the Lease's name
     * @param identity this process's name; no other process may have it
     * @param nanoTime a clock that is never set, as {@link System#nanoTime}
     * @param onStart called when this process begins to lead
     * @param onLoss called when it leads no more, whatever the reason. The two are called in turn, one at a time, by a
     *     thread of their own
     */
    public LeaderLease(
            KubernetesClient client,
            String namespace,
            String name,
            String identity,
            Timing timing,
            LongSupplier nanoTime,
            Runnable onStart,
            Runnable onLoss) {
        this.client = TimeBox.around(client);
        this.timing = requireNonNull(timing, "timing is null");
        this.fence = new Fence(timing.renewDeadline(), nanoTime);
        this.lock = new LeaseLock(namespace, name, identity, fence);
        this.onStart = requireNonNull(onStart, "onStart is null");
        this.onLoss = requireNonNull(onLoss, "onLoss is null");
    }

    /** Begins to stand for the lease; returns at once. */
    public void start() {
        stand();
    }

    /**
     * Whether this process may write now. Answers from the clock, so it turns false in time even if the process was paused
     * or the API server does not answer.
     */
    public boolean isLeader() {
        return fence.isOpen();
    }

    /** Gives the lease back, so that another process can lead at once; calls back if this one led. */
    @Override
    public void close() {
        CompletableFuture<?> running;
        synchronized (this) {
            closed = true;
            running = election;
        }
        // Before anybody else can lead: as soon as the lease is released somebody does.
        fence.shut();
        if (running != null) {
            // The elector releases the lease on this thread.
            running.cancel(true);
        }
        electing.shutdown();
        calling.shutdown();
        try {
            if (!calling.awaitTermination(timing.renewDeadline().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("What leads has not stopped in time.");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void stand() {
        if (closed) {
            return;
        }
        var elector = new LeaderElector(client, config(), electing);
        CompletableFuture<?> next = elector.start();
        election = next;
        CompletableFuture<?> _ = next.whenCompleteAsync(
                (_, _) -> stand(),
                CompletableFuture.delayedExecutor(timing.retryPeriod().toMillis(), TimeUnit.MILLISECONDS));
    }

    private LeaderElectionConfig config() {
        return new LeaderElectionConfigBuilder()
                .withName(lock.describe())
                .withLock(lock)
                .withLeaseDuration(timing.leaseDuration())
                .withRenewDeadline(timing.renewDeadline())
                .withRetryPeriod(timing.retryPeriod())
                .withReleaseOnCancel(true)
                .withLeaderCallbacks(new LeaderCallbacks(this::started, this::lost, _ -> {}))
                .build();
    }

    private void started() {
        LOG.infof("Leading: %s.", lock.describe());
        calling.execute(onStart);
    }

    private void lost() {
        fence.lost();
        LOG.infof("Not leading any more: %s.", lock.describe());
        calling.execute(onLoss);
    }

    private static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(
                task -> Thread.ofPlatform().name(name).daemon().unstarted(task));
    }

    /**
     * How long the parts of leading last.
     *
     * @param leaseDuration others wait so long after the last renewal; longer than renewDeadline
     * @param renewDeadline a leader that could not renew for so long stops by itself; longer than retryPeriod
     * @param retryPeriod the pause between two attempts
     */
    public record Timing(Duration leaseDuration, Duration renewDeadline, Duration retryPeriod) {
        public static final Timing DEFAULT =
                new Timing(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

        public Timing {
            requireNonNull(leaseDuration, "leaseDuration is null");
            requireNonNull(renewDeadline, "renewDeadline is null");
            requireNonNull(retryPeriod, "retryPeriod is null");
            if (!retryPeriod.isPositive()
                    || renewDeadline.compareTo(retryPeriod) <= 0
                    || leaseDuration.compareTo(renewDeadline) <= 0) {
                throw new IllegalArgumentException("leaseDuration, renewDeadline and retryPeriod are " + leaseDuration
                        + ", " + renewDeadline + " and " + retryPeriod
                        + ", expected each to be longer than the next, and all above zero");
            }
        }
    }
}
