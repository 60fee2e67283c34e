package io.serinus.routing;

import java.util.List;
import java.util.Map;

/** What a route does with a request, and what it does not. */
final class ActionLint {
    /** What Istio refuses to see together in one http route. */
    private static final List<List<String>> CONFLICTS = List.of(
            List.of("delegate", "route"),
            List.of("delegate", "redirect"),
            List.of("redirect", "route"),
            List.of("redirect", "fault"),
            List.of("redirect", "rewrite"),
            List.of("redirect", "directResponse"),
            List.of("directResponse", "route"),
            List.of("directResponse", "fault"),
            List.of("directResponse", "rewrite"),
            List.of("mirror", "mirrors"));

    private final LintSubject subject;
    private final Route route;
    private final LintFindings findings;

    private ActionLint(LintSubject subject, Route route, LintFindings findings) {
        this.subject = subject;
        this.route = route;
        this.findings = findings;
    }

    static void check(LintSubject subject, Route route, LintFindings findings) {
        var lint = new ActionLint(subject, route, findings);
        lint.names();
        lint.action();
        lint.sniHosts();
        if (route.kind() == RouteKind.HTTP) {
            lint.conflicts();
            lint.delegate();
            lint.sharedPolicy();
            lint.mirror();
        }
        lint.destinations();
    }

    private boolean has(String field) {
        return switch (route.tree().get(field)) {
            case null -> false;
            case List<?> list -> !list.isEmpty();
            default -> true;
        };
    }

    private void names() {
        if (Additions.of(subject.vs()).isForeign(route)) {
            findings.error(
                    LintCode.RESERVED_NAME,
                    route.path() + ".name",
                    "This name is for a route that Serinus adds by itself for a step: no release begins as long as it is"
                            + " there. Give it another name if it is yours; take it away if a release has left it behind.");
        }
        route.destinations().stream()
                .filter(RouteDestination::isReserved)
                .forEach(destination -> findings.error(
                        LintCode.RESERVED_NAME,
                        LintSubject.path(route, destination) + ".destination.host",
                        "A name that ends with " + CopyHost.SUFFIX
                                + " is for a copy of a baseline that Serinus makes by itself: no release begins as long as it"
                                + " is there. Rename the Service if it is yours; take the destination away if a release has"
                                + " left it behind."));
    }

    private void action() {
        if (has("route")) {
            return;
        }
        if (route.kind() != RouteKind.HTTP) {
            findings.error(
                    LintCode.ROUTE_WITHOUT_ACTION,
                    route.path(),
                    "The route has no destination, and Istio refuses it. Give it one, or remove the route.");
        } else if (!has("redirect") && !has("directResponse") && !has("delegate")) {
            findings.error(
                    LintCode.ROUTE_WITHOUT_ACTION,
                    route.path(),
                    "The route has no destination, redirect, directResponse or delegate, and Istio refuses it. Give it one of"
                            + " them, or remove the route.");
        }
    }

    private void sniHosts() {
        if (route.kind() != RouteKind.TLS) {
            return;
        }
        if (!has("match")) {
            sniHostsMissing(route.path() + ".match");
        }
        List<Object> blocks = Tree.list(route.tree().get("match"));
        for (int i = 0; i < blocks.size(); i++) {
            if (Tree.list(Tree.object(blocks.get(i)).get("sniHosts")).isEmpty()) {
                sniHostsMissing(route.path() + ".match[" + i + "]");
            }
        }
    }

    private void sniHostsMissing(String path) {
        findings.error(
                LintCode.TLS_WITHOUT_SNI_HOSTS,
                path,
                "A tls route must name the hosts it is for as sniHosts in every match, and Istio refuses it without. Add them, or"
                        + " make it a tcp route.");
    }

    private void conflicts() {
        // Istio looks no further in a route that delegates.
        boolean delegates = has("delegate") && !subject.isDelegate();
        for (List<String> conflict : CONFLICTS) {
            if (conflict.getFirst().equals("delegate") == delegates
                    && has(conflict.getFirst())
                    && has(conflict.getLast())) {
                findings.error(
                        LintCode.CONFLICTING_ACTIONS,
                        route.path(),
                        "The route has both " + conflict.getFirst() + " and " + conflict.getLast()
                                + ", and Istio refuses it. Remove one of them, or make two routes of it.");
            }
        }
    }

    private void delegate() {
        if (!has("delegate")) {
            return;
        }
        Map<String, Object> delegate = Tree.object(route.tree().get("delegate"));
        String path = route.path() + ".delegate";
        if (subject.isDelegate()) {
            findings.error(
                    LintCode.DELEGATE_ROOT,
                    path,
                    "A VirtualService without hosts is itself one that others delegate to, and Istio refuses to see it delegate"
                            + " further. Give it hosts, or the route a destination.");
            return;
        }
        String namespace = Tree.text(delegate.get("namespace"));
        findings.info(
                LintCode.DELEGATE_ROOT,
                path,
                "Requests of this route go on to the VirtualService "
                        + (namespace == null ? subject.vs().namespace() : namespace) + "/"
                        + (delegate.get("name") == null ? "(no name)" : delegate.get("name"))
                        + ", where the destinations and their weights are. To release one of them, annotate that one.");
    }

    private void sharedPolicy() {
        for (String policy : List.of("timeout", "retries")) {
            if (has(policy) && route.destinations().size() > 1) {
                findings.info(
                        LintCode.SHARED_ROUTE_POLICY,
                        route.path() + "." + policy,
                        "This belongs to the route and holds for all its "
                                + route.destinations().size()
                                + " destinations alike; Istio has none for a single subset. A version has its own "
                                + policy
                                + " only in a route of its own, with a match that tells its requests from others.");
            }
            for (RouteDestination destination : route.destinations()) {
                if (destination.entry().get(policy) != null) {
                    findings.warning(
                            LintCode.SHARED_ROUTE_POLICY,
                            LintSubject.path(route, destination) + "." + policy,
                            "A destination has no " + policy
                                    + " in Istio: the API server drops the field or refuses it. Write it"
                                    + " one level higher, where it holds for all destinations of the route.");
                }
            }
        }
    }

    private void mirror() {
        for (String field : List.of("mirror", "mirrors")) {
            if (has(field)) {
                findings.info(
                        LintCode.MIRROR_PRESENT,
                        route.path() + "." + field,
                        "The route mirrors its requests already, and a release does not overwrite that: a step that mirrors is"
                                + " refused here. Release by weights or a match instead, or remove the mirror first.");
            }
        }
    }

    private void destinations() {
        for (RouteDestination destination : route.destinations()) {
            String host = destination.host();
            if (host == null || host.isBlank()) {
                findings.error(
                        LintCode.DESTINATION_MISSING,
                        LintSubject.path(route, destination),
                        "The entry has no destination.host, and Istio refuses it. Name the service that is to get the "
                                + LintSubject.request(route.kind()) + "s.");
            }
        }
    }
}
