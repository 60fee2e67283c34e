package io.serinus.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds what a release has added by what the VirtualService's own annotation says. */
final class Leftovers {
    private Leftovers() {}

    static List<PatchOperation> remove(VirtualService vs, Additions listed) {
        var operations = new ArrayList<PatchOperation>();
        if (!vs.annotations().containsKey(Additions.ANNOTATION)) {
            return operations;
        }
        List<Route> routes = Route.of(vs).stream()
                .filter(route -> route.kind() == RouteKind.HTTP)
                .toList();
        for (Route route : routes) {
            if (!isListed(route, listed)) {
                operations.addAll(mirror(route, listed));
                route.destinations().forEach(destination -> operations.addAll(cookie(route, destination, listed)));
            }
        }
        for (Route route : routes.reversed()) {
            if (isListed(route, listed)) {
                operations.add(new PatchOperation.Test(route.pointer() + "/name", String.valueOf(route.name())));
                operations.add(new PatchOperation.Remove(route.pointer()));
            }
        }
        operations.addAll(Additions.NONE.write(vs));
        return operations;
    }

    private static boolean isListed(Route route, Additions listed) {
        return route.isOwn() && listed.routes().contains(route.name());
    }

    private static List<PatchOperation> mirror(Route route, Additions listed) {
        Object mirror = route.tree().get("mirror");
        if (mirror == null) {
            return List.of();
        }
        var destination = new RouteDestination(0, Map.of("destination", mirror));
        if (destination.host() == null || !listed.mirrors().contains(RouteExtras.name(destination))) {
            return List.of();
        }
        var operations = new ArrayList<PatchOperation>();
        operations.add(new PatchOperation.Remove(route.pointer() + "/mirror"));
        if (route.tree().containsKey("mirrorPercentage")) {
            operations.add(new PatchOperation.Remove(route.pointer() + "/mirrorPercentage"));
        }
        return operations;
    }

    private static List<PatchOperation> cookie(Route route, RouteDestination destination, Additions listed) {
        String pointer = route.pointer() + "/route/" + destination.position();
        return CookieHeader.key(destination)
                .filter(key -> listed.holdsCookie(CookieHeader.value(destination, key)))
                .map(key -> List.<PatchOperation>of(
                        new PatchOperation.Remove(pointer + CookieHeader.leanest(destination, key, 0))))
                .orElse(List.of());
    }
}
