package io.serinus.stats.classic;

/** What a test looks for; the null hypothesis is the contrary. */
public enum Direction {
    /** The second sample's rate or values are greater. */
    GREATER,
    /** The second sample's rate or values are less. */
    LESS,
    /** Either; two-sided p-values are twice the smaller one-sided one. */
    DIFFERENT
}
