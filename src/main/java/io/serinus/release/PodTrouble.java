package io.serinus.release;

import static java.util.Objects.requireNonNull;

/**
 * Something that Kubernetes says against the pods of a version.
 *
 * @param kind what it is
 * @param message one sentence that names the pod or the Deployment, the container and the reason
 */
public record PodTrouble(Kind kind, String message) {
    public PodTrouble {
        requireNonNull(kind, "kind is null");
        requireNonNull(message, "message is null");
    }

    /** The kinds of trouble, the gravest first. */
    public enum Kind {
        /** A container ends again and again soon after its start. */
        CRASH_LOOP,
        /** A container was killed because it used more memory than it may. */
        OUT_OF_MEMORY,
        /** A container's image cannot be had. */
        IMAGE_PULL,
        /** A pod has lost its readiness, or has not become ready in all the time that a start may take. */
        NOT_READY,
        /** A Deployment's rollout has exceeded its {@code progressDeadlineSeconds}. */
        PROGRESS_DEADLINE
    }
}
