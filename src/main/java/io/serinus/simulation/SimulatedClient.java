package io.serinus.simulation;

import static java.util.Objects.requireNonNull;

/**
 * A workload that calls the services, such as an ingress gateway. All clients share the traffic, pod by pod alike.
 *
 * @param workload the name of the Deployment
 * @param namespace its namespace
 * @param pods pods at the start, at least 1
 */
public record SimulatedClient(String workload, String namespace, int pods) {
    public SimulatedClient {
        requireNonNull(workload, "workload is null");
        requireNonNull(namespace, "namespace is null");
        if (pods < 1) {
            throw new IllegalArgumentException("pods of client " + workload + " must be at least 1, is " + pods);
        }
    }
}
