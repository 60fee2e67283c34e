package io.serinus.routing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the managed routes stood before a release touched them: all that an exact restore needs. Small enough for a status
 * field, whatever the size of the VirtualService.
 *
 * @param routes one entry per managed route
 */
public record Original(List<RouteState> routes) {
    public Original {
        routes = List.copyOf(routes);
    }

    /**
     * One managed route.
     *
     * @param route which one
     * @param mirrored whether the route mirrored requests
     * @param alone whether the route had no destinations but those of the pair
     * @param baseline the baseline's entry
     * @param canary the canary's entry; null if it was not there
     */
    public record RouteState(
            ManagedRoute route,
            boolean alone,
            boolean mirrored,
            EntryState baseline,
            @Nullable EntryState canary) {
        public RouteState {
            requireNonNull(route, "route is null");
            requireNonNull(baseline, "baseline is null");
        }

        /** The weight that the pair shared. */
        int jointWeight() {
            long sum = (long) weight(baseline) + weight(canary);
            return sum < 2 && alone ? RouteShape.WHOLE : (int) Math.min(sum, Integer.MAX_VALUE);
        }

        private static int weight(@Nullable EntryState entry) {
            return entry == null || entry.weight() == null ? 0 : entry.weight();
        }
    }

    /**
     * One destination's entry.
     *
     * @param position in the route's list
     * @param weight null if there was none
     * @param headers how many it had of {@code headers}, {@code response} in it and {@code add} in that: 0 to 3
     */
    public record EntryState(int position, @Nullable Integer weight, int headers) {
        public EntryState {
            if (position < 0 || (weight != null && weight < 0) || headers < 0) {
                throw new IllegalArgumentException("position is " + position + ", weight " + weight + " and headers "
                        + headers + ", expected none negative");
            }
        }
    }

    /**
     * Reads the state of the routes that a selection chose in this very version of the VirtualService.
     *
     * @throws IllegalArgumentException if a route is not as it was when it was chosen
     */
    public static Original of(VirtualService vs, Pair pair, ManagedRoutes managed) {
        List<Route> routes = Route.of(vs);
        var states = new ArrayList<RouteState>();
        for (ManagedRoute chosen : managed.routes()) {
            RouteShape shape = routes.stream()
                    .filter(route -> ManagedRoute.of(route).equals(chosen))
                    .map(route -> new RouteShape(route, pair, vs.namespace()))
                    .filter(found -> found.obstacle().isEmpty())
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("VirtualService " + vs.namespace() + "/" + vs.name()
                            + ": " + chosen.path() + " is not the route that was selected; select again"));
            states.add(new RouteState(
                    chosen,
                    shape.isAlone(),
                    mirrors(shape.route()),
                    entry(requireNonNull(shape.baseline())),
                    nullableEntry(shape.canary())));
        }
        return new Original(states);
    }

    private static boolean mirrors(Route route) {
        return List.of("mirror", "mirrors", "mirrorPercentage").stream()
                .anyMatch(field -> route.tree().containsKey(field));
    }

    private static EntryState entry(RouteDestination destination) {
        return new EntryState(
                destination.position(),
                destination.weightValue() == null ? null : destination.weight(),
                CookieHeader.levels(destination));
    }

    private static @Nullable EntryState nullableEntry(@Nullable RouteDestination destination) {
        return destination == null ? null : entry(destination);
    }

    /** As plain maps and lists, to be stored as JSON. */
    public Map<String, Object> toTree() {
        var trees = new ArrayList<Object>();
        for (RouteState state : routes) {
            var tree = new LinkedHashMap<String, Object>();
            tree.put("kind", state.route().kind().field());
            tree.put("position", state.route().position());
            if (state.route().name() != null) {
                tree.put("name", state.route().name());
            }
            tree.put("match", state.route().match());
            tree.put("alone", state.alone());
            if (state.mirrored()) {
                tree.put("mirrored", true);
            }
            tree.put("baseline", toTree(state.baseline()));
            if (state.canary() != null) {
                tree.put("canary", toTree(state.canary()));
            }
            trees.add(tree);
        }
        var tree = new LinkedHashMap<String, Object>();
        tree.put("routes", trees);
        return tree;
    }

    private static Map<String, Object> toTree(EntryState entry) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("position", entry.position());
        if (entry.weight() != null) {
            tree.put("weight", entry.weight());
        }
        if (entry.headers() > 0) {
            tree.put("headers", entry.headers());
        }
        return tree;
    }

    /**
     * The inverse of {@link #toTree}.
     *
     * @throws IllegalArgumentException if the tree is no such thing; the message names the path
     */
    public static Original fromTree(Map<String, Object> tree) {
        return OriginalReader.read(tree);
    }
}
