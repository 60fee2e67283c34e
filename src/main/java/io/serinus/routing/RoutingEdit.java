package io.serinus.routing;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * Shifts the weights between baseline and canary, puts them back, and reads them. Destinations are found by host and
 * subset, routes by name or content, so edits that other people make meanwhile stay where they are.
 */
public final class WeightEdit {
    private WeightEdit() {}

    /**
     * Gives the canary its percentage of what the pair has together in each managed route; other destinations keep their
     * weights. Weights stay whole numbers with the same sum; where they are too coarse for the percentage, the canary gets
     * at least 1 and, below 100 %, leaves the baseline at least 1. A baseline that is the only destination of its route
     * gets a weight and the canary beside it, as a copy of its entry (port, headers) with the canary's host and subset.
     * Managed routes that somebody has removed are left out.
     *
     * @param canaryPercent 0..100
     */
    public static Edit split(VirtualService vs, Pair pair, Original original, int canaryPercent) {
        if (canaryPercent < 0 || canaryPercent > 100) {
            throw new IllegalArgumentException("canaryPercent is " + canaryPercent + ", expected 0 to 100");
        }
        var operations = new ArrayList<PatchOperation>();
        var obstacles = new ArrayList<String>();
        List<RouteFinder.Found> found = RouteFinder.find(vs, pair, original);
        if (found.isEmpty()) {
            obstacles.add(sentence(
                    vs,
                    "none of the managed routes is left, expected "
                            + String.join(
                                    ", ",
                                    original.routes().stream()
                                            .map(state -> state.route().path())
                                            .toList())));
        }
        for (RouteFinder.Found route : found) {
            route.now()
                    .obstacle()
                    .ifPresentOrElse(
                            obstacle -> obstacles.add(sentence(vs, obstacle)),
                            () -> operations.addAll(new RouteEdit(route.before(), route.now()).split(canaryPercent)));
        }
        return new Edit(obstacles.isEmpty() ? operations : List.of(), obstacles);
    }

    /**
     * Puts weights and entries of the pair back to how they stood. Where somebody has meanwhile given the pair more or less
     * beside other destinations, that joint weight stays and is shared as it was. In a managed route that is gone there is
     * nothing to restore.
     */
    public static Edit restore(VirtualService vs, Pair pair, Original original) {
        var operations = new ArrayList<PatchOperation>();
        var obstacles = new ArrayList<String>();
        for (RouteFinder.Found route : RouteFinder.find(vs, pair, original)) {
            var edit = new RouteEdit(route.before(), route.now());
            edit.restoreObstacle()
                    .ifPresentOrElse(
                            obstacle -> obstacles.add(sentence(vs, obstacle)), () -> operations.addAll(edit.restore()));
        }
        return new Edit(operations, obstacles);
    }

    /**
     * The canary's percentage that the managed routes show, the nearest one where weights are too coarse to tell; empty if
     * they show no split that {@link #split} writes, be it that they disagree or that somebody has edited them.
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

    private static String sentence(VirtualService vs, String obstacle) {
        return "VirtualService " + vs.namespace() + "/" + vs.name() + ": " + obstacle;
    }
}
