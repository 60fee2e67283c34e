package io.serinus.template;

/** Which way a level is worse. */
public enum Direction {
    /** More is worse, as for memory. */
    INCREASE,
    /** Less is worse, as for orders per minute. */
    DECREASE,
    /** Any difference is. */
    BOTH
}
