package io.serinus.release;

/** What is wrong with pods, in one sentence. */
public record PodTrouble(Kind kind, String message) {
    /** In the order of their weight. */
    public enum Kind {
        CRASH_LOOP,
        OUT_OF_MEMORY,
        IMAGE_PULL,
        NOT_READY,
        PROGRESS_DEADLINE
    }
}
