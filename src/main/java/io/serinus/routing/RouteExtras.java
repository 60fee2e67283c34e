package io.serinus.routing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a managed http route carries for a step besides weights: a mirror, and a cookie on the canary's answers.
 *
 * @param listed what the VirtualService says that Serinus has added
 */
record RouteExtras(Original.RouteState before, RouteShape now, Additions listed) {
    /** Why the layout is not possible here; empty if it is. */
    Optional<String> obstacle(Layout layout) {
        Route route = now.route();
        if (route.kind() != RouteKind.HTTP) {
            return Optional.empty();
        }
        if (layout.mirrorPercent().isPresent() && hasForeignMirror()) {
            String field = route.tree().get("mirror") == null ? "mirrors" : "mirror";
            return Optional.of(route.path() + "." + field
                    + " is there already, expected none: a step that mirrors would replace it. Take it away for the"
                    + " release, or use a template that does not mirror");
        }
        RouteDestination canary = now.canary();
        if (layout.stickiness().isPresent() && canary != null) {
            Optional<String> cookie = CookieHeader.key(canary);
            boolean isForeign = cookie.isPresent() && !isOwnCookie(canary, cookie.get(), layout.stickiness());
            if (isForeign) {
                return Optional.of(route.path() + ".route[" + canary.position() + "].headers.response.add."
                        + cookie.get() + " is there already, expected none: stickiness needs that field for a cookie of"
                        + " its own. Move yours to headers.response.set of the route, or leave stickiness out");
            }
        }
        return Optional.empty();
    }

    /** The operations on the route's mirror. */
    List<PatchOperation> mirror(Optional<Double> percent, RouteDestination like) {
        Map<String, Object> tree = now.route().tree();
        String pointer = now.route().pointer();
        var changes = new ArrayList<PatchOperation>();
        if (now.route().kind() != RouteKind.HTTP || before.mirrored()) {
            return changes;
        }
        if (percent.isPresent()) {
            if (tree.get("mirror") == null) {
                changes.add(new PatchOperation.Add(pointer + "/mirror", like.destination()));
            }
            if (!isPercentage(tree.get("mirrorPercentage"), percent.get())) {
                changes.add(new PatchOperation.Add(pointer + "/mirrorPercentage", percentage(percent.get())));
            }
        } else if (isOwnMirror()) {
            changes.add(new PatchOperation.Remove(pointer + "/mirror"));
            if (tree.containsKey("mirrorPercentage")) {
                changes.add(new PatchOperation.Remove(pointer + "/mirrorPercentage"));
            }
        }
        return changes;
    }

    /** The operations on the headers of the canary's entry, which stays. */
    List<PatchOperation> cookie(RouteDestination canary, Optional<Stickiness> stickiness, String pointer) {
        Optional<String> key = CookieHeader.key(canary);
        if (stickiness.isPresent()) {
            String header = stickiness.get().header();
            if (key.isPresent()) {
                return header.equals(CookieHeader.value(canary, key.get()))
                        ? List.of()
                        : List.of(new PatchOperation.Replace(pointer + CookieHeader.POINTER + key.get(), header));
            }
            return List.of(CookieHeader.addition(canary, pointer, header));
        }
        return key.isPresent() && isOwnCookie(canary, key.get(), Optional.empty())
                ? List.of(new PatchOperation.Remove(pointer + CookieHeader.leanest(canary, key.get(), kept())))
                : List.of();
    }

    /** The managed route as it is without these extras, with nothing but the canary as its destination. */
    Map<String, Object> canaryOnly(Map<String, Object> canaryEntry) {
        var tree = new LinkedHashMap<>(Tree.object(Tree.copy(now.route().tree())));
        if (isOwnMirror()) {
            tree.remove("mirror");
            tree.remove("mirrorPercentage");
        }
        Map<String, Object> entry = withoutCookie(canaryEntry);
        entry.remove("weight");
        tree.put("route", new ArrayList<>(List.of(entry)));
        return tree;
    }

    private Map<String, Object> withoutCookie(Map<String, Object> entry) {
        try {
            var destination = new RouteDestination(0, entry);
            return JsonPatch.apply(entry, cookie(destination, Optional.empty(), ""));
        } catch (PatchFailedException e) {
            throw new IllegalStateException("computed from this very entry", e);
        }
    }

    /** What the mirror of a step is like in the annotation. */
    static String name(RouteDestination destination) {
        return requireNonNull(destination.host()) + (destination.subset() == null ? "" : "/" + destination.subset());
    }

    private boolean hasForeignMirror() {
        Map<String, Object> tree = now.route().tree();
        return before.mirrored() || tree.get("mirrors") != null || tree.get("mirror") != null && !isOwnMirror();
    }

    /** One that leads to the canary, in a route that had none before the release. */
    private boolean isOwnMirror() {
        Object mirror = now.route().tree().get("mirror");
        return now.route().kind() == RouteKind.HTTP
                && !before.mirrored()
                && mirror != null
                && new RouteDestination(0, Map.of("destination", mirror))
                        .is(now.pair().canary(), now.namespace());
    }

    private static boolean isPercentage(@Nullable Object tree, double percent) {
        return Tree.object(tree).get("value") instanceof Number value && value.doubleValue() == percent;
    }

    private static Map<String, Object> percentage(double percent) {
        return percent == Math.rint(percent) ? Map.of("value", (int) percent) : Map.of("value", percent);
    }

    private int kept() {
        return before.canary() == null ? 0 : before.canary().headers();
    }

    private boolean isOwnCookie(RouteDestination canary, String key, Optional<Stickiness> stickiness) {
        String header = CookieHeader.value(canary, key);
        return listed.holdsCookie(header)
                || stickiness
                        .filter(sticky -> header.startsWith(sticky.pair() + ";"))
                        .isPresent();
    }
}
