package io.serinus.offline;

import io.serinus.release.Request;
import io.serinus.routing.CanaryName;
import io.serinus.routing.DestinationRule;
import io.serinus.routing.DestinationRules;
import io.serinus.routing.DestinationRules.Subset;
import io.serinus.routing.Endpoint;
import io.serinus.routing.Selection;
import io.serinus.routing.VirtualService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stands in for DestinationRules that the files do not have: the cluster may have them, so a release is not refused for want
 * of them. Where the files have one for the host, what it says counts.
 */
final class AssumedRules {
    private AssumedRules() {}

    /** The rules, and one more for each version of the release whose host has none. */
    static List<DestinationRule> besides(
            List<DestinationRule> rules, VirtualService vs, Request request, String clusterDomain) {
        var all = new ArrayList<>(rules);
        for (Endpoint endpoint : versions(vs, request, clusterDomain)) {
            if (endpoint.subset() != null
                    && DestinationRules.find(rules, endpoint, vs.namespace(), clusterDomain) instanceof Subset.NoRule) {
                all.add(assumed(endpoint, endpoint.subset(), vs.namespace()));
            }
        }
        return all;
    }

    private static List<Endpoint> versions(VirtualService vs, Request request, String clusterDomain) {
        return canary(request)
                                .map(canary ->
                                        Selection.of(vs, canary, request.baseline(), request.routes(), clusterDomain))
                                .orElse(new Selection.Refused("no canary"))
                        instanceof Selection.Selected selected
                ? List.of(selected.pair().baseline(), selected.pair().canary())
                : List.of();
    }

    private static Optional<CanaryName> canary(Request request) {
        try {
            return Optional.of(CanaryName.parse(request.canary()));
        } catch (IllegalArgumentException e) {
            // The preflight says so.
            return Optional.empty();
        }
    }

    private static DestinationRule assumed(Endpoint endpoint, String subset, String namespace) {
        Map<String, Object> version = Map.of("name", subset, "labels", Map.of("version", subset));
        return new DestinationRule(
                namespace, "assumed", Map.of("spec", Map.of("host", endpoint.host(), "subsets", List.of(version))));
    }
}
