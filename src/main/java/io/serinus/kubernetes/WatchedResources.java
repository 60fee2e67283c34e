package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * All objects of one kind within the scope, kept up to date by watches. A watch that breaks, or that cannot begin because
 * the API server is down or the kind is not installed yet, is tried again for as long as this is open.
 */
final class WatchedResources implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WatchedResources.class);

    private final List<SharedIndexInformer<GenericKubernetesResource>> informers = new ArrayList<>();

    /** @param handler is called by one thread of the client's at a time and namespace, and must not block */
    WatchedResources(
            KubernetesClient client,
            ResourceDefinitionContext kind,
            Scope scope,
            ResourceEventHandler<GenericKubernetesResource> handler) {
        var all = client.genericKubernetesResources(kind);
        if (scope.namespaces().isEmpty()) {
            informers.add(all.inAnyNamespace().runnableInformer(0));
        }
        for (String namespace : scope.namespaces()) {
            informers.add(all.inNamespace(namespace).runnableInformer(0));
        }
        for (var informer : informers) {
            informer.addEventHandler(handler);
            informer.exceptionHandler((started, failure) -> {
                LOG.warnf("Watching %s failed, trying again: %s", kind.getPlural(), failure.getMessage());
                return true;
            });
        }
    }

    /** Begins to watch; returns at once. */
    void start() {
        informers.forEach(SharedIndexInformer::start);
    }

    /** Whether everything that existed at the start has been seen. */
    boolean hasSynced() {
        return informers.stream().allMatch(SharedIndexInformer::hasSynced);
    }

    Optional<GenericKubernetesResource> find(String namespace, String name) {
        String key = namespace + "/" + name;
        for (var informer : informers) {
            GenericKubernetesResource found = informer.getIndexer().getByKey(key);
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    List<GenericKubernetesResource> list() {
        var all = new ArrayList<GenericKubernetesResource>();
        informers.forEach(informer -> all.addAll(informer.getIndexer().list()));
        return all;
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::stop);
    }
}
