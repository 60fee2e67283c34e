package io.serinus.routing;

import java.util.List;

/** The routes of one VirtualService that a release manages, at least one, http first, in their order. */
public record ManagedRoutes(List<ManagedRoute> routes) {
    public ManagedRoutes {
        routes = List.copyOf(routes);
        if (routes.isEmpty()) {
            throw new IllegalArgumentException("routes is empty, expected at least one managed route");
        }
    }
}
