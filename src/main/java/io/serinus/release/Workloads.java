package io.serinus.release;

import static java.util.Objects.requireNonNull;

/** The pods of both versions of a release. */
public record Workloads(Workload baseline, Workload canary) {
    public Workloads {
        requireNonNull(baseline, "baseline is null");
        requireNonNull(canary, "canary is null");
    }
}
