package io.serinus.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which pods there are, and which of them a destination means. */
final class Topology {
    static final int PROXY_PORT = 15_020;

    private final List<SimulatedProxy> clients = new ArrayList<>();
    private final Map<String, SimulatedService> services = new LinkedHashMap<>();
    private final Map<String, Map<String, Deployment>> deployments = new LinkedHashMap<>();
    private final Map<String, Integer> podsEver = new LinkedHashMap<>();
    private int addresses;

    void add(SimulatedClient client, Instant at) {
        var workload = Workload.of(client.workload(), client.namespace(), client.workload(), "v1");
        for (int i = 0; i < client.pods(); i++) {
            clients.add(newProxy(workload, at));
        }
    }

    void add(SimulatedService service, Instant at) {
        if (services.putIfAbsent(service.host(), service) != null) {
            throw new IllegalArgumentException("service " + service.host() + " is there twice; name each host once");
        }
        var versions = new LinkedHashMap<String, Deployment>();
        for (SimulatedVersion version : service.versions()) {
            var deployment = new Deployment(version, service.host());
            if (versions.put(version.label(), deployment) != null) {
                throw new IllegalArgumentException(
                        "version " + version.label() + " of " + service.host() + " is there twice");
            }
            for (int i = 0; i < version.pods(); i++) {
                deployment.pods.add(newProxy(deployment.workload, at));
            }
        }
        deployments.put(service.host(), versions);
    }

    SimulatedProxy addPod(String host, String version, Instant at) {
        Deployment deployment = deployment(host, version);
        SimulatedProxy proxy = newProxy(deployment.workload, at);
        deployment.pods.add(proxy);
        return proxy;
    }

    void remove(String pod) {
        SimulatedProxy proxy = proxy(pod);
        clients.remove(proxy);
        all().forEach(deployment -> deployment.pods.remove(proxy));
    }

    SimulatedProxy proxy(String pod) {
        return proxies().stream()
                .filter(proxy -> proxy.pod().equals(pod))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no pod " + pod + " in the mesh, only "
                        + proxies().stream().map(SimulatedProxy::pod).toList()));
    }

    Deployment deployment(String host, String version) {
        Deployment deployment = deployments.getOrDefault(host, Map.of()).get(version);
        if (deployment == null) {
            throw new IllegalArgumentException("no version " + version + " of host " + host + " in the mesh, only "
                    + deployments.entrySet().stream()
                            .map(entry ->
                                    entry.getKey() + " " + entry.getValue().keySet())
                            .toList());
        }
        return deployment;
    }

    List<SimulatedProxy> clients() {
        return clients;
    }

    /** All pods that run now: clients first, then services in the order in which they were added. */
    List<SimulatedProxy> proxies() {
        return Stream.concat(clients.stream(), all().flatMap(deployment -> deployment.pods.stream()))
                .toList();
    }

    /** The versions whose pods the destination means; null if Envoy would have no cluster for it. */
    @Nullable
    List<Deployment> behind(RouteShare destination) {
        Map<String, Deployment> versions = deployments.get(destination.host());
        if (versions == null) {
            return null;
        }
        if (destination.subset() == null) {
            return List.copyOf(versions.values());
        }
        String label = Objects.requireNonNull(services.get(destination.host()))
                .subsets()
                .get(destination.subset());
        if (label == null) {
            return null;
        }
        return versions.values().stream().filter(labelled(label)).toList();
    }

    private static Predicate<Deployment> labelled(String label) {
        return deployment -> deployment.version.equals(label);
    }

    private Stream<Deployment> all() {
        return deployments.values().stream().flatMap(versions -> versions.values().stream());
    }

    private SimulatedProxy newProxy(Workload workload, Instant at) {
        int ordinal = podsEver.merge(workload.name(), 1, Integer::sum);
        addresses++;
        String address = "10.244." + addresses / 250 + "." + (addresses % 250 + 1) + ":" + PROXY_PORT;
        return new SimulatedProxy(workload.name() + "-" + ordinal, address, workload, at);
    }
}
