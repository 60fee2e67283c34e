package io.serinus.notify;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Errands on threads of their own, a bounded number at a time. */
final class Threads implements Errands, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Threads.class);

    private final int most;
    private final int mostOfLane;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = timer();

    /** Guarded by this, as everything below. */
    private final Map<String, Integer> running = new HashMap<>();

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int total;
    private boolean closed;

    /**
     * @param most tasks at a time
     * @param mostOfLane of one lane
     */
    Threads(int most, int mostOfLane) {
        this.most = most;
        this.mostOfLane = mostOfLane;
    }

    private static ScheduledExecutorService timer() {
        var timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("serinus-errands").daemon().factory());
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return timer;
    }

    @Override
    public synchronized void run(String lane, Task task) {
        waiting.add(new Waiting(lane, task));
        fill();
    }

    @Override
    public synchronized void later(Duration pause, Runnable then) {
        if (!closed) {
            timer.schedule(() -> quietly(then), pause.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void fill() {
        Iterator<Waiting> next = waiting.iterator();
        while (!closed && total < most && next.hasNext()) {
            Waiting first = next.next();
            if (running.getOrDefault(first.lane(), 0) < mostOfLane) {
                next.remove();
                running.merge(first.lane(), 1, Integer::sum);
                total++;
                threads.execute(() -> work(first));
            }
        }
    }

    private void work(Waiting waited) {
        try {
            waited.task().run();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("A call could not be made", e);
        } finally {
            done(waited.lane());
        }
    }

    private synchronized void done(String lane) {
        total--;
        running.computeIfPresent(lane, (_, count) -> count == 1 ? null : count - 1);
        fill();
    }

    private static void quietly(Runnable then) {
        try {
            then.run();
        } catch (RuntimeException e) {
            LOG.error("A call could not be prepared", e);
        }
    }

    /** Gives up what is under way. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            waiting.clear();
        }
        timer.shutdownNow();
        threads.shutdownNow();
    }

    private record Waiting(String lane, Task task) {}
}
