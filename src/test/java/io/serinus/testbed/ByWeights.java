package io.serinus.testbed;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ways to the canary that the simulated mesh does not know, told to it as weights: every fifth request is taken to fit the
 * match of a step, and mirrored requests come out of the baseline's instead of being sent twice.
 */
public final class ByWeights {
    private static final double FITTING = 0.2;

    private ByWeights() {}

    /** The VirtualService as the mesh is to see it; itself where it knows all ways. */
    public static Map<String, Object> of(Map<String, Object> virtualService) {
        Map<?, ?> spec = (Map<?, ?>) requireNonNull(virtualService.get("spec"));
        List<?> routes = (List<?>) requireNonNull(spec.get("http"));
        boolean isMatched = routes.stream().anyMatch(route -> "serinus-match".equals(((Map<?, ?>) route).get("name")));
        var seen = new ArrayList<Object>();
        for (Object route : routes) {
            Map<?, ?> fields = (Map<?, ?>) route;
            double extra = isMatched ? FITTING : mirrored(fields);
            seen.add(extra > 0 && isSplit(fields) ? withShare(fields, extra) : fields);
        }
        var seenSpec = new LinkedHashMap<Object, Object>(spec);
        seenSpec.put("http", seen);
        var tree = new LinkedHashMap<>(virtualService);
        tree.put("spec", seenSpec);
        return tree;
    }

    private static double mirrored(Map<?, ?> route) {
        return route.get("mirrorPercentage") instanceof Map<?, ?> share && share.get("value") instanceof Number percent
                ? percent.doubleValue() / 100
                : 0;
    }

    private static boolean isSplit(Map<?, ?> route) {
        return route.get("route") instanceof List<?> destinations && destinations.size() == 2;
    }

    private static Map<Object, Object> withShare(Map<?, ?> route, double extra) {
        List<?> destinations = (List<?>) requireNonNull(route.get("route"));
        double canary = weight(destinations.get(1));
        var changed = new LinkedHashMap<Object, Object>(route);
        changed.put(
                "route",
                List.of(
                        weighted(destinations.get(0), (100 - canary) * (1 - extra)),
                        weighted(destinations.get(1), canary + (100 - canary) * extra)));
        return changed;
    }

    private static double weight(Object destination) {
        return ((Map<?, ?>) destination).get("weight") instanceof Number weight ? weight.doubleValue() : 0;
    }

    private static Map<Object, Object> weighted(Object destination, double weight) {
        var changed = new LinkedHashMap<Object, Object>((Map<?, ?>) destination);
        changed.put("weight", weight);
        return changed;
    }
}
