package io.serinus.routing;

import io.serinus.routing.LintFinding.Severity;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Subsets that no DestinationRule has. */
final class SubsetLint {
    private final LintSubject subject;
    private final LintFindings findings;
    private final Set<String> hostsWithoutRule = new HashSet<>();

    SubsetLint(LintSubject subject, LintFindings findings) {
        this.subject = subject;
        this.findings = findings;
    }

    void check(Route route) {
        String request = LintSubject.request(route.kind());
        for (RouteDestination destination : route.destinations()) {
            check(
                    destination,
                    LintSubject.path(route, destination) + ".destination.subset",
                    Severity.ERROR,
                    route.kind() == RouteKind.HTTP
                            ? "Each request that is sent to it is answered with 503."
                            : "Each " + request + " that is sent to it fails.");
        }
        if (route.kind() == RouteKind.HTTP) {
            mirror(route.tree().get("mirror"), route.path() + ".mirror.subset");
            List<Object> mirrors = Tree.list(route.tree().get("mirrors"));
            for (int i = 0; i < mirrors.size(); i++) {
                mirror(
                        Tree.object(mirrors.get(i)).get("destination"),
                        route.path() + ".mirrors[" + i + "].destination.subset");
            }
        }
    }

    private void mirror(@Nullable Object destination, String path) {
        var mirrored = new RouteDestination(0, Map.of("destination", Tree.object(destination)));
        check(mirrored, path, Severity.WARNING, "Nothing is mirrored to it.");
    }

    private void check(RouteDestination destination, String path, Severity severity, String effect) {
        Optional<Endpoint> endpoint = subject.endpoint(destination).filter(version -> version.subset() != null);
        if (endpoint.isEmpty()) {
            return;
        }
        switch (find(endpoint.get())) {
            case DestinationRules.Subset.Found _ -> {}
            case DestinationRules.Subset.NoSubset(String reason) ->
                findings.add(
                        LintCode.MISSING_SUBSET,
                        severity,
                        path,
                        reason + ". " + effect + " Add the subset there, or correct its name here.");
            case DestinationRules.Subset.NoRule _ -> noRule(endpoint.get(), path);
        }
    }

    private void noRule(Endpoint endpoint, String path) {
        if (hostsWithoutRule.add(endpoint.host())) {
            findings.info(
                    LintCode.SUBSET_UNKNOWN,
                    path,
                    "Whether there is such a subset is not known, because no DestinationRule for " + endpoint.host()
                            + " was looked at. Without one that has it, what is sent there fails.");
        }
    }

    /** The canary may not stand in any route yet. */
    void checkPair() {
        Optional<Route> managed =
                subject.routes().stream().filter(subject::isManaged).findFirst();
        if (subject.pair().isEmpty() || managed.isEmpty()) {
            return;
        }
        Endpoint canary = subject.pair().get().canary();
        boolean stands = subject.routes().stream()
                .anyMatch(route -> route.holds(canary, subject.vs().namespace()));
        if (!stands
                && canary.subset() != null
                && find(canary) instanceof DestinationRules.Subset.NoSubset(String reason)) {
            findings.error(
                    LintCode.MISSING_SUBSET,
                    managed.get().path() + ".route",
                    reason + ". A release that is to bring the canary in here is refused. Add the subset there.");
        }
    }

    private DestinationRules.Subset find(Endpoint endpoint) {
        return DestinationRules.find(subject.rules(), endpoint, subject.vs().namespace(), subject.clusterDomain());
    }
}
