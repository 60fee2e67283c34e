package io.serinus.simulation;

import static java.util.Objects.requireNonNull;

/**
 * One version of a simulated service.
 *
 * @param label the pods' version label, which becomes {@code destination_version} and the canonical revision
 * @param workload the name of the Deployment
 * @param pods pods at the start, 0 or more
 * @param behaviour how they answer at the start
 */
public record SimulatedVersion(String label, String workload, int pods, Behaviour behaviour) {
    public SimulatedVersion {
        requireNonNull(label, "label is null");
        requireNonNull(workload, "workload is null");
        requireNonNull(behaviour, "behaviour is null");
        if (pods < 0) {
            throw new IllegalArgumentException("pods of " + workload + " must not be negative, is " + pods);
        }
    }
}
