package io.serinus.routing;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lays out the traffic between baseline and canary, puts it back, and reads it. Destinations are found by host and subset,
 * routes by name or content, so edits that other people make meanwhile stay where they are, and what was copied from their
 * routes follows them.
 */
public final class RoutingEdit {
    /** The annotation that lists what was added to a VirtualService besides weights, while it is there. */
    public static final String ADDED = Additions.ANNOTATION;

    private RoutingEdit() {}

    /**
     * Makes a VirtualService say what the layout wants, and nothing else besides.
     *
     * <p>The canary gets its percentage of what the pair has together in each managed route; other destinations keep their
     * weights. Weights stay whole numbers with the same sum; where they are too coarse for the percentage, the canary gets
     * at least 1 and, below 100 %, leaves the baseline at least 1. A baseline that is the only destination of its route
     * gets a weight and the canary beside it, as a copy of its entry (port, headers) with the canary's host and subset.
     * Managed routes that somebody has removed are left out. What an earlier layout added and this one does not want is
     * taken away.
     */
    public static Edit apply(VirtualService vs, Pair pair, Original original, Layout layout) {
        List<RouteFinder.Found> found = RouteFinder.find(vs, pair, original);
        List<String> obstacles = new ArrayList<>(missing(found, original, layout));
        var operations = new ArrayList<PatchOperation>();
        var above = new LinkedHashMap<String, List<Map<String, Object>>>();
        var mirrors = new TreeSet<String>();
        for (RouteFinder.Found route : found) {
            var extras = new RouteExtras(route.before(), route.now(), Additions.of(vs));
            var edit = new RouteEdit(extras);
            Optional<String> obstacle = route.now().obstacle().or(() -> extras.obstacle(layout));
            if (obstacle.isPresent()) {
                obstacles.add(obstacle.get());
                continue;
            }
            operations.addAll(edit.apply(layout));
            if (route.now().route().kind() == RouteKind.HTTP) {
                mirrors.add(RouteExtras.name(edit.canaryLike()));
                try {
                    above.put(
                            route.now().route().pointer(),
                            OwnRoutes.above(extras, edit.canaryLike().entry(), layout, suffix(found, route)));
                } catch (MatchBlocks.ConflictException e) {
                    obstacles.add(conflict(route, e));
                }
            }
        }
        if (!obstacles.isEmpty()) {
            return new Edit(List.of(), sentences(vs, obstacles));
        }
        operations.addAll(OwnRoutes.operations(vs, above));
        operations.addAll(additions(layout, OwnRoutes.names(above), mirrors).write(vs));
        return new Edit(operations, List.of());
    }

    /**
     * Puts weights and entries of the pair back to how they stood, and takes away what was added. Where somebody has
     * meanwhile given the pair more or less beside other destinations, that joint weight stays and is shared as it was. In a
     * managed route that is gone there is nothing to restore.
     */
    public static Edit restore(VirtualService vs, Pair pair, Original original) {
        var operations = new ArrayList<PatchOperation>();
        var obstacles = new ArrayList<String>();
        for (RouteFinder.Found route : RouteFinder.find(vs, pair, original)) {
            var edit = new RouteEdit(new RouteExtras(route.before(), route.now(), Additions.of(vs)));
            edit.restoreObstacle().ifPresentOrElse(obstacles::add, () -> operations.addAll(edit.restore()));
        }
        operations.addAll(OwnRoutes.operations(vs, Map.of()));
        operations.addAll(Additions.NONE.write(vs));
        return new Edit(operations, sentences(vs, obstacles));
    }

    /**
     * Takes away what the annotation lists that a release added and nobody is left to take away; no operations if it lists
     * nothing. Weights stay as they are: what they were is not known.
     */
    public static Edit removeAdditions(VirtualService vs) {
        return new Edit(Leftovers.remove(vs, Additions.of(vs)), List.of());
    }

    /**
     * The canary's percentage that the managed routes show, the nearest one where weights are too coarse to tell; empty if
     * they show no split that {@link #apply} writes, be it that they disagree or that somebody has edited them.
     */
    public static OptionalInt canaryPercent(VirtualService vs, Pair pair, Original original) {
        var possible = new BitSet();
        possible.set(0, 101);
        long canary = 0;
        long joint = 0;
        for (RouteFinder.Found route : RouteFinder.find(vs, pair, original)) {
            if (route.now().obstacle().isPresent()) {
                return OptionalInt.empty();
            }
            RouteDestination entry = route.now().canary();
            int routeJoint = route.now().jointWeight();
            int routeCanary = entry == null ? 0 : entry.weight();
            possible.and(Shares.percentages(routeJoint, routeCanary));
            canary += routeCanary;
            joint += routeJoint;
        }
        if (joint == 0) {
            return OptionalInt.empty();
        }
        double ratio = 100.0 * canary / joint;
        return possible.stream()
                .boxed()
                .min((a, b) -> Double.compare(Math.abs(a - ratio), Math.abs(b - ratio)))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    private static List<String> missing(List<RouteFinder.Found> found, Original original, Layout layout) {
        List<String> routes =
                original.routes().stream().map(state -> state.route().path()).toList();
        if (found.isEmpty()) {
            return List.of("none of the managed routes is left, expected " + String.join(", ", routes));
        }
        boolean hasHttp = found.stream().anyMatch(route -> route.now().route().kind() == RouteKind.HTTP);
        return layout.needsHttp() && !hasHttp
                ? List.of("the managed routes are " + String.join(", ", routes)
                        + ", expected one under spec.http: only http routes can mirror, match requests and set cookies")
                : List.of();
    }

    /** A number, where there is more than one route to add something above. */
    private static String suffix(List<RouteFinder.Found> found, RouteFinder.Found route) {
        List<RouteFinder.Found> http = found.stream()
                .filter(other -> other.now().route().kind() == RouteKind.HTTP)
                .toList();
        return http.size() == 1 ? "" : "-" + (http.indexOf(route) + 1);
    }

    private static String conflict(RouteFinder.Found route, MatchBlocks.ConflictException conflict) {
        return route.now().route().path() + "." + conflict.getMessage()
                + "; expected conditions on different things. Change the step, or name other routes as"
                + " serinus.io/routes";
    }

    private static Additions additions(Layout layout, Set<String> routes, Set<String> mirrors) {
        Set<String> cookies =
                layout.stickiness().map(cookie -> Set.of(cookie.pair())).orElse(Set.of());
        return new Additions(routes, layout.mirrorPercent().isPresent() ? mirrors : Set.of(), cookies);
    }

    private static List<String> sentences(VirtualService vs, List<String> obstacles) {
        return obstacles.stream()
                .map(obstacle -> "VirtualService " + vs.namespace() + "/" + vs.name() + ": " + obstacle)
                .toList();
    }
}
