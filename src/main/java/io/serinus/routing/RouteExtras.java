package io.serinus.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a managed http route carries for a step besides weights: a mirror, and a cookie on the canary's answers. Routes of
 * other kinds have room for neither.
 *
 * @param own what is the release's
 */
record RouteExtras(Original.RouteState before, RouteShape now, Own own) {
    /** Why the layout is not possible here; empty if it is. */
    Optional<String> obstacle(Layout layout) {
        Route route = now.route();
        if (route.kind() != RouteKind.HTTP) {
            return Optional.empty();
        }
        Optional<String> mirror = MirrorField.first(route);
        if (layout.mirrorPercent().isPresent() && mirror.isPresent() && !isOwnMirror()) {
            return Optional.of(route.path() + "." + mirror.get()
                    + " is there already, expected none: a step that mirrors would replace it. Take it away for the"
                    + " release, or use a template that does not mirror");
        }
        RouteDestination canary = now.canary();
        if (layout.stickiness().isPresent() && canary != null && own.cookieKey(canary) == null) {
            return CookieHeader.keys(canary).stream()
                    .findFirst()
                    .map(key -> route.path() + ".route[" + canary.position() + "].headers.response.add." + key
                            + " is there already, expected none: stickiness needs that field for a cookie of its own."
                            + " Move yours to headers.response.set of the route, or leave stickiness out");
        }
        return Optional.empty();
    }

    /** Why nobody can tell what of the route is the release's; empty if somebody can. */
    Optional<String> doubt() {
        return own.isDoubtfulMirror(before, now.route())
                ? Optional.of(now.route().path() + ".mirror leads to "
                        + now.pair().canary()
                        + " as a step of this release does, but " + Additions.ANNOTATION
                        + ", which would list it, is not there any more, so it is left as it is. Take the mirror away, or"
                        + " give it another percentage if it is yours")
                : Optional.empty();
    }

    /** The operations on the route's mirror. */
    List<PatchOperation> mirror(Optional<Double> percent, RouteDestination like) {
        Route route = now.route();
        if (route.kind() != RouteKind.HTTP) {
            return List.of();
        }
        if (percent.isPresent()) {
            return MirrorField.set(route, like, percent.get());
        }
        return isOwnMirror() ? MirrorField.remove(route) : List.of();
    }

    /** The operations on the headers of the canary's entry, which stays. */
    List<PatchOperation> cookie(RouteDestination canary, Optional<Stickiness> stickiness, String pointer) {
        @Nullable String key = own.cookieKey(canary);
        if (stickiness.isEmpty() || now.route().kind() != RouteKind.HTTP) {
            return key == null
                    ? List.of()
                    : List.of(new PatchOperation.Remove(pointer + CookieHeader.leanest(canary, key, kept(canary))));
        }
        String header = stickiness.get().header();
        if (key == null) {
            return List.of(CookieHeader.addition(canary, pointer, header));
        }
        return header.equals(CookieHeader.value(canary, key))
                ? List.of()
                : List.of(new PatchOperation.Replace(pointer + CookieHeader.POINTER + JsonPatch.escape(key), header));
    }

    /** The operations that take the release's cookie from every destination but one. */
    List<PatchOperation> cookiesElsewhere(@Nullable RouteDestination canary) {
        var changes = new ArrayList<PatchOperation>();
        for (RouteDestination destination : now.route().destinations()) {
            if (canary == null || destination.position() != canary.position()) {
                changes.addAll(cookie(
                        destination, Optional.empty(), now.route().pointer() + "/route/" + destination.position()));
            }
        }
        return changes;
    }

    /** The managed route as it is without these extras, with nothing but the canary as its destination. */
    Map<String, Object> canaryOnly(Map<String, Object> canaryEntry) {
        var tree = new LinkedHashMap<>(Tree.object(Tree.copy(now.route().tree())));
        if (isOwnMirror()) {
            MirrorField.removeFrom(tree);
        }
        Map<String, Object> entry = withoutCookie(new RouteDestination(0, canaryEntry));
        entry.remove("weight");
        tree.put("route", new ArrayList<>(List.of(entry)));
        return tree;
    }

    /** A destination's entry, copied, without the release's cookie. */
    Map<String, Object> withoutCookie(RouteDestination destination) {
        try {
            return JsonPatch.apply(destination.entry(), cookie(destination, Optional.empty(), ""));
        } catch (PatchFailedException e) {
            throw new IllegalStateException("computed from this very entry", e);
        }
    }

    boolean isOwnMirror() {
        return own.isMirror(before, now.route());
    }

    /** How many of the objects around a cookie were there before; a new canary has those of the baseline. */
    private int kept(RouteDestination destination) {
        boolean isCanary = destination.is(now.pair().canary(), now.namespace());
        if (isCanary && before.canary() != null) {
            return before.canary().headers();
        }
        return isCanary || destination.is(now.pair().baseline(), now.namespace())
                ? before.baseline().headers()
                : 0;
    }
}
