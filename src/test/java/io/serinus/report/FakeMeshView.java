package io.serinus.report;

import io.serinus.routing.DestinationRule;
import io.serinus.routing.MeshView;
import io.serinus.routing.VirtualService;
import io.serinus.simulation.SimulatedCluster;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** A cache of VirtualServices in memory. */
@Alternative
@Singleton
public class FakeMeshView implements MeshView {
    private SimulatedCluster cluster = new SimulatedCluster();

    void reset() {
        cluster = new SimulatedCluster();
    }

    void holds(Map<String, Object> virtualService) {
        cluster.apply(virtualService);
    }

    @Override
    public Collection<VirtualService> virtualServices() {
        return cluster.virtualServices();
    }

    @Override
    public Optional<VirtualService> virtualService(String namespace, String name) {
        return cluster.virtualService(namespace, name);
    }

    @Override
    public Collection<VirtualService> everyVirtualService() {
        return cluster.everyVirtualService();
    }

    @Override
    public Collection<DestinationRule> destinationRules() {
        return cluster.destinationRules();
    }
}
