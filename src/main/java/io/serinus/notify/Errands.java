package io.serinus.notify;

import java.time.Duration;

/** Runs what takes time, beside everything else. */
interface Errands {
    /**
     * Runs the task as soon as there is room.
     *
     * @param lane tasks of one lane share a bounded part of the room, so that no lane keeps the others waiting
     */
    void run(String lane, Task task);

    /** Does something short after a while; not at all after the process has begun to end. */
    void later(Duration pause, Runnable then);

    /** What is run. */
    interface Task {
        void run() throws InterruptedException;
    }
}
