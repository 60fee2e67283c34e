package io.serinus.analysis;

/** Something that collects evidence against the canary for a metric; e-values are natural logarithms. */
interface Voice {
    /** Index of the metric. */
    int metric();

    /** Its part of the metric's weight; those of a metric sum to at most 1. */
    double share();

    double logE();

    /** The same without the interval that speaks most against the canary. */
    double logELeaveOneOut();
}
