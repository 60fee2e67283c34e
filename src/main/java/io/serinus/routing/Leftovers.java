package io.serinus.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * What a release has added and what stands in routes that it does not manage, or does not find again; found by what the
 * VirtualService's own annotation says.
 *
 * @param operations the operations that take it away
 * @param doubtful mirrors that are still listed, since several routes have one like that, or one that was changed
 * @param orphans routes with a copy of a baseline that does not stand beside it any more, so that nothing could take over
 */
record Leftovers(List<PatchOperation> operations, Set<ListedMirror> doubtful, List<Route> orphans) {
    Leftovers {
        operations = List.copyOf(operations);
        doubtful = new TreeSet<>(doubtful);
        orphans = List.copyOf(orphans);
    }

    /** Of a VirtualService without a release. */
    static Edit remove(VirtualService vs) {
        if (!vs.annotations().containsKey(Additions.ANNOTATION)) {
            return new Edit(List.of(), List.of());
        }
        Additions listed = Additions.of(vs);
        List<Route> routes = Route.of(vs);
        List<Route> listedRoutes = routes.stream()
                .filter(route -> route.isOwn() && listed.routes().contains(String.valueOf(route.name())))
                .toList();
        List<Route> others =
                routes.stream().filter(route -> !listedRoutes.contains(route)).toList();
        Copies copies = Copies.listed(vs.namespace(), listed);
        Leftovers left = of(others, listed.mirrors(), listed::holdsCookie, copies);
        var operations = new ArrayList<>(left.operations());
        for (Route route : listedRoutes.reversed()) {
            operations.add(new PatchOperation.Test(route.pointer() + "/name", String.valueOf(route.name())));
            operations.add(new PatchOperation.Remove(route.pointer()));
        }
        Set<ListedCopy> kept = copies.entries(left.orphans());
        operations.addAll(new Additions(Set.of(), left.doubtful(), Set.of(), kept, Set.of()).write(vs));
        List<String> obstacles = copies.doubts(left.orphans()).stream()
                .map(doubt -> "VirtualService " + vs.namespace() + "/" + vs.name() + ": " + doubt)
                .toList();
        return new Edit(operations, obstacles);
    }

    /**
     * Of some routes.
     *
     * @param mirrors that are listed
     * @param isCookie whether a {@code Set-Cookie} header is one that a release has added
     * @param copies by which the routes were read
     */
    static Leftovers of(List<Route> routes, Set<ListedMirror> mirrors, Predicate<String> isCookie, Copies copies) {
        var operations = new ArrayList<PatchOperation>();
        var orphans = new ArrayList<Route>();
        var search = new MirrorSearch(routes, mirrors);
        search.found.forEach(route -> operations.addAll(MirrorField.remove(route)));
        for (Route route : routes) {
            route.destinations().forEach(destination -> operations.addAll(cookies(route, destination, isCookie)));
            copies.remove(route).ifPresentOrElse(operations::addAll, () -> orphans.add(route));
        }
        return new Leftovers(operations, search.doubtful, orphans);
    }

    private static List<PatchOperation> cookies(Route route, RouteDestination destination, Predicate<String> isCookie) {
        String pointer = destination.pointer(route);
        return CookieHeader.keys(destination).stream()
                .filter(key -> isCookie.test(CookieHeader.value(destination, key)))
                .findFirst()
                .map(key -> List.<PatchOperation>of(
                        new PatchOperation.Remove(pointer + CookieHeader.leanest(destination, key, 0))))
                .orElse(List.of());
    }

    /** Finds the routes of listed mirrors: by name, by match, or by what they mirror; each for one of them. */
    private static final class MirrorSearch {
        private final List<Route> candidates;
        private final List<ListedMirror> missing;
        private final List<Route> found = new ArrayList<>();
        private final Set<ListedMirror> doubtful = new TreeSet<>();

        MirrorSearch(List<Route> routes, Set<ListedMirror> mirrors) {
            candidates = new ArrayList<>(routes.stream()
                    .filter(route -> route.kind() == RouteKind.HTTP && !route.isOwn())
                    .filter(route -> mirrors.stream().anyMatch(mirror -> leadsTo(mirror, route)))
                    .toList());
            missing = new ArrayList<>(mirrors);
            pass((known, route) -> known.name() != null && known.name().equals(route.name()));
            pass((known, route) -> matches(known, route) && known.position() == route.rank());
            pass(MirrorSearch::matches);
            byContent();
        }

        private void pass(BiPredicate<ManagedRoute, Route> fits) {
            for (ListedMirror mirror : List.copyOf(missing)) {
                List<Route> fitting = candidates.stream()
                        .filter(route -> leadsTo(mirror, route))
                        .filter(route -> mirror.route()
                                .filter(known -> fits.test(known, route))
                                .isPresent())
                        .toList();
                if (fitting.size() == 1) {
                    take(mirror, fitting.getFirst());
                }
            }
        }

        /** As many routes mirror the same as are still missing, so these must be they; of fewer, some were taken away. */
        private void byContent() {
            for (ListedMirror mirror : List.copyOf(missing)) {
                List<ListedMirror> alike = missing.stream()
                        .filter(other -> other.destination().equals(mirror.destination())
                                && other.percent().equals(mirror.percent()))
                        .toList();
                List<Route> fitting = candidates.stream()
                        .filter(route -> leadsTo(mirror, route) && takesAsMany(mirror, route))
                        .toList();
                if (fitting.isEmpty() || !missing.contains(mirror)) {
                    continue;
                }
                boolean isOlderForm = mirror.route().isEmpty();
                if (isOlderForm ? isUniform(fitting) : fitting.size() <= alike.size()) {
                    fitting.forEach(route -> take(mirror, route));
                } else {
                    doubtful.add(mirror);
                }
            }
        }

        private void take(ListedMirror mirror, Route route) {
            missing.remove(mirror);
            candidates.remove(route);
            found.add(route);
        }

        /** A step mirrors the same everywhere. */
        private static boolean isUniform(List<Route> routes) {
            return routes.stream().map(MirrorField::percent).distinct().count() == 1;
        }

        private static boolean takesAsMany(ListedMirror mirror, Route route) {
            return mirror.percent().isEmpty() || Objects.equals(mirror.percent(), MirrorField.percent(route));
        }

        private static boolean leadsTo(ListedMirror mirror, Route route) {
            Optional<RouteDestination> destination = MirrorField.destination(route);
            return !MirrorField.hasList(route)
                    && destination.isPresent()
                    && mirror.destination().equals(ListedMirror.nameOf(destination.get()));
        }

        private static boolean matches(ManagedRoute known, Route route) {
            return known.match().equals(ManagedRoute.matchOf(route));
        }
    }
}
