package io.serinus.release;

import static java.util.Objects.requireNonNull;

/**
 * The pods of both versions of a release.
 *
 * @param copy those of the baseline's copy; unknown where there is none
 */
public record Workloads(Workload baseline, Workload canary, Workload copy) {
    private static final Workload NO_COPY = new Workload.Unknown("There is no copy of the baseline.");

    /** Without a copy of the baseline. */
    public Workloads(Workload baseline, Workload canary) {
        this(baseline, canary, NO_COPY);
    }

    public Workloads {
        requireNonNull(baseline, "baseline is null");
        requireNonNull(canary, "canary is null");
        requireNonNull(copy, "copy is null");
    }
}
