package io.serinus.routing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a VirtualService leads to. Destinations whose host names no single one are left out. */
public final class Destinations {
    private static final String MESH = "mesh";

    private Destinations() {}

    /**
     * A destination of a route, or one that it mirrors to.
     *
     * @param path where it stands, such as {@code spec.http[0].route[1]}
     * @param isServed whether requests may get there: it is the only one, has a weight above 0 or one that nobody can read,
     *     or is a mirror
     */
    public record Destination(String path, Endpoint endpoint, boolean isServed) {
        public Destination {
            requireNonNull(path, "path is null");
            requireNonNull(endpoint, "endpoint is null");
        }
    }

    /**
     * All destinations, in their order.
     *
     * @param clusterDomain such as {@code cluster.local}
     */
    public static List<Destination> of(VirtualService vs, String clusterDomain) {
        var all = new ArrayList<Destination>();
        for (Route route : Route.of(vs)) {
            boolean isUnweighted = route.destinations().stream()
                    .allMatch(destination -> destination.hasReadableWeight() && destination.weight() == 0);
            for (RouteDestination destination : route.destinations()) {
                boolean isServed = isUnweighted || !destination.hasReadableWeight() || destination.weight() > 0;
                String path = route.path() + ".route[" + destination.position() + "]";
                endpoint(destination, vs, clusterDomain)
                        .map(endpoint -> new Destination(
                                path, endpoint, isServed || route.destinations().size() == 1))
                        .ifPresent(all::add);
            }
            mirrors(route, vs, clusterDomain, all);
        }
        return all;
    }

    /**
     * Where a VirtualService first leads to a host, whatever the weight, be it by what a release has added or by a mirror.
     *
     * @param host a full name
     */
    public static Optional<String> pathTo(VirtualService vs, String host) {
        return Route.of(vs).stream()
                .flatMap(route -> Stream.concat(
                        route.everyDestination().stream()
                                .filter(destination -> destination.leadsTo(host, vs.namespace()))
                                .map(destination -> route.path() + ".route[" + destination.position() + "]"),
                        Stream.concat(
                                        Stream.of(Tree.object(route.tree().get("mirror"))),
                                        Tree.list(route.tree().get("mirrors")).stream()
                                                .map(mirror -> Tree.object(
                                                        Tree.object(mirror).get("destination"))))
                                .filter(mirror -> mirror.get("host") instanceof String written
                                        && Hosts.means(written, vs.namespace(), host))
                                .map(_ -> route.path() + ".mirror")))
                .findFirst();
    }

    /** The full names of the hosts whose callers inside the mesh come by this VirtualService; none if it serves gateways only. */
    public static Set<String> meshHosts(VirtualService vs, String clusterDomain) {
        Map<String, Object> spec = Tree.object(vs.tree().get("spec"));
        List<Object> gateways = Tree.list(spec.get("gateways"));
        if (!gateways.isEmpty() && !gateways.contains(MESH)) {
            return Set.of();
        }
        return Tree.list(spec.get("hosts")).stream()
                .filter(String.class::isInstance)
                .flatMap(host -> Hosts.resolve((String) host, vs.namespace(), clusterDomain).stream())
                .collect(Collectors.toSet());
    }

    private static void mirrors(Route route, VirtualService vs, String clusterDomain, List<Destination> all) {
        mirror(route.path() + ".mirror", route.tree().get("mirror"), vs, clusterDomain)
                .ifPresent(all::add);
        List<Object> mirrors = Tree.list(route.tree().get("mirrors"));
        for (int i = 0; i < mirrors.size(); i++) {
            Object destination = Tree.object(mirrors.get(i)).get("destination");
            mirror(route.path() + ".mirrors[" + i + "]", destination, vs, clusterDomain)
                    .ifPresent(all::add);
        }
    }

    private static Optional<Destination> mirror(
            String path, @Nullable Object destination, VirtualService vs, String clusterDomain) {
        var mirror = new RouteDestination(0, Map.of("destination", Tree.object(destination)));
        return endpoint(mirror, vs, clusterDomain).map(endpoint -> new Destination(path, endpoint, true));
    }

    private static Optional<Endpoint> endpoint(RouteDestination destination, VirtualService vs, String clusterDomain) {
        String host = destination.host();
        return host == null
                ? Optional.empty()
                : Hosts.resolve(host, vs.namespace(), clusterDomain)
                        .map(full -> new Endpoint(full, destination.subset()));
    }
}
