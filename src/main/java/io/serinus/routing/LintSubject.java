package io.serinus.routing;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What findings are made about: a VirtualService and what is known besides.
 *
 * @param routes those that have the shape of a route, matches and destinations included; of others only their shape is
 *     reported
 * @param rules the DestinationRules that are known
 * @param pair the two versions of the release that it is looked at for; empty if there is none
 */
record LintSubject(
        VirtualService vs,
        List<Route> routes,
        Collection<DestinationRule> rules,
        Optional<Pair> pair,
        String clusterDomain) {
    LintSubject {
        routes = List.copyOf(routes);
        rules = List.copyOf(rules);
    }

    /** The fields of the {@code spec}; none if it is no object. */
    Map<String, Object> spec() {
        return Tree.object(vs.tree().get("spec"));
    }

    /** Whether Istio takes it for a delegate, which other VirtualServices lead to. */
    boolean isDelegate() {
        return Tree.list(spec().get("hosts")).isEmpty();
    }

    /** Whether the release shifts weights in this route. */
    boolean isManaged(Route route) {
        return !route.isOwn()
                && pair.isPresent()
                && route.serving().stream().anyMatch(d -> d.is(pair.get().baseline(), vs.namespace()));
    }

    /** Whether the destination is one of the release's versions. */
    boolean isOfPair(RouteDestination destination) {
        return pair.isPresent()
                && (destination.is(pair.get().baseline(), vs.namespace())
                        || destination.is(pair.get().canary(), vs.namespace()));
    }

    /** Which version a destination is; empty if its host names no single one. */
    Optional<Endpoint> endpoint(RouteDestination destination) {
        String host = destination.host();
        return host == null
                ? Optional.empty()
                : Hosts.resolve(host, vs.namespace(), clusterDomain)
                        .map(full -> new Endpoint(full, destination.subset()));
    }

    /** Where a route is, with its name if it has one, as a sentence about another one mentions it. */
    static String named(Route route) {
        String name = route.name();
        return route.path() + (name == null ? "" : " (" + Tree.shown(name) + ")");
    }

    static String path(Route route, RouteDestination destination) {
        return route.path() + ".route[" + destination.position() + "]";
    }

    /** What travels on routes of this kind, for sentences. */
    static String request(RouteKind kind) {
        return kind == RouteKind.HTTP ? "request" : "connection";
    }

    /** A version as its VirtualService writes it, or where it stands if it has no host. */
    static String shown(Route route, RouteDestination destination) {
        if (destination.host() == null) {
            return path(route, destination);
        }
        return destination.subset() == null
                ? String.valueOf(destination.host())
                : destination.host() + " subset " + destination.subset();
    }
}
