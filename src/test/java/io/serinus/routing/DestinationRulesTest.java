package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DestinationRulesTest {
    private static final Endpoint V2 = new Endpoint("reviews.prod.svc.cluster.local", "v2");

    private static DestinationRule rule(String namespace, String name, String spec) {
        return new DestinationRule(namespace, name, VirtualServices.tree("spec: " + spec));
    }

    private static DestinationRules.Subset find(DestinationRule... rules) {
        return DestinationRules.find(List.of(rules), V2, "shop", "cluster.local");
    }

    @Test
    void shortHostsBelongToTheRulesNamespace() {
        String spec = "{host: reviews, subsets: [{name: v2, labels: {version: v2}}]}";
        assertThat(find(rule("shop", "a", spec), rule("prod", "b", spec)))
                .isEqualTo(new DestinationRules.Subset.Found(Map.of("version", "v2"), "prod/b"));
    }

    @Test
    void theVirtualServicesNamespaceComesFirst() {
        String spec = "{host: reviews.prod.svc.cluster.local, subsets: [{name: v2, labels: {version: %s}}]}";
        assertThat(find(rule("prod", "b", spec.formatted("theirs")), rule("shop", "a", spec.formatted("ours"))))
                .isEqualTo(new DestinationRules.Subset.Found(Map.of("version", "ours"), "shop/a"));
        assertThat(find(
                        rule("prod", "b", spec.formatted("theirs")),
                        rule("shop", "a", "{host: reviews.prod.svc.cluster.local}")))
                .isEqualTo(new DestinationRules.Subset.NoSubset("DestinationRule shop/a has no subset \"v2\" under"
                        + " spec.subsets, expected it there; found none"));
    }

    @Test
    void theMostSpecificHostWins() {
        var wide = rule("prod", "wide", "{host: '*.cluster.local', subsets: [{name: v2}]}");
        var narrow =
                rule("prod", "narrow", "{host: '*.prod.svc.cluster.local', subsets: [{name: v2, labels: {a: b}}]}");
        assertThat(find(wide, narrow)).isEqualTo(new DestinationRules.Subset.Found(Map.of("a", "b"), "prod/narrow"));
        var exact = rule("prod", "exact", "{host: reviews, subsets: [{name: v1}, {name: v3}]}");
        assertThat(find(wide, narrow, exact))
                .isEqualTo(new DestinationRules.Subset.NoSubset("DestinationRule prod/exact has no subset \"v2\" under"
                        + " spec.subsets, expected it there; found v1, v3"));
    }

    @Test
    void rulesForTheSameHostAddUp() {
        assertThat(find(
                        rule("prod", "one", "{host: reviews, subsets: [{name: v1}]}"),
                        rule("prod", "two", "{host: reviews.prod.svc.cluster.local, subsets: [{name: v2}]}")))
                .isEqualTo(new DestinationRules.Subset.Found(Map.of(), "prod/two"));
    }

    @Test
    void noRuleIsSaid() {
        assertThat(find(rule("prod", "b", "{host: ratings, subsets: [{name: v2}]}"), rule("prod", "c", "{}")))
                .isEqualTo(new DestinationRules.Subset.NoRule("there is no DestinationRule for"
                        + " reviews.prod.svc.cluster.local in shop or prod, expected one with the subset \"v2\""));
        assertThatThrownBy(() -> DestinationRules.find(List.of(), new Endpoint("a.b", null), "shop", "cluster.local"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
