package io.serinus.release;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one namespace has that decides who needs a Deployment, all of it freshly read.
 *
 * @param autoscaled the names of the HorizontalPodAutoscalers, by the names of the Deployments that they target
 */
public record Inventory(
        String namespace, List<Service> services, List<Deployment> deployments, Map<String, String> autoscaled) {
    public Inventory {
        requireNonNull(namespace, "namespace is null");
        services = List.copyOf(services);
        deployments = List.copyOf(deployments);
        autoscaled = Map.copyOf(autoscaled);
    }

    /** The Service of that name. */
    public Optional<Service> service(String name) {
        return services.stream().filter(service -> service.name().equals(name)).findFirst();
    }

    /** The Deployment of that name. */
    public Optional<Deployment> deployment(String name) {
        return deployments.stream()
                .filter(deployment -> deployment.name().equals(name))
                .findFirst();
    }

    /**
     * A Service.
     *
     * @param selector which pods it means; empty if somebody else says where its requests go
     */
    public record Service(String name, Map<String, String> selector) {
        public Service {
            requireNonNull(name, "name is null");
            selector = Map.copyOf(selector);
        }

        /** Whether it sends requests to pods with these labels. */
        boolean selects(Map<String, String> labels) {
            return !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
        }
    }

    /**
     * A Deployment.
     *
     * @param resourceVersion the version that was read; who scales it writes to no other
     * @param replicas how many its spec wants
     * @param labels those of its pods
     */
    public record Deployment(
            String namespace,
            String name,
            String uid,
            String resourceVersion,
            long generation,
            int replicas,
            Map<String, String> labels) {
        public Deployment {
            requireNonNull(namespace, "namespace is null");
            requireNonNull(name, "name is null");
            requireNonNull(uid, "uid is null");
            requireNonNull(resourceVersion, "resourceVersion is null");
            labels = Map.copyOf(labels);
        }

        /** For example {@code Deployment shop/checkout-v1}. */
        @Override
        public String toString() {
            return "Deployment " + namespace + "/" + name;
        }
    }
}
