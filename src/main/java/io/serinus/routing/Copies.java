package io.serinus.routing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The hosts of copies of a baseline to which releases have added destinations: these are nobody's choice, and each one's
 * weight is a part of its baseline's.
 *
 * @param namespace of the VirtualService
 * @param baselines by the copy's host, fully qualified
 */
record Copies(String namespace, Map<String, Set<Endpoint>> baselines) {
    Copies {
        baselines = Collections.unmodifiableMap(new LinkedHashMap<>(baselines));
    }

    /** Those that the annotation lists. */
    static Copies listed(VirtualService vs) {
        return listed(vs.namespace(), Additions.of(vs));
    }

    static Copies listed(String namespace, Additions additions) {
        var baselines = new LinkedHashMap<String, Set<Endpoint>>();
        additions
                .copies()
                .forEach(copy -> baselines
                        .computeIfAbsent(copy.host(), _ -> new HashSet<>())
                        .add(copy.baseline()));
        return new Copies(namespace, baselines);
    }

    /** With those that a release knows itself; the weights of all of its hosts belong to its own baseline. */
    Copies with(Trail trail, Pair pair) {
        var more = new LinkedHashMap<>(baselines);
        trail.copyHosts().forEach(host -> more.put(host, Set.of(pair.baseline())));
        return new Copies(namespace, more);
    }

    boolean holds(RouteDestination destination) {
        return host(destination).isPresent();
    }

    private Optional<String> host(RouteDestination destination) {
        return baselines.keySet().stream()
                .filter(host -> destination.leadsTo(host, namespace))
                .findFirst();
    }

    /** The copies in some routes as the annotation lists them. */
    Set<ListedCopy> entries(List<Route> routes) {
        var entries = new TreeSet<ListedCopy>();
        for (Route route : routes) {
            for (RouteDestination copy : route.copies()) {
                host(copy)
                        .ifPresent(host -> possible(host)
                                .forEach(baseline ->
                                        entries.add(new ListedCopy(host, baseline, route.kind(), route.rank()))));
            }
        }
        return entries;
    }

    /** A sentence for each copy in routes where none of its baselines could take its weight. */
    List<String> doubts(List<Route> routes) {
        return routes.stream()
                .flatMap(route -> route.copies().stream()
                        .map(copy -> route.path() + ".route[" + copy.position() + "] leads to " + copy.host()
                                + ", a copy of the baseline, whose weight belongs to " + named(copy)
                                + ", which does not stand there any more or cannot take it, so it is left as it is. Put"
                                + " that back, or take the entry away"))
                .toList();
    }

    private String named(RouteDestination copy) {
        return host(copy).map(this::possible).orElse(Set.of()).stream()
                .map(Endpoint::toString)
                .sorted()
                .collect(Collectors.joining(" or "));
    }

    /**
     * The operations that take the copies out of a route and give their weights to the baseline beside them.
     *
     * @return empty if a copy has no baseline beside it that could take its weight: without it the others would get more
     */
    Optional<List<PatchOperation>> remove(Route route) {
        var weights = new LinkedHashMap<RouteDestination, Long>();
        for (RouteDestination copy : route.copies()) {
            Optional<RouteDestination> baseline = beside(copy, route);
            if (baseline.isEmpty() || !baseline.get().hasReadableWeight()) {
                return Optional.empty();
            }
            weights.merge(baseline.get(), (long) copy.weight(), Long::sum);
        }
        var operations = new ArrayList<PatchOperation>();
        for (var entry : weights.entrySet()) {
            RouteDestination baseline = entry.getKey();
            long weight = baseline.weight() + entry.getValue();
            if (weight > Integer.MAX_VALUE) {
                return Optional.empty();
            }
            operations.addAll(baseline.test(route));
            if (weight != baseline.weight()) {
                operations.add(new PatchOperation.Add(baseline.pointer(route) + "/weight", (int) weight));
            }
        }
        for (RouteDestination copy : route.copies().reversed()) {
            operations.addAll(copy.test(route));
            operations.add(new PatchOperation.Remove(copy.pointer(route)));
        }
        return Optional.of(operations);
    }

    private Set<Endpoint> possible(String host) {
        return baselines.getOrDefault(host, Set.of());
    }

    private Optional<RouteDestination> beside(RouteDestination copy, Route route) {
        Set<Endpoint> possible = host(copy).map(this::possible).orElse(Set.of());
        return route.destinations().stream()
                .filter(destination -> possible.stream().anyMatch(baseline -> destination.is(baseline, namespace)))
                .findFirst();
    }
}
