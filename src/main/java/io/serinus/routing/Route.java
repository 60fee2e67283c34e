package io.serinus.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One route of a VirtualService as it stands.
 *
 * @param position in its list
 * @param rank the same without the routes that Serinus has added
 * @param destinations but for the copies; empty for a route that only redirects, answers itself or delegates
 * @param copies destinations that releases have added for a copy of the baseline; they are nobody's choice
 */
record Route(
        RouteKind kind,
        int position,
        int rank,
        Map<String, Object> tree,
        List<RouteDestination> destinations,
        List<RouteDestination> copies) {
    /** All routes, http first, with the copies that the annotation lists. */
    static List<Route> of(VirtualService vs) {
        return of(vs, Copies.listed(vs));
    }

    /** The same with these copies. */
    static List<Route> of(VirtualService vs, Copies copies) {
        Map<String, Object> spec = Tree.object(vs.tree().get("spec"));
        var routes = new ArrayList<Route>();
        for (RouteKind kind : RouteKind.values()) {
            List<Object> list = Tree.list(spec.get(kind.field()));
            int rank = 0;
            for (int i = 0; i < list.size(); i++) {
                Route route = of(kind, i, rank, Tree.object(list.get(i)), copies);
                routes.add(route);
                rank += route.isOwn() ? 0 : 1;
            }
        }
        return routes;
    }

    private static Route of(RouteKind kind, int position, int rank, Map<String, Object> tree, Copies known) {
        var destinations = new ArrayList<RouteDestination>();
        var copies = new ArrayList<RouteDestination>();
        List<Object> entries = Tree.list(tree.get("route"));
        for (int i = 0; i < entries.size(); i++) {
            var destination = new RouteDestination(i, Tree.object(entries.get(i)));
            (known.holds(destination) ? copies : destinations).add(destination);
        }
        return new Route(kind, position, rank, tree, List.copyOf(destinations), List.copyOf(copies));
    }

    @Nullable
    String name() {
        return Tree.text(tree.get("name"));
    }

    /** Whether Serinus has added it for a step; it is nobody's choice. */
    boolean isOwn() {
        String name = name();
        return kind == RouteKind.HTTP && name != null && OwnRoutes.isName(name);
    }

    /** Where it is, as a person reads it. */
    String path() {
        return "spec." + kind.field() + "[" + position + "]";
    }

    /** Where it is, as a JSON pointer. */
    String pointer() {
        return "/spec/" + kind.field() + "/" + position;
    }

    /** All destinations as they stand, copies included. */
    List<RouteDestination> everyDestination() {
        return Stream.concat(destinations.stream(), copies.stream())
                .sorted(Comparator.comparingInt(RouteDestination::position))
                .toList();
    }

    /** The destinations that get traffic: the only one, or those with a weight above 0. */
    List<RouteDestination> serving() {
        return destinations.size() == 1
                ? destinations
                : destinations.stream().filter(d -> d.weight() > 0).toList();
    }

    List<RouteDestination> all(Endpoint endpoint, String namespace) {
        return destinations.stream().filter(d -> d.is(endpoint, namespace)).toList();
    }

    boolean holds(Endpoint endpoint, String namespace) {
        return destinations.stream().anyMatch(d -> d.is(endpoint, namespace));
    }

    /** Whether the route has no destinations but those of the pair. */
    boolean isAlone(Pair pair, String namespace) {
        return destinations.stream().allMatch(d -> d.is(pair.baseline(), namespace) || d.is(pair.canary(), namespace));
    }
}
