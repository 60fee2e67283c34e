package io.serinus.template;

/** What a metric's verdict is good for. */
public enum Role {
    /** It decides: harm by it aborts the release, and no step is taken before it passes. */
    CRITICAL,
    /** It is judged by itself and reported; it never decides. */
    ADVISORY,
    /** It is judged as if it decided, together with the critical ones, and what would have happened is reported. */
    DRY_RUN
}
