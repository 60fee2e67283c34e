package io.serinus.release;

/** How a release ended. */
public enum Outcome {
    /** The canary holds the whole weight. */
    PROMOTED,
    /** Judged harmful, or given up by a policy or a person; the routing is as it was. */
    ABORTED,
    /** Its request was withdrawn; the routing is as it was. */
    CANCELLED,
    /** A newer request took its place; the routing is as it was. */
    SUPERSEDED
}
