package io.serinus.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One route of a VirtualService as it stands.
 *
 * @param position in its list
 * @param destinations empty for a route that only redirects, answers itself or delegates
 */
record Route(RouteKind kind, int position, Map<String, Object> tree, List<RouteDestination> destinations) {
    /** Routes that Serinus adds for single steps carry this prefix; they are nobody's choice. */
    static final String OWN_PREFIX = "serinus-";

    /** All routes, http first. */
    static List<Route> of(VirtualService vs) {
        Map<String, Object> spec = Tree.object(vs.tree().get("spec"));
        var routes = new ArrayList<Route>();
        for (RouteKind kind : RouteKind.values()) {
            List<Object> list = Tree.list(spec.get(kind.field()));
            for (int i = 0; i < list.size(); i++) {
                routes.add(of(kind, i, Tree.object(list.get(i))));
            }
        }
        return routes;
    }

    private static Route of(RouteKind kind, int position, Map<String, Object> tree) {
        var destinations = new ArrayList<RouteDestination>();
        List<Object> entries = Tree.list(tree.get("route"));
        for (int i = 0; i < entries.size(); i++) {
            destinations.add(new RouteDestination(i, Tree.object(entries.get(i))));
        }
        return new Route(kind, position, tree, List.copyOf(destinations));
    }

    @Nullable
    String name() {
        return Tree.text(tree.get("name"));
    }

    boolean isOwn() {
        String name = name();
        return name != null && name.startsWith(OWN_PREFIX);
    }

    /** Where it is, as a person reads it. */
    String path() {
        return "spec." + kind.field() + "[" + position + "]";
    }

    /** Where it is, as a JSON pointer. */
    String pointer() {
        return "/spec/" + kind.field() + "/" + position;
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
