package io.serinus.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteShareTest {
    private static final String CHECKOUT = "checkout.shop.svc.cluster.local";

    @Test
    void readsWeightsAndResolvesShortHostsInTheNamespaceOfTheVirtualService() {
        assertThat(RouteShare.of(Yaml.weights(90, 10), CHECKOUT))
                .containsExactly(new RouteShare(CHECKOUT, "v1", 90), new RouteShare(CHECKOUT, "v2", 10));
    }

    @Test
    void leavesHostsWithADotAsTheyAre() {
        assertThat(sharesOf("[{route: [{destination: {host: checkout.other}}]}]"))
                .containsExactly(new RouteShare("checkout.other", null, 100));
    }

    @Test
    void takesAMissingWeightAsAllForOneDestinationAndAsNoneBesideOthers() {
        assertThat(sharesOf("[{route: [{destination: {host: checkout, subset: v2}}]}]"))
                .containsExactly(new RouteShare(CHECKOUT, "v2", 100));
        assertThat(sharesOf("""
                [{route: [{destination: {host: checkout, subset: v1}, weight: 100},
                          {destination: {host: checkout, subset: v2}}]}]
                """)).containsExactly(new RouteShare(CHECKOUT, "v1", 100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{headers: {x-canary: {exact: 'true'}}}]",
                "[{headers: {cookie: {regex: '.*release=v2.*'}}}]",
                "[{headers: {x-canary: {}}}]",
                "[{uri: {prefix: /admin}}]",
                "[{uri: {exact: /checkout}}]",
                "[{uri: {regex: '/v[0-9]+'}}]",
                "[{method: {exact: POST}}]",
                "[{sourceLabels: {app: tester}}]",
                "[{sourceNamespace: testing}]",
                "[{queryParams: {canary: {exact: '1'}}}]",
                "[{authority: {exact: elsewhere.example}}]",
                "[{uri: {prefix: /}, headers: {x-canary: {exact: 'true'}}}]",
            })
    void passesOverRoutesThatAPlainRequestDoesNotMatch(String match) {
        assertThat(sharesOf(twoRoutes(match))).containsExactly(new RouteShare(CHECKOUT, "v1", 100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{uri: {prefix: /}}]",
                "[{uri: {exact: /}}]",
                "[{uri: {regex: '/.*'}}]",
                "[{method: {exact: GET}}]",
                "[{withoutHeaders: {x-canary: {exact: 'true'}}}]",
                "[{name: all}]",
                "[{headers: {}}]",
                "[{uri: {prefix: /admin}}, {uri: {prefix: /}}]",
            })
    void takesTheFirstRouteThatAPlainRequestMatches(String match) {
        assertThat(sharesOf(twoRoutes(match))).containsExactly(new RouteShare(CHECKOUT, "v2", 100));
    }

    @Test
    void hasNoSharesWhereNothingMatchesOrNothingIsRouted() {
        assertThat(sharesOf("[{match: [{uri: {prefix: /admin}}], route: [{destination: {host: checkout}}]}]"))
                .isEmpty();
        assertThat(sharesOf("[{route: [{destination: {host: checkout}, weight: 0}]}]"))
                .isEmpty();
        assertThat(RouteShare.of(Map.of(), CHECKOUT)).isEmpty();
    }

    private static String twoRoutes(String match) {
        return """
               [{match: %s, route: [{destination: {host: checkout, subset: v2}}]},
                {route: [{destination: {host: checkout, subset: v1}}]}]
               """.formatted(match);
    }

    private static List<RouteShare> sharesOf(String http) {
        return RouteShare.of(
                Yaml.tree("{metadata: {name: checkout, namespace: shop}, spec: {http: " + http + "}}"), CHECKOUT);
    }
}
