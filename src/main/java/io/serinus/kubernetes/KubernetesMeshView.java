package io.serinus.kubernetes;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.serinus.routing.DestinationRule;
import io.serinus.routing.MeshView;
import io.serinus.routing.VirtualService;
import java.util.Collection;
import java.util.Optional;

/**
 * The VirtualServices and DestinationRules of the cluster, from watches. Safe for use by several threads.
 *
 * <p>{@link #virtualServices()} holds those that carry the annotation now; one that lost it while a release runs is found
 * by name.
 */
public final class KubernetesMeshView implements MeshView, AutoCloseable {
    private final WatchedResources virtualServices;
    private final WatchedResources destinationRules;
    private final RememberedView<VirtualService> asking;
    private final RememberedView<DestinationRule> rules;

    /**
     * @param wakeUp called after every change of a VirtualService that asks or asked for a release, and of a
     *     DestinationRule; often, by threads of the client's, so it must return at once
     */
    public KubernetesMeshView(KubernetesClient client, IstioApi istio, Scope scope, Runnable wakeUp) {
        requireNonNull(wakeUp, "wakeUp is null");
        virtualServices = new WatchedResources(
                client, istio.virtualServices(), scope, new Changes(VirtualServices::asksForRelease, () -> {
                    changedVirtualServices();
                    wakeUp.run();
                }));
        destinationRules = new WatchedResources(client, istio.destinationRules(), scope, new Changes(_ -> true, () -> {
            changedDestinationRules();
            wakeUp.run();
        }));
        asking = new RememberedView<>(() -> virtualServices.list().stream()
                .filter(VirtualServices::asksForRelease)
                .map(VirtualServices::of)
                .toList());
        rules = new RememberedView<>(() -> destinationRules.list().stream()
                .map(KubernetesMeshView::destinationRule)
                .toList());
    }

    /** Begins to watch; returns at once. */
    public void start() {
        virtualServices.start();
        destinationRules.start();
    }

    /** Whether the view is complete; before, it may lack anything. */
    public boolean hasSynced() {
        return virtualServices.hasSynced() && destinationRules.hasSynced();
    }

    @Override
    public Collection<VirtualService> virtualServices() {
        return asking.get();
    }

    @Override
    public Optional<VirtualService> virtualService(String namespace, String name) {
        return virtualServices.find(namespace, name).map(VirtualServices::of);
    }

    @Override
    public Collection<VirtualService> everyVirtualService() {
        return virtualServices.list().stream().map(VirtualServices::of).toList();
    }

    @Override
    public Collection<DestinationRule> destinationRules() {
        return rules.get();
    }

    @Override
    public void close() {
        virtualServices.close();
        destinationRules.close();
    }

    private void changedVirtualServices() {
        asking.forget();
    }

    private void changedDestinationRules() {
        rules.forget();
    }

    private static DestinationRule destinationRule(GenericKubernetesResource object) {
        return new DestinationRule(
                object.getMetadata().getNamespace(), object.getMetadata().getName(), PlainTree.of(object));
    }
}
