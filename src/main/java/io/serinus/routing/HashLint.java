package io.serinus.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Consistent hashing beside weights: it does not do what it is mostly written for. */
final class HashLint {
    private HashLint() {}

    static void check(LintSubject subject, Route route, LintFindings findings) {
        boolean isWeighted = route.destinations().size() > 1 || subject.isManaged(route);
        if (!isWeighted) {
            return;
        }
        var places = new ArrayList<String>();
        for (RouteDestination destination : route.destinations()) {
            subject.endpoint(destination)
                    .flatMap(version -> place(subject, route, version))
                    .filter(place -> !places.contains(place))
                    .ifPresent(places::add);
        }
        if (places.isEmpty()) {
            return;
        }
        String request = LintSubject.request(route.kind());
        findings.warning(
                LintCode.CONSISTENT_HASH_WITH_WEIGHTS,
                route.path() + ".route",
                String.join(" and ", places)
                        + " picks a pod inside the version, after the weights have drawn a version for"
                        + " each " + request
                        + " anew: users go back and forth between the versions. To keep them on one, give"
                        + " that version a route of its own before this one, with a match on a header or a cookie.");
    }

    /** Where the hashing that holds for a version is written, as a sentence names it. */
    private static Optional<String> place(LintSubject subject, Route route, Endpoint version) {
        List<DestinationRule> rules = DestinationRules.forHost(
                subject.rules(), version.host(), subject.vs().namespace(), subject.clusterDomain());
        for (DestinationRule rule : rules) {
            List<Object> subsets = Tree.list(spec(rule).get("subsets"));
            for (int i = 0; i < subsets.size(); i++) {
                Map<String, Object> subset = Tree.object(subsets.get(i));
                boolean isOwn = version.subset() != null && version.subset().equals(subset.get("name"));
                if (isOwn && loadBalancer(subset) != null) {
                    // A subset's own load balancer takes the place of the host's.
                    return hashes(subset, route)
                            ? Optional.of(named("spec.subsets[" + i + "]", rule))
                            : Optional.empty();
                }
            }
        }
        return rules.stream()
                .filter(rule -> hashes(spec(rule), route))
                .findFirst()
                .map(rule -> named("spec", rule));
    }

    private static String named(String holder, DestinationRule rule) {
        return holder + ".trafficPolicy.loadBalancer.consistentHash in the DestinationRule " + rule.namespace() + "/"
                + rule.name();
    }

    private static Map<String, Object> spec(DestinationRule rule) {
        return Tree.object(rule.tree().get("spec"));
    }

    private static @Nullable Object loadBalancer(Map<String, Object> holder) {
        return Tree.object(holder.get("trafficPolicy")).get("loadBalancer");
    }

    /** Connections have neither headers nor cookies, only an address. */
    private static boolean hashes(Map<String, Object> holder, Route route) {
        Object hash = Tree.object(loadBalancer(holder)).get("consistentHash");
        return route.kind() == RouteKind.HTTP
                ? hash != null
                : Boolean.TRUE.equals(Tree.object(hash).get("useSourceIp"));
    }
}
