package io.serinus.simulation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The pods of one version, and how they answer. */
final class Deployment {
    private static final long NEVER = -1;

    final String version;
    final Workload workload;

    /** Counted by others while requests come in. */
    final List<SimulatedProxy> pods = new CopyOnWriteArrayList<>();

    Behaviour behaviour;
    private long firstRequestNanos = NEVER;

    Deployment(SimulatedVersion version, String host) {
        this.version = version.label();
        this.behaviour = version.behaviour();
        this.workload = Workload.of(
                version.workload(), SimulatedService.namespaceOf(host), SimulatedService.nameOf(host), version.label());
    }

    /** The time since the first request, which is this one if there was none before. */
    Duration ageInTraffic(long nowNanos) {
        if (firstRequestNanos == NEVER) {
            firstRequestNanos = nowNanos;
        }
        return Duration.ofNanos(nowNanos - firstRequestNanos);
    }
}
