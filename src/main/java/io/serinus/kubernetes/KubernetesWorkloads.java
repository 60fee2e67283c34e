package io.serinus.kubernetes;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.serinus.release.Workload;
import io.serinus.release.WorkloadView;
import io.serinus.routing.DestinationRule;
import io.serinus.routing.DestinationRules;
import io.serinus.routing.DestinationRules.Subset;
import io.serinus.routing.Endpoint;
import io.serinus.routing.MeshView;
import io.serinus.routing.ServiceName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The pods of the versions that are asked for, from watches of their namespaces: a namespace is watched from the first
 * question on until nobody has asked for some minutes. Safe for use by several threads.
 */
public final class KubernetesWorkloads implements WorkloadView, AutoCloseable {
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final KubernetesClient client;
    private final Scope scope;
    private final MeshView mesh;
    private final String clusterDomain;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Runnable wakeUp;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("serinus-workloads").daemon(true).factory());

    /** By namespace; guarded by this. */
    private final Map<String, NamespaceWatch> watches = new HashMap<>();

    private boolean closed;
    /** Replaced when there are other rules. */
    private volatile Subsets subsets;

    /**
     * Watches nothing until it is asked.
     *
     * @param mesh where the subsets' labels stand
     * @param clusterDomain such as {@code cluster.local}
     * @param wakeUp called after every change of what was asked for, by threads of the client's; it must return at once
     */
    public KubernetesWorkloads(
            KubernetesClient client,
            Scope scope,
            MeshView mesh,
            String clusterDomain,
            InstantSource clock,
            Runnable wakeUp) {
        this(client, scope, mesh, clusterDomain, clock, System::nanoTime, wakeUp);
    }

    /** @param nanos a monotonic clock */
    KubernetesWorkloads(
            KubernetesClient client,
            Scope scope,
            MeshView mesh,
            String clusterDomain,
            InstantSource clock,
            LongSupplier nanos,
            Runnable wakeUp) {
        this.client = requireNonNull(client, "client is null");
        this.scope = requireNonNull(scope, "scope is null");
        this.mesh = requireNonNull(mesh, "mesh is null");
        this.clusterDomain = requireNonNull(clusterDomain, "clusterDomain is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.nanos = requireNonNull(nanos, "nanos is null");
        this.wakeUp = requireNonNull(wakeUp, "wakeUp is null");
        this.subsets = new Subsets(List.of(), new ConcurrentHashMap<>());
        long period = IDLE.dividedBy(10).toMillis();
        thread.scheduleWithFixedDelay(this::sweep, period, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public Workload workload(Endpoint version, String namespace, Instant since) {
        Optional<ServiceName> service = ServiceName.of(version.host(), clusterDomain);
        if (service.isEmpty()) {
            return new Workload.Unknown(
                    "Host " + version.host() + " is no Service of the cluster, so nobody knows whose pods to look at.");
        }
        String home = service.get().namespace();
        if (!scope.namespaces().isEmpty() && !scope.namespaces().contains(home)) {
            return new Workload.Unknown("Service " + service.get()
                    + " is in none of the namespaces of serinus.namespaces, so its pods are not looked at.");
        }
        return switch (subset(version, namespace)) {
            case Subset.Found(Map<String, String> labels, String _) ->
                watch(home)
                        .map(watch -> watch.workload(service.get(), labels, since, clock.instant()))
                        .orElseGet(() -> new Workload.Unknown("Serinus is about to end."));
            case Subset.NoRule(String reason) -> new Workload.Unknown(sentence(reason));
            case Subset.NoSubset(String reason) -> new Workload.Unknown(sentence(reason));
        };
    }

    /** The namespaces that are watched now. */
    synchronized Set<String> watched() {
        return Set.copyOf(watches.keySet());
    }

    /** Why something that is watched cannot be read; empty if all can. */
    List<String> unreadable() {
        return underWay().stream().flatMap(NamespaceWatch::unreadable).toList();
    }

    /** Ends the watches that nobody needs any more. */
    void sweep() {
        ended(watch -> watch.isIdle(IDLE)).forEach(NamespaceWatch::close);
        underWay().forEach(watch -> watch.forget(IDLE));
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        thread.shutdownNow();
        ended(_ -> true).forEach(NamespaceWatch::close);
    }

    private synchronized Optional<NamespaceWatch> watch(String namespace) {
        return closed ? Optional.empty() : Optional.of(watches.computeIfAbsent(namespace, this::begun));
    }

    /** Who asks must not wait for the client, however little it does. */
    private NamespaceWatch begun(String namespace) {
        var watch = new NamespaceWatch(client, namespace, nanos, wakeUp);
        thread.execute(watch::start);
        return watch;
    }

    private synchronized List<NamespaceWatch> ended(Predicate<NamespaceWatch> over) {
        List<NamespaceWatch> ended = watches.values().stream().filter(over).toList();
        watches.values().removeAll(ended);
        return ended;
    }

    private synchronized List<NamespaceWatch> underWay() {
        return List.copyOf(watches.values());
    }

    /** What the subset consists of; of the rules only the newest are remembered. */
    private Subset subset(Endpoint version, String namespace) {
        if (version.subset() == null) {
            return new Subset.Found(Map.of(), "");
        }
        Collection<DestinationRule> rules = mesh.destinationRules();
        Subsets known = subsets;
        if (known.rules() != rules) {
            known = new Subsets(rules, new ConcurrentHashMap<>());
            subsets = known;
        }
        return known.found()
                .computeIfAbsent(
                        new Asked(version, namespace),
                        _ -> DestinationRules.find(rules, version, namespace, clusterDomain));
    }

    private static String sentence(String reason) {
        return Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + ".";
    }

    private record Asked(Endpoint version, String namespace) {}

    private record Subsets(Collection<DestinationRule> rules, Map<Asked, Subset> found) {}
}
