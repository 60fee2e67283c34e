package io.serinus.template;

import java.util.EnumSet;
import java.util.Set;

/** How a metric is judged. */
public enum Method {
    /** Sequentially: valid at every look. */
    SEQUENTIAL,
    /** Fisher's exact test of the step's failed requests. */
    FISHER,
    /** The G-test of the step's failed requests, or of its histogram buckets. */
    G_TEST,
    /** The Mann-Whitney U test of the step's histogram buckets, or of its levels. */
    MANN_WHITNEY,
    /** The Kolmogorov-Smirnov test of the step's histogram buckets. */
    KOLMOGOROV_SMIRNOV,
    /** Welch's t-test of the step's levels. */
    WELCH;

    /** The methods for requests that failed. */
    public static final Set<Method> OF_ERRORS = EnumSet.of(SEQUENTIAL, FISHER, G_TEST);

    /** The methods for durations in histogram buckets. */
    public static final Set<Method> OF_LATENCY = EnumSet.of(SEQUENTIAL, G_TEST, MANN_WHITNEY, KOLMOGOROV_SMIRNOV);

    /** The methods for levels. */
    public static final Set<Method> OF_LEVELS = EnumSet.of(SEQUENTIAL, MANN_WHITNEY, WELCH);

    /** Whether it may decide only once, when a step has lasted as long as it must, since looking again would spoil it. */
    public boolean isFixedHorizon() {
        return this != SEQUENTIAL;
    }
}
