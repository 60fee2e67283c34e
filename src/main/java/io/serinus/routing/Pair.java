package io.serinus.routing;

import static java.util.Objects.requireNonNull;

/** The two destinations of a release: the only ones whose weights change. */
public record Pair(Endpoint baseline, Endpoint canary) {
    public Pair {
        requireNonNull(baseline, "baseline is null");
        requireNonNull(canary, "canary is null");
        if (baseline.equals(canary)) {
            throw new IllegalArgumentException("baseline and canary are the same destination: " + baseline);
        }
    }
}
