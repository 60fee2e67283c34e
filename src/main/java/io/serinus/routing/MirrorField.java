package io.serinus.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The fields of a route by which requests are mirrored. */
final class MirrorField {
    private static final String MIRROR = "mirror";
    private static final String MIRRORS = "mirrors";
    private static final String PERCENTAGE = "mirrorPercentage";

    private MirrorField() {}

    /** The first of them that the route has, as it is called; empty if it mirrors nothing. */
    static Optional<String> first(Route route) {
        return List.of(MIRROR, MIRRORS, PERCENTAGE).stream()
                .filter(route.tree()::containsKey)
                .findFirst();
    }

    /** Where the route mirrors to; empty if nowhere, or if nobody can tell. */
    static Optional<RouteDestination> destination(Route route) {
        return Optional.ofNullable(route.tree().get(MIRROR))
                .map(mirror -> new RouteDestination(0, Map.of("destination", mirror)))
                .filter(destination -> destination.host() != null);
    }

    /** Whether the route has no more of a mirror than how many requests it would take. */
    static boolean isPercentageOnly(Route route) {
        return first(route).equals(Optional.of(PERCENTAGE));
    }

    static boolean hasList(Route route) {
        return route.tree().containsKey(MIRRORS);
    }

    static OptionalDouble percent(Route route) {
        return Tree.object(route.tree().get(PERCENTAGE)).get("value") instanceof Number value
                ? OptionalDouble.of(value.doubleValue())
                : OptionalDouble.empty();
    }

    /** The operations that make the route mirror to a destination, whatever it mirrors to now. */
    static List<PatchOperation> set(Route route, RouteDestination like, double percent) {
        var changes = new ArrayList<PatchOperation>();
        if (!route.tree().containsKey(MIRROR)) {
            changes.add(new PatchOperation.Add(route.pointer() + "/" + MIRROR, like.destination()));
        }
        if (!percent(route).equals(OptionalDouble.of(percent))) {
            changes.add(new PatchOperation.Add(route.pointer() + "/" + PERCENTAGE, percentage(percent)));
        }
        return changes;
    }

    /** The operations that take away a mirror. */
    static List<PatchOperation> remove(Route route) {
        var changes = new ArrayList<PatchOperation>();
        for (String field : List.of(MIRROR, PERCENTAGE)) {
            if (route.tree().containsKey(field)) {
                changes.add(new PatchOperation.Remove(route.pointer() + "/" + field));
            }
        }
        return changes;
    }

    /** Takes a mirror out of a copy of a route. */
    static void removeFrom(Map<String, @Nullable Object> tree) {
        tree.remove(MIRROR);
        tree.remove(PERCENTAGE);
    }

    private static Map<String, Object> percentage(double percent) {
        return percent == Math.rint(percent) ? Map.of("value", (int) percent) : Map.of("value", percent);
    }
}
