package io.serinus.metric;

import static java.util.Objects.requireNonNull;

/** What is counted for one release: its two versions. */
public record Target(Version baseline, Version canary) {
    /**
     * @throws IllegalArgumentException if both are the same version: nothing could tell their series apart
     */
    public Target {
        requireNonNull(baseline, "baseline is null");
        requireNonNull(canary, "canary is null");
        if (baseline.equals(canary)) {
            throw new IllegalArgumentException("baseline and canary are the same version: " + baseline);
        }
    }
}
