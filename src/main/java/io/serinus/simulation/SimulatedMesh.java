package io.serinus.simulation;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A simulated mesh: clients send Poisson traffic to services, VirtualServices decide which version answers, and every pod's
 * proxy counts requests as Istio's proxies do.
 *
 * <p>Time is what {@link #advance} is told. Equal seeds and equal calls give equal requests, however the way to a time is
 * cut into steps. A request's time is when it ends; it is counted at both ends at once. Retries, mirrors, delegates and the
 * time that routing changes take to reach the proxies are not simulated.
 *
 * <p>Not thread-safe, except where it says so.
 */
public final class SimulatedMesh {
    private final Instant start;
    private final Topology topology;
    private final Map<String, Traffic> traffic;
    private final Function<String, @Nullable Map<String, Object>> virtualServices;
    private final Ledger ledger;
    private Instant now;

    private SimulatedMesh(Builder builder) {
        start = builder.start;
        now = start;
        virtualServices = builder.virtualServices;
        topology = new Topology();
        ledger = new Ledger();
        traffic = new LinkedHashMap<>();
        builder.clients.forEach(client -> topology.add(client, start));
        var seeds = new SplittableRandom(builder.seed);
        for (SimulatedService service : builder.services) {
            topology.add(service, start);
            traffic.put(service.host(), new Traffic(service, topology, ledger, start, seeds.split()));
        }
    }

    /** A mesh that is empty and idle until the given time. */
    public static Builder startingAt(Instant start, long seed) {
        return new Builder(start, seed);
    }

    /** The time up to which everything has happened. */
    public Instant now() {
        return now;
    }

    /**
     * Lets everything happen up to the given time. VirtualServices are read once per call, so a change shows with the next
     * call. A time that is not later than {@link #now} changes nothing.
     */
    public void advance(Instant to) {
        if (!to.isAfter(now)) {
            return;
        }
        long toNanos = nanos(to);
        traffic.forEach((host, requests) -> {
            if (requests.isDue(toNanos)) {
                requests.advance(toNanos, shares(host));
            }
        });
        now = to;
    }

    private List<RouteShare> shares(String host) {
        Map<String, Object> virtualService = virtualServices.apply(host);
        return virtualService == null ? List.of(new RouteShare(host, null, 100)) : RouteShare.of(virtualService, host);
    }

    /** What really happened up to now; later requests do not change what this call returned. */
    public Ledger ledger() {
        return ledger.copy();
    }

    /** The proxies of all pods that run now, clients first. */
    public List<SimulatedProxy> proxies() {
        return topology.proxies();
    }

    /** How many pods a destination means; empty if the mesh has no such destination. Safe for any thread. */
    Optional<Integer> running(String host, @Nullable String subset) {
        return Optional.ofNullable(topology.behind(new RouteShare(host, subset, 100)))
                .map(versions -> versions.stream()
                        .mapToInt(version -> version.pods.size())
                        .sum());
    }

    /** Changes the rate of the requests addressed to a host, from now on. */
    public void setRate(String host, double requestsPerSecond) {
        SimulatedService.requireRate(requestsPerSecond);
        Traffic requests = traffic.get(host);
        if (requests == null) {
            throw new IllegalArgumentException("no host " + host + " in the mesh, only " + traffic.keySet());
        }
        requests.rate(requestsPerSecond, nanos(now));
    }

    /** Nobody calls anything from now on. */
    public void stopTraffic() {
        traffic.keySet().forEach(host -> setRate(host, 0));
    }

    /** Changes how a version answers, from now on. Its age in traffic goes on. */
    public void setBehaviour(String host, String version, Behaviour behaviour) {
        topology.deployment(host, version).behaviour = requireNonNull(behaviour, "behaviour is null");
    }

    /** Starts one more pod of a version, with a new name and address. */
    public SimulatedProxy addPod(String host, String version) {
        return topology.addPod(host, version, now);
    }

    /** Ends a pod at once. What its proxy counted since its last scrape is lost to every observer but the ledger. */
    public void kill(String pod) {
        topology.remove(pod);
    }

    /** Ends all pods of a version, as an empty endpoint list would: callers get 503 with flag UH. */
    public void killAll(String host, String version) {
        List.copyOf(topology.deployment(host, version).pods).forEach(proxy -> kill(proxy.pod()));
    }

    /** Restarts a pod's proxy in place: all its counters are gone and its uptime is zero. */
    public void restart(String pod) {
        topology.proxy(pod).restart(now);
    }

    /** Whether a pod's proxy answers scrapes. Its traffic goes on either way. */
    public void setReachable(String pod, boolean reachable) {
        topology.proxy(pod).reachable(reachable);
    }

    private long nanos(Instant at) {
        return Duration.between(start, at).toNanos();
    }

    /** Collects what a mesh consists of. */
    public static final class Builder {
        private final Instant start;
        private final long seed;
        private final List<SimulatedClient> clients = new ArrayList<>();
        private final List<SimulatedService> services = new ArrayList<>();
        private Function<String, @Nullable Map<String, Object>> virtualServices = host -> null;

        private Builder(Instant start, long seed) {
            this.start = requireNonNull(start, "start is null");
            this.seed = seed;
        }

        public Builder client(SimulatedClient client) {
            clients.add(client);
            return this;
        }

        public Builder service(SimulatedService service) {
            services.add(service);
            return this;
        }

        /**
         * Where the routing is read: from a fully qualified host to its VirtualService as plain maps and lists. Null means
         * that there is none: all pods of the host then get the same share. Never changed by the mesh.
         */
        public Builder routedBy(Function<String, @Nullable Map<String, Object>> source) {
            virtualServices = requireNonNull(source, "source is null");
            return this;
        }

        /**
         * The mesh.
         *
         * @throws IllegalArgumentException if there is no client, or a host or a version is there twice
         */
        public SimulatedMesh build() {
            if (clients.isEmpty()) {
                throw new IllegalArgumentException("the mesh has no client to send traffic; add one");
            }
            return new SimulatedMesh(this);
        }
    }
}
