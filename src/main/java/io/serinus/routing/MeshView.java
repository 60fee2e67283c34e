package io.serinus.routing;

import java.util.Collection;
import java.util.Optional;

/** Port: the routing objects of the mesh as a cache remembers them; answers at once and may be a moment old. */
public interface MeshView {

    /** Every VirtualService that carries a release annotation now; one that lost it is found by its name. */
    Collection<VirtualService> virtualServices();

    /** One VirtualService; empty if the cache holds none. */
    Optional<VirtualService> virtualService(String namespace, String name);

    /** Every VirtualService in view, whether it asks for a release or not. Costly; for rare questions. */
    Collection<VirtualService> everyVirtualService();

    /** Every DestinationRule in view. */
    Collection<DestinationRule> destinationRules();
}
