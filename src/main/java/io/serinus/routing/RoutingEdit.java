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
import java.util.stream.Collectors;

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
     * taken away, wherever it stands now.
     *
     * <p>A copy of the baseline gets as much as the canary, and both at most half of the joint weight: an entry behind the
     * canary's that is like the baseline's but for the host. The baseline keeps the rest, which may be nothing.
     */
    public static Edit apply(VirtualService vs, Pair pair, Original original, Layout layout, Trail trail) {
        Own own = Own.of(vs, pair, trail);
        RouteFinder.Search search = RouteFinder.find(vs, original, own);
        List<String> obstacles = new ArrayList<>(missing(search.found(), original, layout));
        obstacles.addAll(search.doubts(pair));
        var operations = new ArrayList<PatchOperation>();
        var above = new LinkedHashMap<String, List<Map<String, Object>>>();
        var mirrors = new TreeSet<ListedMirror>();
        for (RouteFinder.Found route : search.found()) {
            var extras = new RouteExtras(route.before(), route.now(), own);
            var edit = new RouteEdit(extras);
            Optional<String> obstacle = route.now().obstacle().or(() -> extras.obstacle(layout));
            if (obstacle.isPresent()) {
                obstacles.add(obstacle.get());
                continue;
            }
            operations.addAll(edit.apply(layout));
            if (route.now().route().kind() == RouteKind.HTTP) {
                layout.mirrorPercent()
                        .ifPresent(percent -> mirrors.add(ListedMirror.of(
                                edit.canaryLike(), percent, route.before().route())));
                try {
                    above.put(
                            route.now().route().pointer(),
                            OwnRoutes.above(extras, edit.canaryLike().entry(), layout, suffix(search.found(), route)));
                } catch (MatchBlocks.ConflictException e) {
                    obstacles.add(conflict(route, e));
                }
            }
        }
        if (!obstacles.isEmpty()) {
            return new Edit(List.of(), sentences(vs, obstacles));
        }
        Leftovers leftovers = leftovers(vs, own, search);
        operations.addAll(leftovers.operations());
        operations.addAll(OwnRoutes.operations(vs, above));
        mirrors.addAll(leftovers.doubtful());
        Set<ListedCopy> copies = copies(layout, search.found(), pair);
        copies.addAll(own.copies().entries(leftovers.orphans()));
        Set<String> cookies =
                layout.stickiness().map(cookie -> Set.of(cookie.pair())).orElse(Set.of());
        operations.addAll(new Additions(OwnRoutes.names(above), mirrors, cookies, copies, Set.of()).write(vs));
        // The copy goes once a layout without it is reached, so no request may be sent there any more.
        List<String> left = layout.copy().isPresent() ? List.of() : own.copies().doubts(leftovers.orphans());
        return new Edit(operations, sentences(vs, left));
    }

    private static Set<ListedCopy> copies(Layout layout, List<RouteFinder.Found> found, Pair pair) {
        var copies = new TreeSet<ListedCopy>();
        layout.copy()
                .ifPresent(copy -> found.stream()
                        .map(route -> route.before().route())
                        .forEach(route -> copies.add(
                                new ListedCopy(copy.host(), pair.baseline(), route.kind(), route.position()))));
        return copies;
    }

    /** The same for a release that remembers nothing but this layout. */
    public static Edit apply(VirtualService vs, Pair pair, Original original, Layout layout) {
        return apply(vs, pair, original, layout, Trail.of(layout));
    }

    /**
     * Puts weights and entries of the pair back to how they stood, and takes away what was added. Where somebody has
     * meanwhile given the pair more or less beside other destinations, that joint weight stays and is shared as it was. In a
     * managed route that is gone there is nothing to restore. Where weights cannot be given back, or nobody can tell whose
     * something is, an obstacle says so; all that is certain is taken away even then, and the annotation stays and lists
     * what is left.
     */
    public static Edit restore(VirtualService vs, Pair pair, Original original, Trail trail) {
        Own own = Own.of(vs, pair, trail);
        RouteFinder.Search search = RouteFinder.find(vs, original, own);
        var operations = new ArrayList<PatchOperation>();
        var obstacles = new ArrayList<String>();
        var unrestored = new ArrayList<Route>();
        for (RouteFinder.Found route : search.found()) {
            var extras = new RouteExtras(route.before(), route.now(), own);
            var edit = new RouteEdit(extras);
            Optional<String> obstacle = edit.restoreObstacle();
            operations.addAll(obstacle.isPresent() ? edit.withdraw() : edit.restore());
            obstacle.ifPresent(sentence -> {
                obstacles.add(sentence);
                unrestored.add(route.now().route());
            });
            extras.doubt().ifPresent(obstacles::add);
        }
        Leftovers leftovers = leftovers(vs, own, search);
        operations.addAll(leftovers.operations());
        obstacles.addAll(search.doubts(pair));
        Set<ListedCopy> copies = own.copies().entries(unrestored);
        copies.addAll(own.copies().entries(leftovers.orphans()));
        unrestored.addAll(search.doubtful());
        leftovers.doubtful().forEach(mirror -> obstacles.add(doubt(mirror)));
        obstacles.addAll(own.copies().doubts(leftovers.orphans()));
        operations.addAll(OwnRoutes.operations(vs, Map.of()));
        operations.addAll(remaining(own, unrestored, leftovers, copies).write(vs));
        return new Edit(operations, sentences(vs, obstacles));
    }

    /** The same for a release that remembers nothing. */
    public static Edit restore(VirtualService vs, Pair pair, Original original) {
        return restore(vs, pair, original, Trail.NONE);
    }

    /**
     * Takes away what the annotation lists that a release added and nobody is left to take away; no operations if it lists
     * nothing. Weights stay as they are: what they were is not known; but that of a copy of the baseline goes to the baseline
     * beside it. A mirror that may be somebody else's stays, and a copy without its baseline, and they stay listed; obstacles
     * name such copies.
     */
    public static Edit removeAdditions(VirtualService vs) {
        return Leftovers.remove(vs);
    }

    /** What stands outside the managed routes; mirrors that are listed for one of these have been seen to there. */
    private static Leftovers leftovers(VirtualService vs, Own own, RouteFinder.Search search) {
        List<Route> elsewhere = Route.of(vs, own.copies()).stream()
                .filter(route -> !route.isOwn() && !search.isFound(route))
                .toList();
        boolean isAnyMirrorFound = search.found().stream()
                .anyMatch(route -> own.isMirror(route.before(), route.now().route()));
        Set<ListedMirror> missing = own.listed().mirrors().stream()
                .filter(mirror ->
                        mirror.route().map(route -> !search.isFound(route)).orElse(!isAnyMirrorFound))
                .collect(Collectors.toSet());
        return Leftovers.of(elsewhere, missing, own::isCookie, own.copies());
    }

    /** What of a release stands there after a restore; weights are not listed for themselves, only with what was listed. */
    private static Additions remaining(Own own, List<Route> unrestored, Leftovers leftovers, Set<ListedCopy> copies) {
        Set<String> weights = own.isListed() || !copies.isEmpty()
                ? unrestored.stream()
                        .map(route -> route.kind().field() + "[" + route.rank() + "]")
                        .collect(Collectors.toSet())
                : Set.of();
        return new Additions(Set.of(), leftovers.doubtful(), Set.of(), copies, weights);
    }

    private static String doubt(ListedMirror mirror) {
        return Additions.ANNOTATION + " lists a mirror to " + mirror.destination()
                + mirror.route().map(route -> " in " + route.path()).orElse("")
                + ", and several other routes have one like that, so they are left as they are. Take away those that are"
                + " not yours, then the entry";
    }

    /**
     * The canary's percentage that the managed routes show, of what it has together with the baseline and a copy of that; the
     * nearest one where weights are too coarse to tell; empty if they show no split that {@link #apply} writes, be it that
     * they disagree or that somebody has edited them.
     */
    public static OptionalInt canaryPercent(VirtualService vs, Pair pair, Original original, Trail trail) {
        var possible = new BitSet();
        possible.set(0, 101);
        long canary = 0;
        long joint = 0;
        RouteFinder.Search search = RouteFinder.find(vs, original, Own.of(vs, pair, trail));
        if (!search.doubtful().isEmpty()) {
            return OptionalInt.empty();
        }
        for (RouteFinder.Found route : search.found()) {
            if (route.now().obstacle().isPresent()) {
                return OptionalInt.empty();
            }
            RouteDestination entry = route.now().canary();
            int routeJoint = route.now().jointWeight();
            int routeCanary = entry == null ? 0 : entry.weight();
            possible.and(percentages(route.now(), routeJoint, routeCanary));
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

    /** The same for a release that remembers nothing. */
    public static OptionalInt canaryPercent(VirtualService vs, Pair pair, Original original) {
        return canaryPercent(vs, pair, original, Trail.NONE);
    }

    private static BitSet percentages(RouteShape now, int joint, int canary) {
        List<RouteDestination> copies = now.route().copies();
        if (copies.isEmpty()) {
            return Shares.percentages(joint, canary);
        }
        boolean isEven = copies.size() == 1 && copies.getFirst().weight() == canary;
        return isEven ? Shares.percentagesBesideCopy(joint, canary) : new BitSet();
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

    private static List<String> sentences(VirtualService vs, List<String> obstacles) {
        return obstacles.stream()
                .map(obstacle -> "VirtualService " + vs.namespace() + "/" + vs.name() + ": " + obstacle)
                .toList();
    }
}
