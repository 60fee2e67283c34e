package io.serinus.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One search for baseline, canary and managed routes in one VirtualService. */
final class Selector {
    private final VirtualService vs;
    private final CanaryName canary;
    private final List<String> routeNames;
    private final String clusterDomain;
    private final List<Route> routes;

    Selector(VirtualService vs, CanaryName canary, List<String> routeNames, String clusterDomain) {
        this.vs = vs;
        this.canary = canary;
        this.routeNames = List.copyOf(routeNames);
        this.clusterDomain = clusterDomain;
        this.routes = Route.of(vs).stream().filter(route -> !route.isOwn()).toList();
    }

    Selection.Selected select(Optional<String> baselineText) {
        Readable.requireLists(vs);
        requireNoReservedName();
        List<Route> candidates = routeNames.isEmpty() ? routesWithDestinations() : namedRoutes();
        candidates.forEach(Readable::requireDestinations);
        Endpoint baseline =
                baselineText.isPresent() ? namedBaseline(candidates, baselineText.get()) : servingBaseline(candidates);
        Endpoint trial = switch (canary) {
            case CanaryName.Subset(String name) -> new Endpoint(baseline.host(), name);
            case CanaryName.Service(String host) -> new Endpoint(resolved(host), null);
        };
        requireApart(baseline, trial);
        if (CopyHost.isReserved(trial.host())) {
            throw new RefusedException(
                    "the canary is " + trial + ", expected a Service of another name: one that ends with "
                            + CopyHost.SUFFIX + " is for copies of a baseline that Serinus makes");
        }
        var pair = new Pair(baseline, trial);
        var managed = new ArrayList<ManagedRoute>();
        for (Route route : candidates) {
            if (serves(route, baseline)) {
                Optional<String> obstacle = new RouteShape(route, pair, vs.namespace()).obstacle();
                if (obstacle.isPresent()) {
                    throw new RefusedException(obstacle.get());
                }
                managed.add(ManagedRoute.of(route));
            } else if (!routeNames.isEmpty()) {
                throw new RefusedException(route.path() + ".route gives " + baseline
                        + " no traffic, expected a weight above 0 for the baseline in every route that is named");
            }
        }
        if (managed.isEmpty()) {
            throw new RefusedException("no route gives traffic to the baseline " + baseline
                    + "; expected a destination that serves now, found " + listed(endpoints(candidates, false)));
        }
        return new Selection.Selected(pair, new ManagedRoutes(managed));
    }

    /** A release takes such routes and destinations away at its end; what somebody else has made must not be lost so. */
    private void requireNoReservedName() {
        Additions listed = Additions.of(vs);
        Route.of(vs).stream().filter(listed::isForeign).findFirst().ifPresent(route -> {
            throw new RefusedException(route.path() + ".name is \"" + route.name()
                    + "\", expected another name: this one is for routes that Serinus adds. Rename the route, or"
                    + " take it away if a release has left it behind");
        });
        for (Route route : routes) {
            route.destinations().stream()
                    .filter(RouteDestination::isReserved)
                    .findFirst()
                    .ifPresent(destination -> {
                        throw new RefusedException(route.path() + ".route[" + destination.position()
                                + "].destination.host is " + Tree.shown(destination.host())
                                + ", expected another name: one that ends with " + CopyHost.SUFFIX
                                + " is for copies of a baseline that Serinus makes. Rename the Service, or take the"
                                + " destination away if a release has left it behind");
                    });
        }
    }

    private List<Route> routesWithDestinations() {
        List<Route> found =
                routes.stream().filter(route -> !route.destinations().isEmpty()).toList();
        if (!found.isEmpty()) {
            return found;
        }
        if (routes.isEmpty()) {
            throw new RefusedException("spec.http is " + (specHasHttp() ? "empty" : "missing")
                    + ", expected at least one route with destinations under http, tls or tcp");
        }
        throw new RefusedException(withoutDestinations(routes.getFirst()));
    }

    private boolean specHasHttp() {
        return Tree.object(vs.tree().get("spec")).get("http") != null;
    }

    private static String withoutDestinations(Route route) {
        if (route.tree().get("delegate") != null) {
            return withoutDestinations(route.path() + ".delegate", route.tree().get("delegate"));
        }
        for (String other : List.of("redirect", "directResponse")) {
            if (route.tree().get(other) != null) {
                return route.path() + ".route is missing, expected destinations: the route has only " + other;
            }
        }
        return route.path() + ".route is " + (route.tree().get("route") == null ? "missing" : "empty")
                + ", expected at least one destination";
    }

    private static String withoutDestinations(String path, Object delegate) {
        Map<String, Object> fields = Tree.object(delegate);
        Object name = fields.get("name");
        if (!(name instanceof String text) || text.isEmpty()) {
            return (delegate instanceof Map
                            ? path + ".name is " + Tree.shown(name)
                            : path + " is " + Tree.shown(delegate))
                    + ", expected the name of the VirtualService to which the route delegates: write it as delegate.name,"
                    + " and annotate that VirtualService instead";
        }
        String namespace = Tree.text(fields.get("namespace"));
        return path + " leads to the VirtualService "
                + (namespace == null || namespace.isEmpty() ? "" : namespace + "/") + text
                + ", expected destinations: annotate that VirtualService instead";
    }

    private List<Route> namedRoutes() {
        var named = new ArrayList<Route>();
        for (Route route : routes) {
            String name = route.name();
            if (route.kind() == RouteKind.HTTP && name != null && routeNames.contains(name)) {
                named.add(route);
            }
        }
        for (String name : routeNames) {
            List<Route> found =
                    named.stream().filter(route -> name.equals(route.name())).toList();
            if (found.isEmpty()) {
                List<String> names = routes.stream()
                        .filter(route -> route.kind() == RouteKind.HTTP && route.name() != null)
                        .map(route -> '"' + route.name() + '"')
                        .toList();
                throw new RefusedException("serinus.io/routes names the route \"" + name + "\", expected "
                        + (names.isEmpty()
                                ? "no name, since no route under spec.http has one"
                                : "one of the names under spec.http: " + String.join(", ", names)));
            }
            if (found.size() > 1) {
                throw new RefusedException(found.get(1).path() + ".name is \"" + name + "\" as is "
                        + found.getFirst().path() + ".name, expected a name of its own for a route that is managed");
            }
            if (found.getFirst().destinations().isEmpty()) {
                throw new RefusedException(withoutDestinations(found.getFirst()));
            }
        }
        return named;
    }

    private Endpoint servingBaseline(List<Route> candidates) {
        List<Route> withCanary = candidates.stream().filter(this::holdsCanary).toList();
        Map<Endpoint, String> found = rivals(withCanary);
        if (found.isEmpty()) {
            found = rivals(candidates.stream()
                    .filter(route -> !withCanary.contains(route))
                    .toList());
        }
        if (found.isEmpty()) {
            requireServing(withCanary.isEmpty() ? candidates.getFirst() : withCanary.getFirst());
            throw new RefusedException(candidates.getFirst().path()
                    + ".route gives traffic to no destination besides the canary, " + canary
                    + "; expected a baseline that serves now, found " + listed(endpoints(candidates, false)));
        }
        if (found.size() > 1) {
            throw new RefusedException("several destinations could be the baseline, expected one: name it as "
                    + "serinus.io/baseline; found " + listed(found));
        }
        return found.keySet().iterator().next();
    }

    /** A route of which nobody gets anything: the weights are the cause. */
    private void requireServing(Route route) {
        if (route.serving().isEmpty()) {
            RouteDestination first = route.destinations().stream()
                    .filter(destination ->
                            endpoint(destination).filter(e -> !isCanary(e)).isPresent())
                    .findFirst()
                    .orElse(route.destinations().getFirst());
            throw new RefusedException(route.path() + ".route[" + first.position() + "].weight is "
                    + Tree.shown(first.weightValue())
                    + " and no destination beside it has one above 0, expected a weight"
                    + " above 0 for the destination that serves now; one that is missing counts as 0");
        }
    }

    /** Destinations with traffic that are not the canary, as far as the canary can belong to them. */
    private Map<Endpoint, String> rivals(List<Route> among) {
        Map<Endpoint, String> all = endpoints(among, true);
        all.keySet().removeIf(this::isCanary);
        if (!(canary instanceof CanaryName.Subset)) {
            return all;
        }
        // A canary that is a subset belongs to the baseline's host, and a host without a subset would contain it.
        Set<String> canaryHosts = endpoints(routes, false).keySet().stream()
                .filter(this::isCanary)
                .map(Endpoint::host)
                .collect(Collectors.toSet());
        var near = new LinkedHashMap<>(all);
        near.keySet().removeIf(e -> !canaryHosts.isEmpty() && !canaryHosts.contains(e.host()));
        var withSubset = new LinkedHashMap<>(near);
        withSubset.keySet().removeIf(e -> e.subset() == null);
        return withSubset.isEmpty() ? (near.isEmpty() ? all : near) : withSubset;
    }

    private Endpoint namedBaseline(List<Route> candidates, String text) {
        CanaryName name;
        try {
            name = CanaryName.parse(text);
        } catch (IllegalArgumentException e) {
            throw new RefusedException("serinus.io/baseline " + e.getMessage());
        }
        Map<Endpoint, String> found = endpoints(candidates, true);
        found.keySet().removeIf(endpoint -> !isNamed(endpoint, name));
        if (found.isEmpty()) {
            if (endpoints(candidates, true).isEmpty()) {
                candidates.forEach(this::requireServing);
            }
            throw new RefusedException(
                    "serinus.io/baseline is \"" + text + "\", expected a destination with traffic in "
                            + "the managed routes, found " + listed(endpoints(candidates, true)));
        }
        if (found.size() > 1) {
            throw new RefusedException("serinus.io/baseline is \"" + text
                    + "\", which several destinations are called; "
                    + "expected one of them, or the routes to manage as serinus.io/routes; found " + listed(found));
        }
        return found.keySet().iterator().next();
    }

    private static void requireApart(Endpoint baseline, Endpoint canary) {
        if (baseline.equals(canary)) {
            throw new RefusedException("canary and baseline are both " + canary + ", expected two versions");
        }
        if (baseline.host().equals(canary.host()) && (baseline.subset() == null || canary.subset() == null)) {
            throw new RefusedException("the destination " + baseline.host()
                    + " without a subset reaches the pods of both "
                    + "versions; expected a subset for the baseline and one for the canary, found " + baseline + " and "
                    + canary);
        }
    }

    private boolean serves(Route route, Endpoint endpoint) {
        return route.serving().stream().anyMatch(d -> d.is(endpoint, vs.namespace()));
    }

    private boolean holdsCanary(Route route) {
        return endpoints(List.of(route), false).keySet().stream().anyMatch(this::isCanary);
    }

    private boolean isCanary(Endpoint endpoint) {
        return isNamed(endpoint, canary);
    }

    private boolean isNamed(Endpoint endpoint, CanaryName name) {
        return switch (name) {
            case CanaryName.Subset(String subset) -> subset.equals(endpoint.subset());
            case CanaryName.Service(String host) ->
                endpoint.subset() == null && endpoint.host().equals(resolved(host));
        };
    }

    private String resolved(String host) {
        return Hosts.resolve(host, vs.namespace(), clusterDomain)
                .orElseThrow(() -> new RefusedException("the host \"" + host + "\" names no single service"));
    }

    /** Each destination with a host of its own, and the first place where it stands. */
    private Map<Endpoint, String> endpoints(List<Route> among, boolean onlyServing) {
        var found = new LinkedHashMap<Endpoint, String>();
        for (Route route : among) {
            for (RouteDestination d : onlyServing ? route.serving() : route.destinations()) {
                endpoint(d)
                        .ifPresent(
                                endpoint -> found.putIfAbsent(endpoint, route.path() + ".route[" + d.position() + "]"));
            }
        }
        return found;
    }

    private Optional<Endpoint> endpoint(RouteDestination destination) {
        String host = destination.host();
        return host == null
                ? Optional.empty()
                : Hosts.resolve(host, vs.namespace(), clusterDomain)
                        .map(full -> new Endpoint(full, destination.subset()));
    }

    private static String listed(Map<Endpoint, String> endpoints) {
        return endpoints.isEmpty()
                ? "none"
                : endpoints.entrySet().stream()
                        .map(e -> e.getKey() + " (" + e.getValue() + ")")
                        .collect(Collectors.joining(", "));
    }

    /** Ends a selection with a sentence. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message, null, false, false);
        }
    }
}
