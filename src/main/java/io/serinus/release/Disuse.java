package io.serinus.release;

import static java.util.Objects.requireNonNull;

import io.serinus.release.Inventory.Deployment;
import io.serinus.release.Inventory.Service;
import io.serinus.release.ScaleDown.Candidate;
import io.serinus.routing.DestinationRule;
import io.serinus.routing.DestinationRules;
import io.serinus.routing.DestinationRules.Subset;
import io.serinus.routing.Destinations;
import io.serinus.routing.Destinations.Destination;
import io.serinus.routing.Endpoint;
import io.serinus.routing.ServiceName;
import io.serinus.routing.VirtualService;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which Deployments are those of a version that has lost, and whether anybody still needs them. In doubt somebody does.
 */
public final class Disuse {
    private final LostVersion version;
    private final ServiceName service;
    private final String clusterDomain;
    private final Inventory inventory;
    private final List<DestinationRule> rules;

    private Disuse(
            LostVersion version,
            ServiceName service,
            String clusterDomain,
            Inventory inventory,
            Collection<DestinationRule> rules) {
        this.version = version;
        this.service = service;
        this.clusterDomain = clusterDomain;
        this.inventory = inventory;
        this.rules = List.copyOf(rules);
    }

    /**
     * About one version.
     *
     * @param inventory what the namespace of its Service has
     * @param rules every DestinationRule in view
     * @throws IllegalArgumentException if the version's host names no Service of that namespace
     */
    public static Disuse of(LostVersion version, Inventory inventory, Collection<DestinationRule> rules) {
        ServiceName service = version.service()
                .filter(found -> found.namespace().equals(inventory.namespace()))
                .orElseThrow(() -> new IllegalArgumentException(
                        version.lost() + " names no Service of namespace " + inventory.namespace()));
        return new Disuse(version, service, version.clusterDomain().orElseThrow(), inventory, rules);
    }

    /** What may be done with one Deployment. */
    public sealed interface Decision {
        /** Nobody needs it. */
        record Scale(Deployment deployment) implements Decision {
            public Scale {
                requireNonNull(deployment, "deployment is null");
            }
        }

        /** It wants no replicas as it is, or does not exist any more; one sentence. */
        record Nothing(String message) implements Decision {
            public Nothing {
                requireNonNull(message, "message is null");
            }
        }

        /** Somebody needs it; one sentence. */
        record Keep(String message) implements Decision {
            public Keep {
                requireNonNull(message, "message is null");
            }
        }
    }

    /** The version's Deployments as they are now. */
    public List<Candidate> candidates() {
        return inventory.deployments().stream()
                .filter(deployment -> is(deployment, version.lost()))
                .map(deployment -> new Candidate(
                        deployment.name(), deployment.uid(), deployment.generation(), deployment.replicas()))
                .toList();
    }

    /** Whether a VirtualService names a Service that sends requests to pods of these Deployments, whatever the weight. */
    public boolean isConcerned(VirtualService vs, Collection<Candidate> candidates) {
        return Destinations.of(vs, clusterDomain).stream()
                .anyMatch(destination -> candidates.stream()
                        .flatMap(candidate -> inventory.deployment(candidate.name()).stream())
                        .anyMatch(deployment -> selects(destination.endpoint(), deployment)));
    }

    /**
     * What may be done with a Deployment.
     *
     * @param candidate as it was when the release had ended
     * @param own the release's VirtualService, freshly read
     * @param concerned all other VirtualServices that are concerned, freshly read
     */
    public Decision decide(Candidate candidate, VirtualService own, Collection<VirtualService> concerned) {
        Optional<Deployment> found = inventory
                .deployment(candidate.name())
                .filter(deployment -> deployment.uid().equals(candidate.uid()));
        if (found.isEmpty()) {
            return new Decision.Nothing(
                    "Deployment " + inventory.namespace() + "/" + candidate.name() + " does not exist any more.");
        }
        Deployment deployment = found.get();
        if (deployment.replicas() == 0) {
            return new Decision.Nothing(deployment + " has no replicas.");
        }
        return Stream.of(
                        changed(candidate, deployment),
                        shared(deployment),
                        routed(deployment, Stream.concat(Stream.of(own), concerned.stream())),
                        selected(deployment, own),
                        autoscaled(deployment))
                .flatMap(Optional::stream)
                .findFirst()
                .<Decision>map(why -> new Decision.Keep(deployment + " keeps its " + replicas(deployment) + ": " + why))
                .orElseGet(() -> new Decision.Scale(deployment));
    }

    private static Optional<String> changed(Candidate candidate, Deployment deployment) {
        if (candidate.replicas() != deployment.replicas()) {
            return Optional.of(
                    "somebody has scaled it since the release had ended, when it had " + candidate.replicas() + ".");
        }
        return candidate.generation() == deployment.generation()
                ? Optional.empty()
                : Optional.of("somebody has changed it since the release had ended.");
    }

    private Optional<String> shared(Deployment deployment) {
        if (!is(deployment, version.lost())) {
            return Optional.of("its pods are not those of " + version.lost() + " any more.");
        }
        return is(deployment, version.won())
                ? Optional.of("its pods are those of " + version.won() + ", too.")
                : Optional.empty();
    }

    /** Not if nobody can tell. */
    private boolean is(Deployment deployment, Endpoint endpoint) {
        return selects(endpoint, deployment)
                && subset(endpoint, version.namespace())
                        .filter(labels -> has(deployment.labels(), labels))
                        .isPresent();
    }

    private Optional<String> routed(Deployment deployment, Stream<VirtualService> all) {
        return all.flatMap(vs -> Destinations.of(vs, clusterDomain).stream()
                        .filter(destination -> destination.isServed() && reaches(destination, vs, deployment))
                        .map(destination -> "VirtualService " + vs.namespace() + "/" + vs.name()
                                + " sends requests to its pods, at " + destination.path() + "."))
                .findFirst();
    }

    /** A subset that nobody can find may be any of the Service's pods. */
    private boolean reaches(Destination destination, VirtualService vs, Deployment deployment) {
        return selects(destination.endpoint(), deployment)
                && subset(destination.endpoint(), vs.namespace())
                        .map(labels -> has(deployment.labels(), labels))
                        .orElse(true);
    }

    /**
     * The version's own Service is none of them where it means the pods of the other version as well, who then answer its
     * callers; nor is one whose callers come by the release's VirtualService and has such pods, too.
     */
    private Optional<String> selected(Deployment deployment, VirtualService own) {
        List<ServiceName> governed = Destinations.meshHosts(own, clusterDomain).stream()
                .flatMap(host -> ServiceName.of(host, clusterDomain).stream())
                .toList();
        return inventory.services().stream()
                .filter(other -> other.selects(deployment.labels()))
                .filter(other -> {
                    var name = new ServiceName(inventory.namespace(), other.name());
                    boolean isPassed = name.equals(service) || governed.contains(name);
                    return !(isPassed && selectsWinner(other));
                })
                .findFirst()
                .map(other -> "Service " + inventory.namespace() + "/" + other.name()
                        + (other.name().equals(service.name())
                                ? " selects its pods and not all of " + version.won()
                                        + ", so that callers who do not come by the VirtualService would find nobody."
                                : " selects its pods, too."));
    }

    /** Whether every pod of the other version is one of the Service's. */
    private boolean selectsWinner(Service service) {
        return destination(version.won())
                .flatMap(named -> subset(version.won(), version.namespace())
                        .map(labels -> has(labels, service.selector(), named.selector())))
                .orElse(false);
    }

    private static boolean has(Map<String, String> subset, Map<String, String> wanted, Map<String, String> selector) {
        return wanted.entrySet().stream()
                .allMatch(label ->
                        selector.entrySet().contains(label) || subset.entrySet().contains(label));
    }

    private Optional<String> autoscaled(Deployment deployment) {
        return Optional.ofNullable(inventory.autoscaled().get(deployment.name()))
                .map(name -> "HorizontalPodAutoscaler " + inventory.namespace() + "/" + name
                        + " targets it and decides how many it has.");
    }

    /** Whether the Service that an endpoint names means the Deployment's pods, subset aside. */
    private boolean selects(Endpoint endpoint, Deployment deployment) {
        return destination(endpoint)
                .filter(named -> named.selects(deployment.labels()))
                .isPresent();
    }

    private Optional<Service> destination(Endpoint endpoint) {
        return ServiceName.of(endpoint.host(), clusterDomain)
                .filter(name -> name.namespace().equals(inventory.namespace()))
                .flatMap(name -> inventory.service(name.name()));
    }

    /** None where the endpoint has no subset; empty if no DestinationRule has it. */
    private Optional<Map<String, String>> subset(Endpoint endpoint, String namespace) {
        if (endpoint.subset() == null) {
            return Optional.of(Map.of());
        }
        return DestinationRules.find(rules, endpoint, namespace, clusterDomain) instanceof Subset.Found found
                ? Optional.of(found.labels())
                : Optional.empty();
    }

    private static boolean has(Map<String, String> labels, Map<String, String> wanted) {
        return labels.entrySet().containsAll(wanted.entrySet());
    }

    private static String replicas(Deployment deployment) {
        return deployment.replicas() == 1 ? "one replica" : deployment.replicas() + " replicas";
    }
}
