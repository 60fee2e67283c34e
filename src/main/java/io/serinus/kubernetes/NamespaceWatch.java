package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.serinus.release.PodTrouble;
import io.serinus.release.Workload;
import io.serinus.routing.ServiceName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What is known of the Services, pods and Deployments of one namespace, while somebody asks. */
final class NamespaceWatch implements AutoCloseable {
    private final LongSupplier nanos;
    private final Runnable wakeUp;
    private final FactWatch<Service, ServiceFacts> services;
    private final FactWatch<Pod, PodFacts> pods;
    private final FactWatch<Deployment, DeploymentFacts> deployments;

    /** What was asked for, and when last: the names of Services, and the labels of pods. */
    private final ConcurrentMap<String, Long> askedServices = new ConcurrentHashMap<>();

    private final ConcurrentMap<Map<String, String>, Long> askedLabels = new ConcurrentHashMap<>();
    private volatile long asked;

    /**
     * Watches nothing until it is started.
     *
     * @param nanos a monotonic clock
     * @param wakeUp called when something changes that somebody asked for, by threads of the client's
     */
    NamespaceWatch(KubernetesClient client, String namespace, LongSupplier nanos, Runnable wakeUp) {
        this.nanos = nanos;
        this.wakeUp = wakeUp;
        this.asked = nanos.getAsLong();
        services = new FactWatch<>(
                "services",
                namespace,
                client.services().inNamespace(namespace),
                new FactStore<>(Service::new, ServiceFacts::of, wakingIf(service -> isAsked(service))),
                nanos,
                wakeUp);
        pods = new FactWatch<>(
                "pods",
                namespace,
                client.pods().inNamespace(namespace),
                new FactStore<>(Pod::new, PodReader::read, wakingIf(pod -> isAsked(pod))),
                nanos,
                wakeUp);
        deployments = new FactWatch<>(
                "deployments.apps",
                namespace,
                client.apps().deployments().inNamespace(namespace),
                new FactStore<>(Deployment::new, DeploymentFacts::of, wakingIf(deployment -> isAsked(deployment))),
                nanos,
                wakeUp);
    }

    /** Begins to watch. */
    void start() {
        services.start();
        pods.start();
        deployments.start();
    }

    /**
     * The pods of a version, from what is remembered.
     *
     * @param service whose pods they are
     * @param subset the labels that tell the version's from the Service's other pods; empty if all are the version's
     */
    Workload workload(ServiceName service, Map<String, String> subset, Instant since, Instant now) {
        long at = nanos.getAsLong();
        asked = at;
        askedServices.put(service.name(), at);
        if (services.isAwaited() || pods.isAwaited() || deployments.isAwaited()) {
            return new Workload.Awaited("The pods of Service " + service + " have not been read yet.");
        }
        return Stream.of(services.unreliable(), pods.unreliable())
                .flatMap(Optional::stream)
                .findFirst()
                .<Workload>map(Workload.Unknown::new)
                .orElseGet(() -> read(service, subset, since, now));
    }

    private Workload read(ServiceName service, Map<String, String> subset, Instant since, Instant now) {
        Optional<ServiceFacts> found = services.store().facts(service.namespace(), service.name());
        if (found.isEmpty()) {
            return new Workload.Unknown("There is no Service " + service + ", so nobody knows whose pods to look at.");
        }
        if (found.get().selector().isEmpty()) {
            return new Workload.Unknown(
                    "Service " + service + " has no spec.selector, so nobody knows whose pods to look at.");
        }
        return Labels.both(found.get().selector(), subset)
                .map(labels -> seen(labels, since, now))
                .orElseGet(() -> new Workload.Seen(0, 0, List.of()));
    }

    private Workload seen(Map<String, String> labels, Instant since, Instant now) {
        askedLabels.put(labels, nanos.getAsLong());
        List<PodFacts> all = pods.store().facts().stream()
                .filter(pod -> pod.isServing() && pod.has(labels))
                .toList();
        int ready = (int) all.stream().filter(PodFacts::isReady).count();
        Stream<PodTrouble> ofPods = all.stream().flatMap(pod -> pod.troubles(since, now));
        // Without them one signal is missing, and that is all.
        Stream<PodTrouble> ofDeployments = deployments.unreliable().isPresent()
                ? Stream.empty()
                : deployments.store().facts().stream()
                        .filter(deployment -> deployment.has(labels))
                        .flatMap(deployment -> deployment.trouble().stream());
        return new Workload.Seen(
                all.size(), ready, Stream.concat(ofPods, ofDeployments).toList());
    }

    /** Why something cannot be read; nothing if all can. */
    Stream<String> unreadable() {
        return Stream.of(services.unreliable(), pods.unreliable(), deployments.unreliable())
                .flatMap(Optional::stream);
    }

    /** Whether nobody has asked for so long. */
    boolean isIdle(Duration time) {
        return isBefore(asked, time);
    }

    /** Changes of what nobody has asked for in so long wake nobody up any more. */
    void forget(Duration time) {
        askedServices.values().removeIf(at -> isBefore(at, time));
        askedLabels.values().removeIf(at -> isBefore(at, time));
    }

    @Override
    public void close() {
        services.close();
        pods.close();
        deployments.close();
    }

    private boolean isBefore(long at, Duration time) {
        return nanos.getAsLong() - at > time.toNanos();
    }

    private boolean isAsked(ServiceFacts service) {
        return askedServices.containsKey(service.name());
    }

    private boolean isAsked(PodFacts pod) {
        return pod.isServing() && askedLabels.keySet().stream().anyMatch(pod::has);
    }

    private boolean isAsked(DeploymentFacts deployment) {
        return askedLabels.keySet().stream().anyMatch(deployment::has);
    }

    private <F> BiConsumer<Optional<F>, Optional<F>> wakingIf(Predicate<F> matters) {
        return (before, now) -> {
            if (before.filter(matters).isPresent() || now.filter(matters).isPresent()) {
                wakeUp.run();
            }
        };
    }
}
