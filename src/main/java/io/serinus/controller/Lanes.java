package io.serinus.controller;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks side by side, but those of one key one after the other and in order: a release whose API call hangs delays
 * itself and nobody else.
 */
final class Lanes implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Lanes.class);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Waiting tasks of every key that has one running; guarded by this. */
    private final Map<String, Queue<Runnable>> waiting = new HashMap<>();

    /** Runs the task behind all earlier ones of its key. */
    synchronized void submit(String key, Runnable task) {
        Queue<Runnable> queue = waiting.get(key);
        if (queue != null) {
            queue.add(task);
            return;
        }
        waiting.put(key, new ArrayDeque<>());
        threads.execute(() -> drain(key, task));
    }

    /** Whether a task of the key is running or waiting. */
    synchronized boolean isBusy(String key) {
        return waiting.containsKey(key);
    }

    /** Whether no task is running or waiting. */
    synchronized boolean isIdle() {
        return waiting.isEmpty();
    }

    private void drain(String key, Runnable first) {
        Runnable task = first;
        while (task != null) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                // One release's failure, of whatever kind, must not stop the others, nor this one's next tick.
                LOG.errorf(e, "A task of %s failed; it will be tried again at the next tick", key);
            }
            task = next(key);
        }
    }

    private synchronized @Nullable Runnable next(String key) {
        Queue<Runnable> queue = waiting.get(key);
        Runnable task = queue == null ? null : queue.poll();
        if (task == null) {
            waiting.remove(key);
        }
        return task;
    }

    /** Lets running tasks finish; those still waiting run too. */
    @Override
    public void close() {
        threads.close();
    }
}
