package io.serinus.routing;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a pair of destinations stands in one route as it is now. */
record RouteShape(Route route, Pair pair, String namespace) {

    /** Weights below this cannot be given to two destinations. */
    private static final int SMALLEST_JOINT_WEIGHT = 2;

    /** What a destination that is alone in its route, and needs no weight there, is worth. */
    static final int WHOLE = 100;

    @Nullable
    RouteDestination baseline() {
        return first(pair.baseline());
    }

    @Nullable
    RouteDestination canary() {
        return first(pair.canary());
    }

    boolean isAlone() {
        return route.isAlone(pair, namespace);
    }

    /**
     * The weight that the pair shares. Istio gives all traffic to a destination that is alone, whatever its weight, so a
     * pair that is alone with no weight worth sharing counts as a whole. What copies of the baseline have is the pair's, too.
     */
    int jointWeight() {
        int sum = (int) Math.min(Integer.MAX_VALUE, sum());
        return sum < SMALLEST_JOINT_WEIGHT && isAlone() ? WHOLE : sum;
    }

    /** Why weights cannot be shifted between the pair here, as a sentence; empty if they can. */
    Optional<String> obstacle() {
        String path = route.path() + ".route";
        RouteDestination baseline = baseline();
        if (baseline == null) {
            return Optional.of(path + " has no destination " + pair.baseline() + ", expected the baseline there");
        }
        for (Endpoint endpoint : List.of(pair.baseline(), pair.canary())) {
            List<RouteDestination> all = route.all(endpoint, namespace);
            if (all.size() > 1) {
                return Optional.of(path + " has " + endpoint + " at "
                        + all.get(0).position() + " and at " + all.get(1).position() + ", expected it once");
            }
            Optional<String> unreadable = unreadable(all);
            if (unreadable.isPresent()) {
                return unreadable;
            }
        }
        Optional<String> unreadable = unreadable(route.copies());
        if (unreadable.isPresent()) {
            return unreadable;
        }
        if (isTooHeavy()) {
            return Optional.of(excess());
        }
        if (jointWeight() < SMALLEST_JOINT_WEIGHT) {
            return Optional.of(path + " gives baseline and canary a joint weight of " + jointWeight()
                    + ", expected at least " + SMALLEST_JOINT_WEIGHT + " to share between them");
        }
        return Optional.empty();
    }

    private Optional<String> unreadable(List<RouteDestination> destinations) {
        return destinations.stream()
                .flatMap(destination -> destination.unreadable().stream()
                        .map(problem -> route.path() + ".route[" + destination.position() + "]" + problem))
                .findFirst();
    }

    /** Whether the weights are more together than one destination can have, so that one could not take all. */
    boolean isTooHeavy() {
        return sum() > Integer.MAX_VALUE;
    }

    String excess() {
        return route.path() + ".route gives baseline and canary a joint weight of " + sum() + ", expected at most "
                + Integer.MAX_VALUE + ", so that one of them can take all of it: use smaller weights";
    }

    private long sum() {
        return (long) weight(baseline()) + weight(canary()) + copiesWeight();
    }

    /** What copies of the baseline have of its share. */
    long copiesWeight() {
        return route.copies().stream().mapToLong(RouteDestination::weight).sum();
    }

    private static int weight(@Nullable RouteDestination destination) {
        return destination == null ? 0 : destination.weight();
    }

    private @Nullable RouteDestination first(Endpoint endpoint) {
        List<RouteDestination> all = route.all(endpoint, namespace);
        return all.isEmpty() ? null : all.getFirst();
    }
}
