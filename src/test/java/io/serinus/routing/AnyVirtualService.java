package io.serinus.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** VirtualServices of every shape: routes of all kinds, one to four destinations, weights that Istio takes or nobody. */
public final class AnyVirtualService implements ArbitrarySupplier<VirtualService> {
    @Override
    public Arbitrary<VirtualService> get() {
        return Combinators.combine(
                        routes("http").list().ofMaxSize(4),
                        routes("tcp").list().ofMaxSize(2),
                        routes("tls").list().ofMaxSize(1))
                .as((http, tcp, tls) -> {
                    var tree = new LinkedHashMap<String, Object>();
                    tree.put("apiVersion", "networking.istio.io/v1");
                    tree.put("kind", "VirtualService");
                    tree.put("metadata", new LinkedHashMap<>(Map.of("name", "any", "namespace", "shop")));
                    var spec = new LinkedHashMap<String, Object>();
                    spec.put("hosts", new ArrayList<>(List.of("reviews")));
                    spec.put("http", numbered(http));
                    spec.put("tcp", new ArrayList<>(tcp));
                    spec.put("tls", new ArrayList<>(tls));
                    tree.put("spec", spec);
                    return VirtualServices.of(tree);
                });
    }

    /** Names, where there are any, are unique. */
    private static List<Object> numbered(List<Map<String, Object>> routes) {
        var copies = new ArrayList<Object>();
        for (Map<String, Object> route : routes) {
            var copy = new LinkedHashMap<>(route);
            copy.computeIfPresent("name", (_, name) -> name + "-" + copies.size());
            copies.add(copy);
        }
        return copies;
    }

    private Arbitrary<Map<String, Object>> routes(String kind) {
        Arbitrary<Map<String, Object>> match = Arbitraries.of(
                Map.of("uri", Map.of("prefix", "/a")),
                Map.of("headers", Map.of("x/y~z", Map.of("exact", "1"))),
                Map.of("port", 80));
        return Combinators.combine(
                        destinations(kind.equals("http")),
                        match.list().ofMaxSize(1).optional(),
                        Arbitraries.of("primary", "secondary").injectNull(0.5),
                        Arbitraries.maps(
                                        Arbitraries.of("timeout", "retries", "mirrors", "x-unknown"),
                                        Arbitraries.of("1s", 3, true))
                                .ofMaxSize(2),
                        mirrors())
                .as((destinations, matches, name, other, mirror) -> {
                    var route = new LinkedHashMap<String, Object>(other);
                    if (kind.equals("http")) {
                        route.putAll(mirror);
                    }
                    if (name != null && kind.equals("http")) {
                        route.put("name", name);
                    }
                    matches.ifPresent(list -> route.put("match", new ArrayList<>(list)));
                    route.put("route", destinations);
                    return route;
                });
    }

    /** Mostly none; otherwise one of the user's, perhaps to a canary. */
    private static Arbitrary<Map<String, Object>> mirrors() {
        return Arbitraries.frequency(
                Tuple.of(6, Map.of()),
                Tuple.of(1, Map.of("mirror", Map.of("host", "audit"))),
                Tuple.of(
                        1,
                        Map.of(
                                "mirror", Map.of("host", "reviews", "subset", "v2"),
                                "mirrorPercentage", Map.of("value", 3))),
                Tuple.of(1, Map.of("mirrorPercentage", Map.of("value", 7.5))));
    }

    /** Headers of a destination, none of them its own cookie. */
    private static Arbitrary<Map<String, Object>> headers() {
        return Arbitraries.of(
                Map.of("request", Map.of("remove", List.of("x-debug"))),
                Map.of("response", Map.of("add", Map.of("x-version", "1"), "set", Map.of("x-a", "b"))),
                Map.of("response", Map.of("add", Map.of())),
                Map.of("response", Map.of()),
                Map.of());
    }

    /** One to four different destinations; weights that may be absent, 0, odd or not of 100. */
    private Arbitrary<List<Object>> destinations(boolean withHeaders) {
        Arbitrary<String> addresses = Arbitraries.of(
                "reviews v1", "reviews v2", "reviews.shop.svc.cluster.local v3", "ratings v1", "ratings", "reviews");
        Arbitrary<Integer> weights =
                Arbitraries.of(0, 1, 2, 5, 9, 10, 20, 33, 50, 75, 80, 100).injectNull(0.2);
        return addresses
                .list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(4)
                .flatMap(list -> Combinators.combine(
                                weights.list().ofSize(list.size()),
                                headers().injectNull(0.4).list().ofSize(list.size()))
                        .as((w, headers) -> {
                            var entries = new ArrayList<Object>();
                            for (int i = 0; i < list.size(); i++) {
                                entries.add(
                                        entry(list.get(i).split(" "), w.get(i), withHeaders ? headers.get(i) : null));
                            }
                            return entries;
                        }));
    }

    private static Map<String, Object> entry(
            String[] address, @Nullable Integer weight, @Nullable Map<String, Object> headers) {
        var destination = new LinkedHashMap<String, Object>();
        destination.put("host", address[0]);
        if (address.length > 1) {
            destination.put("subset", address[1]);
        }
        destination.put("port", new LinkedHashMap<>(Map.of("number", 9080)));
        var entry = new LinkedHashMap<String, Object>();
        entry.put("destination", destination);
        if (weight != null) {
            entry.put("weight", weight);
        }
        if (headers != null) {
            entry.put("headers", headers);
        }
        return entry;
    }
}
