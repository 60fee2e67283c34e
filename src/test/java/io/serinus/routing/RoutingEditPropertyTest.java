package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** Whatever the VirtualService, a release changes its pair's weights and nothing else, and takes all of it back. */
class WeightEditPropertyTest {

    @Example
    void corpusIsRestoredExactly() {
        var selected = new AtomicInteger();
        for (VirtualService vs : VirtualServices.corpus()) {
            for (Selection.Selected selection : Releases.selections(vs)) {
                selected.incrementAndGet();
                Releases.requireExact(vs, selection, List.of(1, 5, 10, 25, 50, 99, 100, 0));
            }
        }
        assertThat(selected).as("selections in the corpus").hasValueGreaterThan(150);
    }

    @Property(tries = 500)
    void anythingIsRestoredExactly(
            @ForAll("virtualServices") VirtualService vs, @ForAll("percentages") List<Integer> percentages) {
        List<Selection.Selected> selections = Releases.selections(vs);
        Statistics.label("selectable").collect(!selections.isEmpty());
        for (Selection.Selected selection : selections) {
            Releases.requireExact(vs, selection, percentages);
        }
    }

    /** What other people change meanwhile stays: editing and restoring can be done in either order. */
    @Property(tries = 500)
    void editsOfOthersSurvive(
            @ForAll("virtualServices") VirtualService vs,
            @ForAll("percentages") List<Integer> percentages,
            @ForAll("foreignEdits") ForeignEdit edit) {
        List<Selection.Selected> selections = Releases.selections(vs);
        Assume.that(!selections.isEmpty() && routesCanBeToldApart(vs));
        for (Selection.Selected s : selections) {
            Original original = Original.of(vs, s.pair(), s.routes());
            VirtualService now = vs;
            for (int percent : percentages) {
                now = VirtualServices.patched(
                        now, WeightEdit.split(now, s.pair(), original, percent).operations());
            }
            now = edit.on(now);
            now = VirtualServices.patched(
                    now, WeightEdit.restore(now, s.pair(), original).operations());
            assertThat(now.tree()).isEqualTo(edit.on(vs).tree());
        }
    }

    /** Of two routes with the same match and no name only the first is ever used. */
    private static boolean routesCanBeToldApart(VirtualService vs) {
        List<String> unnamed = Route.of(vs).stream()
                .filter(route -> route.name() == null)
                .map(route -> route.kind() + ManagedRoute.matchOf(route))
                .toList();
        return unnamed.stream().distinct().count() == unnamed.size();
    }

    @Property
    void sharesAreWholeAndCoarseOnesLeaveSomethingToBoth(@ForAll("joints") int joint, @ForAll("percent") int percent) {
        int canary = Shares.canary(joint, percent);
        assertThat(canary).isBetween(0, joint);
        if (percent > 0 && percent < 100 && joint > 1) {
            assertThat(canary).isBetween(1, joint - 1);
        }
        assertThat(Shares.percentages(joint, canary).get(percent)).isTrue();
        assertThat(Shares.canary(joint, Math.min(100, percent + 1))).isGreaterThanOrEqualTo(canary);
    }

    @Provide
    Arbitrary<Integer> joints() {
        return Arbitraries.integers().between(1, 1_000_000);
    }

    @Provide
    Arbitrary<Integer> percent() {
        return Arbitraries.integers().between(0, 100);
    }

    @Provide
    Arbitrary<List<Integer>> percentages() {
        return percent().list().ofMinSize(1).ofMaxSize(4);
    }

    /** What somebody does to a VirtualService while a release is under way. */
    interface ForeignEdit {
        void change(Map<String, Object> tree, List<Object> http);

        default VirtualService on(VirtualService vs) {
            Map<String, Object> tree = Tree.object(Tree.copy(vs.tree()));
            change(tree, Tree.list(Tree.object(tree.get("spec")).get("http")));
            return VirtualServices.of(tree);
        }
    }

    @Provide
    Arbitrary<ForeignEdit> foreignEdits() {
        return Arbitraries.of(
                (tree, http) -> Tree.object(tree.get("metadata")).put("labels", Map.of("team", "shop")),
                (tree, http) -> Tree.object(tree.get("spec")).put("exportTo", new ArrayList<>(List.of("."))),
                (tree, http) -> http.forEach(route -> Tree.object(route).put("timeout", "7s")),
                (tree, http) -> http.forEach(route -> Tree.object(route).put("unknownToday", Map.of("a", 1))),
                (tree, http) -> http.addFirst(redirect()),
                (tree, http) -> http.addLast(redirect()),
                (tree, http) -> {
                    http.addFirst(redirect());
                    http.addFirst(redirect());
                });
    }

    private static Map<String, Object> redirect() {
        return new LinkedHashMap<>(Map.of("redirect", Map.of("uri", "/elsewhere")));
    }

    @Provide
    Arbitrary<VirtualService> virtualServices() {
        return Combinators.combine(
                        routes("http").list().ofMaxSize(4),
                        routes("tcp").list().ofMaxSize(2),
                        routes("tls").list().ofMaxSize(1))
                .as((http, tcp, tls) -> {
                    var tree = new LinkedHashMap<String, Object>();
                    tree.put("apiVersion", "networking.istio.io/v1");
                    tree.put("metadata", new LinkedHashMap<>(Map.of("name", "any", "namespace", "shop")));
                    var spec = new LinkedHashMap<String, Object>();
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
                        destinations(),
                        match.list().ofMaxSize(1).optional(),
                        Arbitraries.of("primary", "secondary").injectNull(0.5),
                        Arbitraries.maps(
                                        Arbitraries.of("timeout", "retries", "mirrors", "x-unknown"),
                                        Arbitraries.of("1s", 3, true))
                                .ofMaxSize(2))
                .as((destinations, matches, name, other) -> {
                    var route = new LinkedHashMap<String, Object>(other);
                    if (name != null && kind.equals("http")) {
                        route.put("name", name);
                    }
                    matches.ifPresent(list -> route.put("match", new ArrayList<>(list)));
                    route.put("route", destinations);
                    return route;
                });
    }

    /** One to four different destinations; weights that may be absent, 0, odd or not of 100. */
    private Arbitrary<List<Object>> destinations() {
        Arbitrary<String> addresses = Arbitraries.of(
                "reviews v1", "reviews v2", "reviews.shop.svc.cluster.local v3", "ratings v1", "ratings", "reviews");
        Arbitrary<Integer> weights =
                Arbitraries.of(0, 1, 2, 5, 9, 10, 20, 33, 50, 75, 80, 100).injectNull(0.2);
        return addresses
                .list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(4)
                .flatMap(list -> weights.list().ofSize(list.size()).map(w -> {
                    var entries = new ArrayList<Object>();
                    for (int i = 0; i < list.size(); i++) {
                        entries.add(entry(list.get(i).split(" "), w.get(i)));
                    }
                    return entries;
                }));
    }

    private static Map<String, Object> entry(String[] address, @Nullable Integer weight) {
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
        entry.put("headers", new LinkedHashMap<>(Map.of("request", Map.of("remove", List.of("x-debug")))));
        return entry;
    }
}
