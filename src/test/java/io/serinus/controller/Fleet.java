package io.serinus.controller;

import static java.util.Objects.requireNonNull;

import io.serinus.release.Inventory;
import io.serinus.release.Inventory.Deployment;
import io.serinus.release.Scaling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The Deployments of the service checkout, which count who touches them, as an API server does. */
final class Fleet implements Scaling {
    private final String namespace;
    private final Map<String, Deployment> deployments = new TreeMap<>();
    final List<Inventory.Service> services = new ArrayList<>();
    final Map<String, String> autoscaled = new HashMap<>();

    /** What was scaled to zero, in that order. */
    final List<String> scaled = new ArrayList<>();

    int reads;
    /** Where set, the answer to every question. */
    @Nullable
    Reading reading;
    /** The answers to the next attempts to scale. */
    final List<Result> results = new ArrayList<>();

    Fleet(String namespace) {
        this.namespace = namespace;
        services.add(new Inventory.Service("checkout", Map.of("app", "checkout")));
        add("checkout-v1", "v1", 3);
        add("checkout-v2", "v2", 2);
    }

    void add(String name, String version, int replicas) {
        deployments.put(
                name,
                new Deployment(
                        namespace,
                        name,
                        "uid-of-" + name,
                        "1",
                        1,
                        replicas,
                        Map.of("app", "checkout", "version", version)));
    }

    /** What somebody else does. */
    void scale(String name, int replicas) {
        deployments.computeIfPresent(
                name,
                (_, before) -> new Deployment(
                        namespace,
                        name,
                        before.uid(),
                        String.valueOf(before.generation() + 1),
                        before.generation() + 1,
                        replicas,
                        before.labels()));
    }

    int replicas(String name) {
        return requireNonNull(deployments.get(name)).replicas();
    }

    @Override
    public Reading read(String from) {
        reads++;
        if (reading != null) {
            return reading;
        }
        return new Reading.Read(
                new Inventory(from, services, List.copyOf(deployments.values()), Map.copyOf(autoscaled)));
    }

    @Override
    public Result toZero(Deployment deployment) {
        if (!results.isEmpty()) {
            return results.removeFirst();
        }
        if (!deployment.equals(deployments.get(deployment.name()))) {
            return new Result.Changed();
        }
        scale(deployment.name(), 0);
        scaled.add(deployment.name());
        return new Result.Scaled();
    }
}
