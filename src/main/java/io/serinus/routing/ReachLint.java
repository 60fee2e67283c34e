package io.serinus.routing;

import io.serinus.routing.LintFinding.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Routes that no request can come to: the first route that matches takes it. */
final class ReachLint {
    private final LintSubject subject;
    private final LintFindings findings;
    private final Map<RouteKind, List<Tried>> tried = new EnumMap<>(RouteKind.class);
    private final boolean someManagedRouteIsReachable;

    ReachLint(LintSubject subject, LintFindings findings) {
        this.subject = subject;
        this.findings = findings;
        for (Route route : subject.routes()) {
            tried.computeIfAbsent(route.kind(), _ -> new ArrayList<>()).add(new Tried(route, MatchBlock.of(route)));
        }
        this.someManagedRouteIsReachable = subject.routes().stream()
                .filter(subject::isManaged)
                .anyMatch(route -> takers(route).isEmpty());
    }

    void check(Route route) {
        List<Route> takers = takers(route);
        if (takers.isEmpty()) {
            return;
        }
        boolean takesAll = takers.size() == 1 && takesAll(takers.getFirst());
        boolean isOne = takers.size() == 1;
        String names = takers.stream().map(LintSubject::named).collect(Collectors.joining(" and "));
        String request = LintSubject.request(route.kind());
        String before = names
                + (isOne ? " stands before it and " : " stand before it and ")
                + (takesAll ? "has no match, so it takes every " : isOne ? "takes every " : "take every ")
                + request
                + (takesAll ? ": " : " that it matches: ");
        String after = takesAll ? " Move it up, give that one a match," : " Move it up, narrow the match there,";
        if (subject.isManaged(route)) {
            findings.add(
                    LintCode.UNREACHABLE_MANAGED_ROUTE,
                    someManagedRouteIsReachable ? Severity.WARNING : Severity.ERROR,
                    route.path(),
                    before + "a release would shift the weights of this route, and no " + request
                            + " would come to the canary by it." + after
                            + " or name the routes to manage as serinus.io/routes.");
            return;
        }
        findings.warning(
                takesAll ? LintCode.UNREACHABLE_ROUTE : LintCode.HIDDEN_MATCH,
                route.path(),
                before + "this route gets none." + roles(route) + after + " or remove it if nobody needs it.");
    }

    /** The earlier routes that take everything that this one matches, as few as do; none if something is left to it. */
    private List<Route> takers(Route route) {
        List<Tried> earlier = tried.getOrDefault(route.kind(), List.of()).stream()
                .filter(other -> other.route().position() < route.position() && other.keepsWhatItMatches())
                .toList();
        Optional<Tried> all =
                earlier.stream().filter(other -> takesAll(other.route())).findFirst();
        if (all.isPresent()) {
            return List.of(all.get().route());
        }
        Collection<Route> takers = new ArrayList<>();
        for (MatchBlock block : MatchBlock.of(route)) {
            Optional<Tried> taker =
                    earlier.stream().filter(other -> other.covers(block)).findFirst();
            if (taker.isEmpty()) {
                return List.of();
            }
            takers.add(taker.get().route());
        }
        return takers.stream().distinct().toList();
    }

    private static boolean takesAll(Route route) {
        // A tls route without a match takes nothing: Istio knows no host for it.
        return route.kind() != RouteKind.TLS
                && Tree.list(route.tree().get("match")).isEmpty();
    }

    /** A route and what it matches. */
    private record Tried(Route route, List<MatchBlock> blocks) {
        boolean covers(MatchBlock block) {
            return blocks.stream().anyMatch(wider -> wider.covers(block));
        }

        /** What a delegate does not match goes on to the next route, and we do not see its matches. */
        boolean keepsWhatItMatches() {
            return route.tree().get("delegate") == null;
        }
    }

    /** Which versions of the release the route leads to. */
    private String roles(Route route) {
        return subject.pair()
                .map(pair -> {
                    boolean baseline = route.holds(pair.baseline(), subject.vs().namespace());
                    boolean canary = route.holds(pair.canary(), subject.vs().namespace());
                    if (!baseline && !canary) {
                        return "";
                    }
                    String versions =
                            baseline && canary ? "baseline and canary" : baseline ? "the baseline" : "the canary";
                    return " It leads to " + versions + ", to whom it brings nothing.";
                })
                .orElse("");
    }
}
