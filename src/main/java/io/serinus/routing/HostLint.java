package io.serinus.routing;

import io.serinus.routing.LintFinding.Severity;
import java.util.List;

/** Hosts that stand for many. */
final class HostLint {
    private HostLint() {}

    static void check(LintSubject subject, LintFindings findings) {
        List<Object> hosts = Tree.list(subject.spec().get("hosts"));
        for (int i = 0; i < hosts.size(); i++) {
            if (hosts.get(i) instanceof String host && host.startsWith("*")) {
                host(subject, host, "spec.hosts[" + i + "]", findings);
            }
        }
    }

    static void check(Route route, LintFindings findings) {
        for (RouteDestination destination : route.destinations()) {
            String host = destination.host();
            if (host != null && host.startsWith("*")) {
                destination(host, LintSubject.path(route, destination) + ".destination.host", findings);
            }
        }
    }

    private static void host(LintSubject subject, String host, String path, LintFindings findings) {
        List<Object> gateways = Tree.list(subject.spec().get("gateways"));
        boolean isForMesh = gateways.isEmpty() || gateways.contains("mesh");
        if (host.equals("*") && isForMesh) {
            findings.error(
                    LintCode.WILDCARD_HOST,
                    path,
                    "Istio refuses the host \"*\" for callers inside the mesh. Name the services, or bind the VirtualService to a"
                            + " gateway by spec.gateways.");
            return;
        }
        findings.warning(
                LintCode.WILDCARD_HOST,
                path,
                "The routes hold for every host under " + Tree.shown(host)
                        + " that no VirtualService names more closely."
                        + " Istio's standard metrics do not say which of them a request was for, so a release judges all"
                        + " requests to its two versions together. Name the hosts if some of them must not take part.");
    }

    private static void destination(String host, String path, LintFindings findings) {
        boolean refused = host.equals("*");
        findings.add(
                LintCode.WILDCARD_HOST,
                refused ? Severity.ERROR : Severity.WARNING,
                path,
                (refused ? "Istio refuses the destination \"*\": it" : "The destination " + Tree.shown(host))
                        + " names no single service. No release can tell versions apart there, and none takes it for baseline"
                        + " or canary. Name the service.");
    }
}
