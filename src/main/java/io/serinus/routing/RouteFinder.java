package io.serinus.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds managed routes again after the list may have been edited: by name where there is one; otherwise by match and
 * position, then by match, then by position, where destinations and neighbours leave no doubt. The other routes to the pair
 * are looked for as well, so that none of them is taken for a managed one. Each route is found once at most. Nothing but
 * their order tells routes apart that have neither a name nor a match of their own; of these Istio uses only the first.
 */
final class RouteFinder {
    private final List<Route> current;
    private final List<ManagedRoute> wanted;
    private final Map<ManagedRoute, Original.RouteState> states = new HashMap<>();
    private final Own own;
    private final Map<ManagedRoute, Route> found = new HashMap<>();

    private RouteFinder(VirtualService vs, Original original, Own own) {
        this.own = own;
        this.current = Route.of(vs, own.copies()).stream()
                .filter(route -> !route.isOwn() && holdsEither(route))
                .toList();
        this.wanted = Stream.concat(
                        original.routes().stream().map(Original.RouteState::route), original.others().stream())
                .toList();
        original.routes().forEach(state -> states.put(state.route(), state));
    }

    /** The managed routes, as far as they are still there. */
    static Search find(VirtualService vs, Original original, Own own) {
        var finder = new RouteFinder(vs, original, own);
        finder.findAll();
        var result = new ArrayList<Found>();
        var lost = new ArrayList<ManagedRoute>();
        for (Original.RouteState state : original.routes()) {
            Route route = finder.found.get(state.route());
            if (route == null) {
                lost.add(state.route());
            } else {
                result.add(new Found(state, new RouteShape(route, own.pair(), vs.namespace())));
            }
        }
        List<Route> doubtful = finder.left()
                .filter(route -> lost.stream().anyMatch(w -> w.kind() == route.kind()))
                .filter(own::isDoubtful)
                .filter(route ->
                        !lost.stream().filter(w -> w.kind() == route.kind()).allMatch(w -> finder.isAsBefore(w, route)))
                .toList();
        return new Search(result, lost, doubtful);
    }

    private void findAll() {
        pass((w, route) -> w.name() != null && isCalled(w, route) && isAt(w, route));
        pass((w, route) -> w.name() != null && isCalled(w, route));
        passByMark();
        passInOrder(route -> true);
        passInOrder(this::isTouched);
        pass((w, route) -> isNameless(w, route) && matches(w, route) && isAt(w, route) && isAlike(w, route));
        pass((w, route) -> isNameless(w, route) && matches(w, route) && isAlike(w, route));
        // The route may have been given another name meanwhile, or its first one, or none.
        passWhereSole((w, route) -> matches(w, route) && isAlike(w, route));
        passInPlace();
        passWhereSole((w, route) -> isTouched(route) && isAlike(w, route));
        // The canary may have been taken out.
        passWhereSole((w, route) -> isNameless(w, route) && matches(w, route) && !hasStranger(w.kind()));
    }

    /** Routes with the same match are as many as they were: they have kept their order, wherever they stand now. */
    private void passInOrder(Predicate<Route> counts) {
        for (ManagedRoute first : wanted) {
            if (first.name() != null || found.containsKey(first)) {
                continue;
            }
            List<ManagedRoute> alike = wanted.stream()
                    .filter(w -> w.name() == null && !found.containsKey(w))
                    .filter(w -> w.kind() == first.kind() && w.match().equals(first.match()))
                    .sorted((a, b) -> Integer.compare(a.position(), b.position()))
                    .toList();
            List<Route> now = left(first.kind())
                    .filter(route -> isNameless(first, route) && matches(first, route) && counts.test(route))
                    .filter(route -> isAlike(first, route))
                    .toList();
            for (int i = 0; i < alike.size() && alike.size() == now.size(); i++) {
                found.put(alike.get(i), now.get(i));
            }
        }
    }

    private void pass(BiPredicate<ManagedRoute, Route> fits) {
        for (ManagedRoute w : wanted) {
            if (!found.containsKey(w)) {
                left(w.kind()).filter(route -> fits.test(w, route)).findFirst().ifPresent(route -> found.put(w, route));
            }
        }
    }

    /** Finds those that fit one route only, which fits nothing else that is looked for. */
    private void passWhereSole(BiPredicate<ManagedRoute, Route> fits) {
        for (ManagedRoute w : wanted) {
            if (found.containsKey(w)) {
                continue;
            }
            List<Route> fitting =
                    left(w.kind()).filter(route -> fits.test(w, route)).toList();
            boolean isSole = fitting.size() == 1
                    && missing(w.kind())
                                    .filter(v -> fits.test(v, fitting.getFirst()))
                                    .count()
                            == 1;
            if (isSole) {
                found.put(w, fitting.getFirst());
            }
        }
    }

    /** What only a managed route is given stands in one route, and one managed route is left to be found. */
    private void passByMark() {
        for (RouteKind kind : RouteKind.values()) {
            List<ManagedRoute> missing =
                    missing(kind).filter(states::containsKey).toList();
            List<Route> marked = left(kind).filter(own::isMarked).toList();
            if (missing.size() == 1 && marked.size() == 1) {
                found.put(missing.getFirst(), marked.getFirst());
            }
        }
    }

    private Stream<Route> left() {
        return current.stream().filter(route -> !found.containsValue(route));
    }

    private Stream<Route> left(RouteKind kind) {
        return left().filter(route -> route.kind() == kind);
    }

    private Stream<ManagedRoute> missing(RouteKind kind) {
        return wanted.stream().filter(w -> w.kind() == kind && !found.containsKey(w));
    }

    /**
     * Nothing but matches has changed if a route is left in the place of each that is missing, and no other. One to which
     * no traffic is shifted may be new there, and holds nothing of a release.
     */
    private void passInPlace() {
        for (RouteKind kind : RouteKind.values()) {
            List<ManagedRoute> missing = missing(kind).toList();
            boolean isInPlace = left(kind).count() == missing.size()
                    && missing.stream()
                            .allMatch(w -> left(kind)
                                    .anyMatch(route -> isNameless(w, route)
                                            && isAt(w, route)
                                            && isTouched(route)
                                            && isAlike(w, route)));
            if (isInPlace) {
                pass((w, route) -> w.kind() == kind && isAt(w, route));
            }
        }
    }

    /**
     * Whether a route is left to which traffic is shifted, that has neither a name nor a match that is known, and that is
     * none of the routes besides the managed ones, changed.
     */
    private boolean hasStranger(RouteKind kind) {
        long strangers = left(kind)
                .filter(route -> isTouched(route) && wanted.stream().noneMatch(w -> isKnownAs(w, route)))
                .count();
        long changed = missing(kind)
                .filter(w -> !states.containsKey(w) && current.stream().noneMatch(route -> isKnownAs(w, route)))
                .count();
        return strangers > changed;
    }

    private static boolean isKnownAs(ManagedRoute wanted, Route route) {
        return wanted.kind() == route.kind()
                && (matches(wanted, route) || wanted.name() != null && isCalled(wanted, route));
    }

    private boolean holdsEither(Route route) {
        return holdsBaseline(route) || holdsCanary(route);
    }

    private boolean holdsBaseline(Route route) {
        return route.holds(own.pair().baseline(), own.namespace());
    }

    private boolean holdsCanary(Route route) {
        return route.holds(own.pair().canary(), own.namespace());
    }

    /** Whether weights are shifted there, or may be. */
    private boolean isTouched(Route route) {
        return own.isMarked(route) || holdsBaseline(route) && holdsCanary(route);
    }

    /** Whether the destinations of a route may be those of a managed one; nobody knows those of the other routes. */
    private boolean isAlike(ManagedRoute managed, Route route) {
        Original.RouteState before = states.get(managed);
        return before == null
                || holdsBaseline(route)
                        && (before.canary() == null || holdsCanary(route))
                        && before.alone() == route.isAlone(own.pair(), own.namespace())
                        && (isTouched(route) || !hasStranger(managed.kind()));
    }

    /** Whether a route that may be a managed one is as that one was, so that it does not matter. */
    private boolean isAsBefore(ManagedRoute managed, Route route) {
        var before = Objects.requireNonNull(states.get(managed), "one that is not managed");
        var edit = new RouteEdit(new RouteExtras(before, new RouteShape(route, own.pair(), own.namespace()), own));
        return edit.restoreObstacle().isEmpty() && edit.restore().isEmpty();
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

    /**
     * What a search has brought.
     *
     * @param found the managed routes that are still there, in their order
     * @param lost those that are not, or that nobody can tell from others
     * @param doubtful routes with weights for the canary that may be lost ones
     */
    record Search(List<Found> found, List<ManagedRoute> lost, List<Route> doubtful) {
        boolean isFound(ManagedRoute route) {
            return found.stream().anyMatch(one -> one.before().route().equals(route));
        }

        boolean isFound(Route route) {
            return found.stream().anyMatch(one -> one.now().route().pointer().equals(route.pointer()));
        }

        /** A sentence for each route that may be a lost one. */
        List<String> doubts(Pair pair) {
            List<String> paths = lost.stream().map(ManagedRoute::path).toList();
            return doubtful.stream()
                    .map(route -> route.path() + ".route leads to " + pair.canary() + " and may be the managed route "
                            + String.join(" or ", paths)
                            + ", whose name and match are not there any more; its weights are left as they are. Give it"
                            + " its name or match back, or take " + pair.canary() + " out of it")
                    .toList();
        }
    }

    /** A managed route as it stood and as it stands. */
    record Found(Original.RouteState before, RouteShape now) {}
}
