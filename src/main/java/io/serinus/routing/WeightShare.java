package io.serinus.routing;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the canary's weight is its share of all requests to the two versions, as far as the objects of the mesh say. In
 * doubt it is not: a share that is none would be reported as wrong.
 */
public final class WeightShare {
    private static final String MESH = "mesh";

    private WeightShare() {}

    /**
     * Whether every request that can reach either version goes through a managed http route in which the canary has exactly
     * this percentage of what the pair has.
     *
     * @param vs the release's VirtualService as it stands
     * @param canaryPercent the weight that is in force, 0..100
     * @param others all VirtualServices that are known; that of the release may be among them
     */
    public static boolean isExact(
            VirtualService vs, Pair pair, Original original, int canaryPercent, Collection<VirtualService> others) {
        List<RouteFinder.Found> managed =
                RouteFinder.find(vs, original, Own.of(vs, pair, Trail.NONE)).found();
        return !managed.isEmpty()
                && managed.stream().allMatch(found -> isSplit(found.now(), canaryPercent))
                && !leadsElsewhere(vs, pair, managed)
                && rulesTheMesh(vs, pair)
                && others.stream().filter(other -> !isSame(vs, other)).noneMatch(other -> leads(other, pair));
    }

    private static boolean isSplit(RouteShape shape, int canaryPercent) {
        boolean isCopied = !shape.route().copies().isEmpty();
        if (shape.route().kind() != RouteKind.HTTP
                || shape.obstacle().isPresent()
                || mirrors(shape.route())
                || isCopied) {
            // Beside a copy the canary is compared with that, and has half of what both get.
            return false;
        }
        RouteDestination canary = shape.canary();
        long weight = canary == null ? 0 : canary.weight();
        return weight * 100 == (long) shape.jointWeight() * canaryPercent;
    }

    /** A mirrored request is one that nobody has weighed. */
    private static boolean mirrors(Route route) {
        return route.tree().get("mirror") != null || route.tree().get("mirrors") != null;
    }

    private static boolean leadsElsewhere(VirtualService vs, Pair pair, List<RouteFinder.Found> managed) {
        Set<String> own =
                managed.stream().map(found -> found.now().route().pointer()).collect(Collectors.toSet());
        return Route.of(vs).stream()
                .filter(route -> !own.contains(route.pointer()))
                .anyMatch(route -> leads(route, pair, vs.namespace()));
    }

    private static boolean leads(VirtualService vs, Pair pair) {
        return Route.of(vs).stream().anyMatch(route -> leads(route, pair, vs.namespace()));
    }

    private static boolean leads(Route route, Pair pair, String namespace) {
        Stream<RouteDestination> mirrored = Stream.concat(
                Stream.of(mirror(route.tree().get("mirror"))),
                Tree.list(route.tree().get("mirrors")).stream()
                        .map(entry -> mirror(Tree.object(entry).get("destination"))));
        return route.tree().get("delegate") != null
                || Stream.concat(route.serving().stream(), mirrored)
                        .anyMatch(destination -> reaches(destination, pair.baseline(), namespace)
                                || reaches(destination, pair.canary(), namespace));
    }

    private static RouteDestination mirror(@Nullable Object destination) {
        return new RouteDestination(0, Map.of("destination", Tree.object(destination)));
    }

    /** A host without a subset reaches the pods of all its subsets, and they belong to a version that is a whole host. */
    private static boolean reaches(RouteDestination destination, Endpoint endpoint, String namespace) {
        String host = destination.host();
        String subset = destination.subset();
        return host != null
                && Hosts.means(host, namespace, endpoint.host())
                && (subset == null || endpoint.subset() == null || subset.equals(endpoint.subset()));
    }

    /** Whether callers inside the mesh come by here; otherwise they reach the pods of all subsets alike. */
    private static boolean rulesTheMesh(VirtualService vs, Pair pair) {
        Map<String, Object> spec = Tree.object(vs.tree().get("spec"));
        List<Object> gateways = Tree.list(spec.get("gateways"));
        if (!gateways.isEmpty() && !gateways.contains(MESH)) {
            return false;
        }
        return pair.baseline().subset() == null
                || Tree.list(spec.get("hosts")).stream()
                        .anyMatch(host -> host instanceof String written
                                && Hosts.means(
                                        written, vs.namespace(), pair.baseline().host()));
    }

    private static boolean isSame(VirtualService one, VirtualService other) {
        return one.namespace().equals(other.namespace()) && one.name().equals(other.name());
    }
}
