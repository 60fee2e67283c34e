package io.serinus.metric;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is counted for one release: its two versions.
 *
 * @param bystander another version of the same hosts that takes no part; empty if there is none. Requests of versions that
 *     nobody knows are told apart from its
 */
public record Target(Version baseline, Version canary, Optional<Version> bystander) {
    /** Without a bystander. */
    public Target(Version baseline, Version canary) {
        this(baseline, canary, Optional.empty());
    }

    /**
     * @throws IllegalArgumentException if both are the same version: nothing could tell their series apart
     */
    public Target {
        requireNonNull(baseline, "baseline is null");
        requireNonNull(canary, "canary is null");
        requireNonNull(bystander, "bystander is null");
        if (baseline.equals(canary)) {
            throw new IllegalArgumentException("baseline and canary are the same version: " + baseline);
        }
    }

    /** The version that the series belongs to; where a version without a label shares its host, the labelled one first. */
    @Nullable
    Version versionOf(Destination destination) {
        boolean ofBaseline = destination.belongsTo(baseline);
        boolean ofCanary = destination.belongsTo(canary);
        if (ofBaseline && ofCanary) {
            return baseline.label() == null ? canary : baseline;
        }
        if (ofBaseline) {
            return baseline;
        }
        if (ofCanary) {
            return canary;
        }
        return bystander.filter(destination::belongsTo).orElse(null);
    }
}
