package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightShareTest {
    private static final String SPLIT = """
            hosts: [reviews]
            http:
            - name: main
              route:
              - {destination: {host: reviews, subset: v1}, weight: 90}
              - {destination: {host: reviews, subset: v2}, weight: 10}
            """;

    @Test
    void isTheShareWhereOnlyManagedRoutesLeadToEitherVersion() {
        assertThat(isExact(SPLIT, 10)).isTrue();
        assertThat(isExact(SPLIT, 11))
                .as("another weight than the one in force")
                .isFalse();
        assertThat(isExact(SPLIT.replace("hosts: [reviews]", "hosts: [reviews]\ngateways: [edge, mesh]"), 10))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{route: [{destination: {host: reviews, subset: v2}}], match: [{uri: {prefix: /beta}}]}",
                "{route: [{destination: {host: reviews}}]}",
                "{route: [{destination: {host: reviews.shop.svc.cluster.local, subset: v1}}]}",
                "{route: [{destination: {host: other}, weight: 99}, {destination: {host: reviews}, weight: 1}]}",
                "{route: [{destination: {host: other}}], mirror: {host: reviews, subset: v2}}",
                "{route: [{destination: {host: other}}], mirrors: [{destination: {host: reviews, subset: v2}}]}",
                "{delegate: {name: more}}"
            })
    void isNotTheShareWhereAnotherRouteLeadsThereToo(String route) {
        assertThat(isExact(SPLIT + "- " + route + "\n", 10)).isFalse();
        assertThat(isExact(SPLIT, 10, VirtualServices.spec("http:\n- " + route)))
                .as("the same object")
                .isTrue();
        assertThat(isExact(SPLIT, 10, another("http:\n- " + route)))
                .as("another object")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{route: [{destination: {host: reviews, subset: v0}}]}",
                "{route: [{destination: {host: other}}]}",
                "{route: [{destination: {host: other}, weight: 100}, {destination: {host: reviews}, weight: 0}]}",
                "{redirect: {uri: /gone}}"
            })
    void staysTheShareWhereOtherRoutesLeadElsewhere(String route) {
        assertThat(isExact(SPLIT + "- " + route + "\n", 10, another("http:\n- " + route)))
                .isTrue();
    }

    @Test
    void isNotTheShareWhereCallersInTheMeshPassByTheVirtualService() {
        assertThat(isExact(SPLIT.replace("hosts: [reviews]", "hosts: [reviews]\ngateways: [edge]"), 10))
                .isFalse();
        assertThat(isExact(SPLIT.replace("hosts: [reviews]", "hosts: [shop.example.com]"), 10))
                .isFalse();
    }

    @Test
    void isNotTheShareWhereWeightsAreTooCoarse() {
        String coarse = SPLIT.replace("weight: 90", "weight: 2").replace("weight: 10", "weight: 1");
        assertThat(isExact(coarse, 33)).isFalse();
        assertThat(isExact(coarse.replace("weight: 2", "weight: 3"), 25)).isTrue();
    }

    @Test
    void aMirrorOfAManagedRouteIsTrafficThatNobodyWeighed() {
        assertThat(isExact(SPLIT.replace("- name: main", "- name: main\n  mirror: {host: reviews, subset: v2}"), 10))
                .isFalse();
    }

    /** Whatever real VirtualServices look like: adding a way past the managed routes always ends it. */
    @Test
    void noVirtualServiceOfTheCorpusKeepsItWithAWayPast() {
        int exact = 0;
        for (VirtualService vs : VirtualServices.corpus()) {
            for (Selection.Selected selected : Releases.selections(vs)) {
                Pair pair = selected.pair();
                Original original = Original.of(vs, pair, selected.routes());
                VirtualService split = VirtualServices.patched(
                        vs,
                        RoutingEdit.apply(vs, pair, original, Layout.weight(10)).operations());
                boolean isExact = WeightShare.isExact(split, pair, original, 10, List.of(split));
                exact += isExact ? 1 : 0;
                assertThat(WeightShare.isExact(withWayPast(split, pair.canary()), pair, original, 10, List.of()))
                        .as("%s to %s", vs.name(), pair.canary())
                        .isFalse();
            }
        }
        assertThat(exact).as("selections whose weight is the share").isGreaterThan(20);
    }

    private static VirtualService withWayPast(VirtualService vs, Endpoint endpoint) {
        Map<String, Object> tree = new LinkedHashMap<>(vs.tree());
        Map<String, Object> spec = new LinkedHashMap<>(Tree.object(tree.get("spec")));
        var http = new ArrayList<>(Tree.list(spec.get("http")));
        var destination = new LinkedHashMap<String, Object>(Map.of("host", endpoint.host()));
        if (endpoint.subset() != null) {
            destination.put("subset", endpoint.subset());
        }
        http.add(Map.of(
                "name", "way-past",
                "match", List.of(Map.of("uri", Map.of("exact", "/way-past"))),
                "route", List.of(Map.of("destination", destination))));
        spec.put("http", http);
        tree.put("spec", spec);
        return VirtualServices.of(tree);
    }

    private static VirtualService another(String spec) {
        Map<String, Object> tree =
                new LinkedHashMap<>(VirtualServices.spec(spec).tree());
        tree.put("metadata", Map.of("name", "gateway", "namespace", "shop"));
        return VirtualServices.of(tree);
    }

    private static boolean isExact(String spec, int percent, VirtualService... others) {
        VirtualService plain = VirtualServices.spec(SPLIT);
        var selected = (Selection.Selected) Releases.select(plain, "v2");
        Original original = Original.of(plain, selected.pair(), selected.routes());
        return WeightShare.isExact(VirtualServices.spec(spec), selected.pair(), original, percent, List.of(others));
    }
}
