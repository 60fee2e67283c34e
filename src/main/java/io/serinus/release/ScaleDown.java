package io.serinus.release;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/** What becomes of the Deployments of the version that has lost, where the template wants them scaled to zero. */
public sealed interface ScaleDown {

    /**
     * Still to be done.
     *
     * @param at not before this
     * @param found the version's Deployments as they were when the release had just ended; empty until somebody has looked
     */
    record Due(Instant at, List<Candidate> found) implements ScaleDown {
        public Due {
            requireNonNull(at, "at is null");
            found = List.copyOf(found);
        }
    }

    /**
     * None of them has a replica any more.
     *
     * @param message what was done, in words
     */
    record Done(Instant at, String message) implements ScaleDown {
        public Done {
            requireNonNull(at, "at is null");
            requireNonNull(message, "message is null");
        }
    }

    /**
     * Something spoke against it, and it is not tried again.
     *
     * @param message what, in words
     */
    record Left(Instant at, String message) implements ScaleDown {
        public Left {
            requireNonNull(at, "at is null");
            requireNonNull(message, "message is null");
        }
    }

    /**
     * A Deployment as it was.
     *
     * @param uid tells it from a later one of the same name
     * @param generation how often its spec had been changed; who scales it, changes it
     * @param replicas how many its spec wanted
     */
    record Candidate(String name, String uid, long generation, int replicas) {
        public Candidate {
            requireNonNull(name, "name is null");
            requireNonNull(uid, "uid is null");
        }
    }
}
