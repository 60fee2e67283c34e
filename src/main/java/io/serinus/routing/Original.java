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
 * @param others the other routes to baseline or canary, so that none of them is taken for a managed one later
 */
public record Original(List<RouteState> routes, List<ManagedRoute> others) {
    public Original {
        routes = List.copyOf(routes);
        others = List.copyOf(others);
    }

    /** With no routes to the pair but the managed ones. */
    public Original(List<RouteState> routes) {
        this(routes, List.of());
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
                    MirrorField.first(shape.route()).isPresent(),
                    baseline(shape),
                    nullableEntry(shape, shape.canary())));
        }
        List<ManagedRoute> others = routes.stream()
                .filter(route -> !route.isOwn()
                        && (route.holds(pair.baseline(), vs.namespace()) || route.holds(pair.canary(), vs.namespace())))
                .map(ManagedRoute::of)
                .filter(route -> !managed.routes().contains(route))
                .toList();
        return new Original(states, others);
    }

    /** A copy that an earlier release has left there has a part of the baseline's weight. */
    private static EntryState baseline(RouteShape shape) {
        EntryState entry = entry(shape, requireNonNull(shape.baseline()));
        return shape.copiesWeight() == 0
                ? entry
                : new EntryState(
                        entry.position(),
                        requireNonNull(shape.baseline()).weight() + (int) shape.copiesWeight(),
                        entry.headers());
    }

    private static EntryState entry(RouteShape shape, RouteDestination destination) {
        long copiesBefore = shape.route().copies().stream()
                .filter(copy -> copy.position() < destination.position())
                .count();
        return new EntryState(
                destination.position() - (int) copiesBefore,
                destination.weightValue() == null ? null : destination.weight(),
                CookieHeader.levels(destination));
    }

    private static @Nullable EntryState nullableEntry(RouteShape shape, @Nullable RouteDestination destination) {
        return destination == null ? null : entry(shape, destination);
    }

    /** As plain maps and lists, to be stored as JSON. */
    public Map<String, Object> toTree() {
        var trees = new ArrayList<Object>();
        for (RouteState state : routes) {
            Map<String, Object> tree = toTree(state.route());
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
        if (!others.isEmpty()) {
            tree.put("others", others.stream().map(Original::toTree).toList());
        }
        return tree;
    }

    private static Map<String, Object> toTree(ManagedRoute route) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("kind", route.kind().field());
        tree.put("position", route.position());
        if (route.name() != null) {
            tree.put("name", route.name());
        }
        tree.put("match", route.match());
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
