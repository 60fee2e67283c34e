package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** A route that is said to get nothing gets none of all the requests that there can be. */
class ReachLintPropertyTest {
    private static final Set<String> NOTHING_COMES =
            Set.of("unreachable-route", "hidden-match", "unreachable-managed-route");
    private static final List<Request> REQUESTS = requests();

    @Property(tries = 1000)
    void whatIsSaidToGetNothingGetsNothing(@ForAll("routes") List<Map<String, Object>> routes) {
        VirtualService vs = VirtualServices.spec("hosts: [reviews]");
        Tree.object(vs.tree().get("spec")).put("http", new ArrayList<Object>(routes));
        Set<Integer> reached = new HashSet<>();
        REQUESTS.forEach(request -> reached.add(taker(routes, request)));
        Set<Integer> silent = new HashSet<>();
        for (LintFinding finding : Lint.of(vs, List.of(), Optional.empty(), "cluster.local")) {
            if (NOTHING_COMES.contains(finding.code())) {
                silent.add(Integer.parseInt(finding.path().replaceAll("\\D", "")));
            }
        }
        assertThat(silent).doesNotContainAnyElementsOf(reached);
        int all = matchless(routes);
        for (int behind = all + 1; all >= 0 && behind < routes.size(); behind++) {
            assertThat(silent).contains(behind);
        }
        long dead = routes.size()
                - reached.stream().filter(position -> position >= 0).count();
        Statistics.label("hidden").collect(silent.isEmpty() ? "none" : "some").coverage(coverage -> {
            coverage.check("some").percentage(share -> share > 10);
            coverage.check("none").percentage(share -> share > 10);
        });
        Statistics.label("said of those that get nothing").collect(silent.size() + " of " + dead);
    }

    private static int matchless(List<Map<String, Object>> routes) {
        for (int i = 0; i < routes.size(); i++) {
            if (!routes.get(i).containsKey("match") && !routes.get(i).containsKey("delegate")) {
                return i;
            }
        }
        return -1;
    }

    /** Which route the request goes to; none is -1. A delegate need not take anything. */
    private static int taker(List<Map<String, Object>> routes, Request request) {
        for (int i = 0; i < routes.size(); i++) {
            Map<String, Object> route = routes.get(i);
            List<Object> blocks = Tree.list(route.get("match"));
            boolean matches =
                    blocks.isEmpty() || blocks.stream().anyMatch(block -> request.fulfils(Tree.object(block)));
            if (matches && !route.containsKey("delegate")) {
                return i;
            }
        }
        return -1;
    }

    /** A request as Istio and Envoy look at it. */
    record Request(
            String path,
            String method,
            @Nullable String header,
            @Nullable String query,
            int port,
            String gateway,
            Map<String, String> labels,
            String namespace) {

        boolean fulfils(Map<String, Object> block) {
            List<Object> gateways = Tree.list(block.get("gateways"));
            boolean caller = gateways.isEmpty()
                    ? labels.entrySet()
                                    .containsAll(Tree.object(block.get("sourceLabels"))
                                            .entrySet())
                            && namespace.equals(block.getOrDefault("sourceNamespace", namespace))
                    : gateways.contains(gateway);
            boolean ignoreCase = Boolean.TRUE.equals(block.get("ignoreUriCase"));
            return caller
                    && block.getOrDefault("port", port).equals(port)
                    && isText(block.get("uri"), path, ignoreCase)
                    && isText(block.get("method"), method, false)
                    && Tree.object(block.get("headers")).values().stream()
                            .allMatch(condition -> isValue(condition, header))
                    && Tree.object(block.get("queryParams")).values().stream()
                            .allMatch(condition -> isValue(condition, query))
                    && Tree.object(block.get("withoutHeaders")).values().stream()
                            .noneMatch(condition -> isValue(condition, header));
        }

        private static boolean isValue(Object condition, @Nullable String value) {
            return value != null && isText(condition, value, false);
        }

        private static boolean isText(@Nullable Object condition, String value, boolean ignoreCase) {
            Map<String, Object> type = Tree.object(condition);
            if (type.isEmpty()) {
                return true;
            }
            String wanted = String.valueOf(type.values().iterator().next());
            return switch (type.keySet().iterator().next()) {
                case "exact" -> ignoreCase ? value.equalsIgnoreCase(wanted) : value.equals(wanted);
                case "prefix" -> value.regionMatches(ignoreCase, 0, wanted, 0, wanted.length());
                default -> value.matches(wanted);
            };
        }
    }

    private static List<Request> requests() {
        var all = new ArrayList<Request>();
        for (String path : List.of("/", "/a", "/a/b", "/ab", "/b", "/A/b")) {
            for (String method : List.of("GET", "POST")) {
                for (String header : List.of("none", "y", "yz")) {
                    for (String query : List.of("none", "1")) {
                        for (int place = 0; place < 16; place++) {
                            all.add(new Request(
                                    path,
                                    method,
                                    header.equals("none") ? null : header,
                                    query.equals("none") ? null : query,
                                    place % 2 == 0 ? 80 : 81,
                                    place / 2 % 2 == 0 ? "mesh" : "ingress",
                                    place / 4 % 2 == 0 ? Map.of("app", "a") : Map.of("app", "a", "version", "v1"),
                                    place / 8 % 2 == 0 ? "shop" : "pay"));
                        }
                    }
                }
            }
        }
        return all;
    }

    @Provide
    Arbitrary<List<Map<String, Object>>> routes() {
        return Combinators.combine(
                        block().list().ofMaxSize(2), Arbitraries.of("route", "route", "route", "redirect", "delegate"))
                .as(ReachLintPropertyTest::route)
                .list()
                .ofMinSize(2)
                .ofMaxSize(5);
    }

    private static Map<String, Object> route(List<Map<String, Object>> blocks, String action) {
        var route = new LinkedHashMap<String, Object>();
        if (!blocks.isEmpty()) {
            route.put("match", new ArrayList<Object>(blocks));
        }
        switch (action) {
            case "redirect" -> route.put("redirect", Map.of("uri", "/new"));
            case "delegate" -> route.put("delegate", Map.of("name", "other"));
            default -> route.put("route", List.of(Map.of("destination", Map.of("host", "reviews"))));
        }
        return route;
    }

    /** Few conditions each, so that blocks often cover each other. */
    private static Arbitrary<Map<String, Object>> block() {
        Arbitrary<Map.Entry<String, Object>> condition = Arbitraries.of(
                Map.entry("uri", Map.of("prefix", "/")),
                Map.entry("uri", Map.of("prefix", "/a")),
                Map.entry("uri", Map.of("prefix", "/a/b")),
                Map.entry("uri", Map.of("prefix", "/A")),
                Map.entry("uri", Map.of("exact", "/a/b")),
                Map.entry("uri", Map.of("regex", "/a.*")),
                Map.entry("ignoreUriCase", true),
                Map.entry("method", Map.of("exact", "GET")),
                Map.entry("headers", Map.of("x", Map.of())),
                Map.entry("headers", Map.of("x", Map.of("prefix", "y"))),
                Map.entry("headers", Map.of("x", Map.of("exact", "yz"))),
                Map.entry("withoutHeaders", Map.of("x", Map.of("exact", "y"))),
                Map.entry("withoutHeaders", Map.of("x", Map.of())),
                Map.entry("queryParams", Map.of("q", Map.of("exact", "1"))),
                Map.entry("port", 80),
                Map.entry("gateways", List.of("mesh")),
                Map.entry("gateways", List.of("mesh", "ingress")),
                Map.entry("sourceLabels", Map.of("app", "a")),
                Map.entry("sourceLabels", Map.of("app", "a", "version", "v1")),
                Map.entry("sourceNamespace", "shop"),
                Map.entry("name", "called so"));
        return condition.list().ofMaxSize(2).map(entries -> {
            var block = new LinkedHashMap<String, Object>();
            entries.forEach(entry -> block.put(entry.getKey(), entry.getValue()));
            return block;
        });
    }
}
