package io.serinus.routing;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** The two destinations of a release: the only ones whose weights change. */
public record Pair(Endpoint baseline, Endpoint canary) {
    /** The hosts of both destinations; they may be the same one. */
    public List<String> hosts() {
        return List.of(baseline.host(), canary.host());
    }

    public Pair {
        requireNonNull(baseline, "baseline is null");
        requireNonNull(canary, "canary is null");
        if (baseline.equals(canary)) {
            throw new IllegalArgumentException("baseline and canary are the same destination: " + baseline);
        }
    }
}
