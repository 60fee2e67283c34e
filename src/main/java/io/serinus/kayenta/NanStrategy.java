package io.serinus.kayenta;

/** What becomes of points without a value. */
public enum NanStrategy {
    /** They are left out. */
    REMOVE,
    /** They count as 0, as for counters that are only reported when something happens. */
    REPLACE
}
