package io.serinus.routing;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has another type than it must have would be read as if it were not there; a release says so instead. */
final class Readable {
    private Readable() {}

    /**
     * Asks for objects and lists down to the routes' destinations.
     *
     * @throws Selector.RefusedException if something else stands there
     */
    static void requireLists(VirtualService vs) {
        Object spec = vs.tree().get("spec");
        require(spec == null || spec instanceof Map<?, ?>, "spec", spec, "an object with hosts and routes");
        for (RouteKind kind : RouteKind.values()) {
            Object list = Tree.object(spec).get(kind.field());
            require(list == null || list instanceof List<?>, "spec." + kind.field(), list, "a list of routes");
            List<Object> elements = Tree.list(list);
            for (int i = 0; i < elements.size(); i++) {
                String path = "spec." + kind.field() + "[" + i + "]";
                Object entries = Tree.object(elements.get(i)).get("route");
                require(elements.get(i) instanceof Map<?, ?>, path, elements.get(i), "a route");
                require(
                        entries == null || entries instanceof List<?>,
                        path + ".route",
                        entries,
                        "a list of destinations");
            }
        }
    }

    /**
     * Asks for destinations and weights.
     *
     * @throws Selector.RefusedException if one cannot be read
     */
    static void requireDestinations(Route route) {
        for (RouteDestination destination : route.destinations()) {
            destination.unreadable().ifPresent(unreadable -> {
                throw new Selector.RefusedException(
                        route.path() + ".route[" + destination.position() + "]" + unreadable);
            });
        }
    }

    private static void require(boolean met, String path, @Nullable Object value, String expected) {
        if (!met) {
            throw new Selector.RefusedException(
                    path + " is " + (value == null ? "empty" : Tree.shown(value)) + ", expected " + expected);
        }
    }
}
