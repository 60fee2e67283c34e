package io.serinus.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Finds managed routes again after the list may have been edited: by name where there is one; otherwise by position and
 * match, then by match, then by position. Each route is found for one managed route at most. What fits none of these is
 * taken to be gone rather than guessed at. Nothing but their order tells routes apart that have neither a name nor a match
 * of their own; of these Istio uses only the first.
 */
final class RouteFinder {
    private final List<Route> current;
    private final Pair pair;
    private final String namespace;
    private final Map<ManagedRoute, Route> found = new HashMap<>();

    private RouteFinder(VirtualService vs, Pair pair) {
        this.current = Route.of(vs).stream().filter(route -> !route.isOwn()).toList();
        this.pair = pair;
        this.namespace = vs.namespace();
    }

    /** The managed routes that are still there, in their order, each with how it stood. */
    static List<Found> find(VirtualService vs, Pair pair, Original original) {
        var finder = new RouteFinder(vs, pair);
        List<ManagedRoute> wanted =
                original.routes().stream().map(Original.RouteState::route).toList();
        finder.pass(wanted, (w, route) -> w.name() != null && isCalled(w, route) && isAt(w, route));
        finder.pass(wanted, (w, route) -> w.name() != null && isCalled(w, route));
        finder.passInOrder(wanted);
        finder.pass(wanted, (w, route) -> isNameless(w, route) && matches(w, route) && isAt(w, route));
        finder.pass(wanted, (w, route) -> isNameless(w, route) && matches(w, route));
        // The route may have been given a name meanwhile.
        finder.pass(wanted, (w, route) -> w.name() == null && matches(w, route) && isAt(w, route));
        finder.pass(
                wanted,
                (w, route) -> isNameless(w, route) && isAt(w, route) && route.holds(pair.baseline(), vs.namespace()));
        var result = new ArrayList<Found>();
        for (Original.RouteState state : original.routes()) {
            Route route = finder.found.get(state.route());
            if (route != null) {
                result.add(new Found(state, new RouteShape(route, pair, vs.namespace())));
            }
        }
        return result;
    }

    /** Routes with the same match are as many as they were: they have kept their order, wherever they stand now. */
    private void passInOrder(List<ManagedRoute> wanted) {
        for (ManagedRoute first : wanted) {
            if (first.name() != null || found.containsKey(first)) {
                continue;
            }
            List<ManagedRoute> alike = wanted.stream()
                    .filter(w -> w.name() == null
                            && w.kind() == first.kind()
                            && w.match().equals(first.match()))
                    .toList();
            List<Route> now = current.stream()
                    .filter(route -> route.kind() == first.kind() && isNameless(first, route) && matches(first, route))
                    .filter(route -> route.holds(pair.baseline(), namespace) && !found.containsValue(route))
                    .toList();
            for (int i = 0; i < alike.size() && alike.size() == now.size(); i++) {
                found.put(alike.get(i), now.get(i));
            }
        }
    }

    private void pass(List<ManagedRoute> wanted, BiPredicate<ManagedRoute, Route> fits) {
        for (ManagedRoute w : wanted) {
            if (found.containsKey(w)) {
                continue;
            }
            Optional<Route> first = current.stream()
                    .filter(route -> route.kind() == w.kind() && holdsEither(route) && !found.containsValue(route))
                    .filter(route -> fits.test(w, route))
                    .findFirst();
            first.ifPresent(route -> found.put(w, route));
        }
    }

    private boolean holdsEither(Route route) {
        return route.holds(pair.baseline(), namespace) || route.holds(pair.canary(), namespace);
    }

    private static boolean isCalled(ManagedRoute wanted, Route route) {
        return Objects.equals(wanted.name(), route.name());
    }

    private static boolean isNameless(ManagedRoute wanted, Route route) {
        return wanted.name() == null && route.name() == null;
    }

    private static boolean isAt(ManagedRoute wanted, Route route) {
        return wanted.position() == route.rank();
    }

    private static boolean matches(ManagedRoute wanted, Route route) {
        return wanted.match().equals(ManagedRoute.matchOf(route));
    }

    /** A managed route as it stood and as it stands. */
    record Found(Original.RouteState before, RouteShape now) {}
}
