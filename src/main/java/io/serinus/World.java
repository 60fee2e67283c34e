package io.serinus;

import io.serinus.controller.Pace;
import io.serinus.controller.Ports;
import io.serinus.release.AccessReview;

/** The outside that a controller works on: a cluster with its metrics backend, or a simulation of both. */
interface World extends AutoCloseable {

    /** The adapters behind the controller's ports; complete once {@link #start} has returned. */
    Ports ports();

    /** Who may command releases; nobody where nobody can be told apart. */
    default AccessReview access() {
        return AccessReview.NONE;
    }

    /** The time that passes in this world. */
    Pace pace();

    /**
     * Begins to watch, and returns when everything that is watched is known.
     *
     * @throws InterruptedException if the process ends meanwhile
     */
    void start() throws InterruptedException;

    /** Gives up what is held, the lead first. */
    @Override
    void close();
}
