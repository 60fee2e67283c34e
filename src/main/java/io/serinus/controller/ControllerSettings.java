package io.serinus.controller;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How the loop runs.
 *
 * @param tick the heartbeat; whole seconds. Every template's tick is a whole number of these
 * @param clusterDomain such as {@code cluster.local}
 * @param keptReleases how many ended releases of one VirtualService are kept
 */
public record ControllerSettings(Duration tick, String clusterDomain, int keptReleases) {
    public ControllerSettings {
        requireNonNull(clusterDomain, "clusterDomain is null");
        if (!tick.isPositive() || tick.toNanosPart() != 0) {
            throw new IllegalArgumentException("tick is " + tick + ", expected a positive number of whole seconds");
        }
        if (keptReleases < 1) {
            throw new IllegalArgumentException("keptReleases is " + keptReleases + ", expected 1 or more");
        }
    }
}
