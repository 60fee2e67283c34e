package io.serinus.routing;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What in a VirtualService is a release's, and what is somebody else's.
 *
 * @param listed what the annotation lists
 * @param isListed whether the annotation is there at all
 * @param sticky the routes for those who carry a cookie of the release's, which tell it even if nobody else does
 * @param copies the copies that are listed or that the release knows itself
 * @param trail what the release itself knows
 */
record Own(
        Pair pair,
        String namespace,
        Additions listed,
        boolean isListed,
        List<Route> sticky,
        Copies copies,
        Trail trail) {
    static Own of(VirtualService vs, Pair pair, Trail trail) {
        Additions listed = Additions.of(vs);
        return new Own(
                pair,
                vs.namespace(),
                listed,
                vs.annotations().containsKey(Additions.ANNOTATION),
                Route.of(vs).stream().filter(OwnRoutes::isSticky).toList(),
                Copies.listed(vs.namespace(), listed).with(trail, pair),
                trail);
    }

    boolean isCookie(String header) {
        return listed.holdsCookie(header)
                || trail.holdsCookie(header)
                || sticky.stream().anyMatch(route -> OwnRoutes.looksFor(route, header));
    }

    /**
     * Whether the mirror of a managed route, or what is left of it, is the release's: listed for this route; where an older
     * version has listed it, one that leads to the canary in a route that had none; and without an annotation, one besides
     * that takes as many requests as the release has told it last.
     */
    boolean isMirror(Original.RouteState before, Route route) {
        if (!mayBeMirror(route)) {
            return false;
        }
        if (listed.mirrors().stream().anyMatch(mirror -> mirror.route().equals(Optional.of(before.route())))) {
            return true;
        }
        boolean isListedWithoutRoute =
                listed.mirrors().stream().anyMatch(mirror -> mirror.route().isEmpty());
        return !before.mirrored()
                && (isListedWithoutRoute || !isListed && trail.isLastMirror(MirrorField.percent(route)));
    }

    /** Whether nobody can tell if the mirror of a managed route is the release's. */
    boolean isDoubtfulMirror(Original.RouteState before, Route route) {
        return mayBeMirror(route) && !before.mirrored() && !isListed && trail.mayBeMirror(MirrorField.percent(route));
    }

    private boolean mayBeMirror(Route route) {
        return route.kind() == RouteKind.HTTP
                && !MirrorField.hasList(route)
                && (MirrorField.isPercentageOnly(route) || mirrorsToCanary(route));
    }

    private boolean mirrorsToCanary(Route route) {
        return MirrorField.destination(route)
                .filter(destination -> destination.is(pair.canary(), namespace))
                .isPresent();
    }

    /** Whether a route carries something that only a managed route is given. */
    boolean isMarked(Route route) {
        OptionalDouble percent = MirrorField.percent(route);
        boolean isMirror = isListed
                ? listed.mirrors().stream().anyMatch(mirror -> mirror.percent().equals(percent))
                : trail.isLastMirror(percent);
        return !route.copies().isEmpty()
                || route.destinations().stream().anyMatch(this::setsCookie)
                || isMirror && mirrorsToCanary(route);
    }

    /** Whether a route that may be a managed one has something that may be the release's. */
    boolean isDoubtful(Route route) {
        boolean isShared = route.destinations().size() > 1 && route.holds(pair.canary(), namespace);
        return isShared
                || isMarked(route)
                || !isListed && trail.mayBeMirror(MirrorField.percent(route)) && mirrorsToCanary(route);
    }

    private boolean setsCookie(RouteDestination destination) {
        return cookieKey(destination) != null;
    }

    /** The name of the header by which the destination sets a cookie of the release's; null if it sets none. */
    @Nullable
    String cookieKey(RouteDestination destination) {
        return CookieHeader.keys(destination).stream()
                .filter(key -> isCookie(CookieHeader.value(destination, key)))
                .findFirst()
                .orElse(null);
    }
}
