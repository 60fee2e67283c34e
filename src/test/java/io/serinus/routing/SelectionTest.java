package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
    private static final Endpoint V1 = new Endpoint("reviews.shop.svc.cluster.local", "v1");
    private static final Endpoint V2 = new Endpoint("reviews.shop.svc.cluster.local", "v2");

    private static final String LAYERED = """
            http:
            - name: testers
              match: [{headers: {x-user: {exact: tester}}}]
              route: [{destination: {host: reviews, subset: v2}}]
            - name: mobile
              match: [{uri: {prefix: /mobile}}]
              route: [{destination: {host: reviews, subset: v1}}]
            - name: all
              route:
              - {destination: {host: reviews, subset: v1}, weight: 80}
              - {destination: {host: legacy}, weight: 20}
            """;

    private static final String HOSTS = """
            http:
            - route:
              - {destination: {host: reviews-v1}, weight: 100}
              - {destination: {host: reviews-v2}, weight: 0}
            tcp:
            - match: [{port: 8020}]
              route: [{destination: {host: reviews-v1}}]
            tls:
            - match: [{port: 443, sniHosts: [reviews]}]
              route: [{destination: {host: other}}]
            """;

    private static Selection select(String spec, String canary) {
        return Releases.select(VirtualServices.spec(spec), canary);
    }

    private static Selection select(String spec, String canary, String baseline, String... routes) {
        return Selection.of(
                VirtualServices.spec(spec),
                CanaryName.parse(canary),
                Optional.of(baseline).filter(b -> !b.isEmpty()),
                List.of(routes),
                "cluster.local");
    }

    private static List<String> paths(Selection selection) {
        assertThat(selection).isInstanceOf(Selection.Selected.class);
        return ((Selection.Selected) selection)
                .routes().routes().stream().map(ManagedRoute::path).toList();
    }

    private static Pair pair(Selection selection) {
        assertThat(selection).isInstanceOf(Selection.Selected.class);
        return ((Selection.Selected) selection).pair();
    }

    private static String reason(Selection selection) {
        assertThat(selection).isInstanceOf(Selection.Refused.class);
        return ((Selection.Refused) selection).reason();
    }

    @Nested
    class Selects {
        @Test
        void theRoutesOfTheBaselineAndLeavesTheCanarysOwn() {
            Selection selection = select(LAYERED, "v2");
            assertThat(pair(selection)).isEqualTo(new Pair(V1, V2));
            assertThat(paths(selection)).containsExactly("spec.http[1] (mobile)", "spec.http[2] (all)");
        }

        @Test
        void exactlyTheNamedRoutes() {
            assertThat(paths(select(LAYERED, "v2", "", "all"))).containsExactly("spec.http[2] (all)");
        }

        @Test
        void hostsInRoutesOfEveryKind() {
            Selection selection = select(HOSTS, "host:reviews-v2");
            assertThat(pair(selection))
                    .isEqualTo(new Pair(
                            new Endpoint("reviews-v1.shop.svc.cluster.local", null),
                            new Endpoint("reviews-v2.shop.svc.cluster.local", null)));
            assertThat(paths(selection)).containsExactly("spec.http[0]", "spec.tcp[0]");
        }

        @Test
        void theNeighbourOfTheCanaryBeforeAnythingElse() {
            Selection selection = select("""
                    http:
                    - match: [{uri: {prefix: /old}}]
                      route: [{destination: {host: reviews, subset: v0}}]
                    - route:
                      - {destination: {host: reviews, subset: v1}, weight: 75}
                      - {destination: {host: reviews, subset: v2}, weight: 25}
                    """, "v2");
            assertThat(pair(selection)).isEqualTo(new Pair(V1, V2));
            assertThat(paths(selection)).containsExactly("spec.http[1]");
        }

        @Test
        void theNamedBaseline() {
            String three = """
                    http:
                    - route:
                      - {destination: {host: reviews, subset: v0}, weight: 50}
                      - {destination: {host: reviews, subset: v1}, weight: 50}
                    """;
            assertThat(pair(select(three, "v2", "v1"))).isEqualTo(new Pair(V1, V2));
            assertThat(reason(select(three, "v2")))
                    .isEqualTo(
                            "VirtualService shop/reviews: several destinations could be the baseline, expected one: name"
                                    + " it as serinus.io/baseline; found reviews.shop.svc.cluster.local subset v0"
                                    + " (spec.http[0].route[0]), reviews.shop.svc.cluster.local subset v1 (spec.http[0].route[1])");
        }
    }

    @Nested
    class Refuses {
        private static String of(String spec, String canary) {
            String reason = reason(select(spec, canary));
            assertThat(reason).startsWith("VirtualService shop/reviews: ");
            return reason.substring("VirtualService shop/reviews: ".length());
        }

        @Test
        void aRouteOfSomebodyElsesUnderAReservedName() {
            assertThat(of("""
                    http:
                    - name: serinus-match
                      route: [{destination: {host: reviews, subset: v1}}]
                    - route: [{destination: {host: reviews, subset: v1}}]
                    """, "v2")).startsWith("spec.http[0].name is \"serinus-match\", expected another name");
        }

        @Test
        void routesThatAreNotThere() {
            assertThat(of("http: null", "v2"))
                    .isEqualTo(
                            "spec.http is missing, expected at least one route with destinations under http, tls or tcp");
            assertThat(of("http: []", "v2"))
                    .isEqualTo(
                            "spec.http is empty, expected at least one route with destinations under http, tls or tcp");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "http: {route: [{destination: {host: a}}]} | spec.http is an object, expected a list of routes",
                    "{tcp: all, http: []} | spec.tcp is \"all\", expected a list of routes",
                    "http: [all] | spec.http[0] is \"all\", expected a route",
                    "http: [null] | spec.http[0] is empty, expected a route",
                    "http: [{route: {destination: {host: a}}}] | spec.http[0].route is an object, expected a list of destinations",
                })
        void routesOfAnotherShape(String spec, String reason) {
            assertThat(of(spec, "v2")).isEqualTo(reason);
        }

        @Test
        void aSpecOfAnotherShape() {
            var vs = new VirtualService("shop", "reviews", "1", Map.of(), Map.of("spec", "http"));
            assertThat(reason(Releases.select(vs, "v2")))
                    .endsWith(": spec is \"http\", expected an object with hosts and routes");
        }

        /** None of them may be read as something else, and the cause is named, not what follows of it. */
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "-5 | .weight is -5, expected a whole number from 0 to 2147483647",
                    "99999999999999999999999 | .weight is 99999999999999999999999, expected a whole number from 0 to 2147483647",
                    "'\"100\"' | .weight is \"100\", expected a whole number from 0 to 2147483647",
                    "2.5 | .weight is 2.5, expected a whole number from 0 to 2147483647",
                })
        void weightsThatAreNone(String weight, String reason) {
            for (String subset : List.of("v1", "v0")) {
                assertThat(of(
                                "http: [{route: [{destination: {host: reviews, subset: %s}, weight: %s},"
                                                .formatted(subset, weight)
                                        + " {destination: {host: reviews, subset: v2}, weight: 1},"
                                        + " {destination: {host: reviews, subset: v1}, weight: 50}]}]",
                                "v2"))
                        .isEqualTo("spec.http[0].route[0]" + reason);
            }
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{destination: {host: reviews, subset: 1}} | .destination.subset is 1, expected text; put it in quotes if it is a number",
                    "{destination: {host: 7}} | .destination.host is 7, expected text; put it in quotes if it is a number",
                    "{destination: reviews} | .destination is \"reviews\", expected an object with host",
                })
        void destinationsThatCannotBeRead(String entry, String reason) {
            assertThat(of("http: [{route: [" + entry + "]}]", "v2")).isEqualTo("spec.http[0].route[0]" + reason);
        }

        @Test
        void weightsOfWhichNobodyGetsAnything() {
            assertThat(of(
                            "http: [{route: [{destination: {host: reviews, subset: v2}}, {destination: {host: reviews,"
                                    + " subset: v1}}]}]",
                            "v2"))
                    .isEqualTo("spec.http[0].route[1].weight is missing and no destination beside it has one above 0,"
                            + " expected a weight above 0 for the destination that serves now; one that is missing counts"
                            + " as 0");
            assertThat(reason(select(
                            "http: [{route: [{destination: {host: reviews, subset: v1}, weight: 0}, {destination: {host:"
                                    + " reviews, subset: v2}}]}]",
                            "v2",
                            "v1")))
                    .contains(": spec.http[0].route[0].weight is 0 and no destination beside it has one above 0");
        }

        @Test
        void routesWithoutDestinations() {
            assertThat(of("http: [{match: [{uri: {prefix: /a}}], delegate: {name: backend, namespace: test}}]", "v2"))
                    .isEqualTo("spec.http[0].delegate leads to the VirtualService test/backend, expected destinations:"
                            + " annotate that VirtualService instead");
            String advice = ", expected the name of the VirtualService to which the route delegates: write it as"
                    + " delegate.name, and annotate that VirtualService instead";
            assertThat(of("http: [{delegate: {namespace: test}}]", "v2"))
                    .isEqualTo("spec.http[0].delegate.name is missing" + advice);
            assertThat(of("http: [{delegate: {name: ''}}]", "v2"))
                    .isEqualTo("spec.http[0].delegate.name is \"\"" + advice);
            assertThat(of("http: [{delegate: {name: 7}}]", "v2")).isEqualTo("spec.http[0].delegate.name is 7" + advice);
            assertThat(of("http: [{delegate: backend}]", "v2"))
                    .isEqualTo("spec.http[0].delegate is \"backend\"" + advice);
            assertThat(of("http: [{redirect: {uri: /new}}]", "v2"))
                    .isEqualTo("spec.http[0].route is missing, expected destinations: the route has only redirect");
            assertThat(of("http: [{directResponse: {status: 503}}]", "v2"))
                    .isEqualTo(
                            "spec.http[0].route is missing, expected destinations: the route has only directResponse");
            assertThat(of("http: [{route: []}]", "v2"))
                    .isEqualTo("spec.http[0].route is empty, expected at least one destination");
        }

        @Test
        void unknownRouteNames() {
            assertThat(reason(select(LAYERED, "v2", "", "al")))
                    .isEqualTo(
                            "VirtualService shop/reviews: serinus.io/routes names the route \"al\", expected one of the names"
                                    + " under spec.http: \"testers\", \"mobile\", \"all\"");
            assertThat(reason(select(HOSTS, "host:reviews-v2", "", "all")))
                    .endsWith("the route \"all\", expected no name, since no route under spec.http has one");
        }

        @Test
        void aNamedRouteThatDoesNotServeTheBaseline() {
            assertThat(reason(select(LAYERED, "v2", "v1", "testers", "all")))
                    .isEqualTo(
                            "VirtualService shop/reviews: spec.http[0].route gives reviews.shop.svc.cluster.local subset"
                                    + " v1 no traffic, expected a weight above 0 for the baseline in every route that is named");
        }

        @Test
        void oneVersionInBothRoles() {
            assertThat(reason(select(LAYERED, "v1", "v1")))
                    .endsWith(
                            "canary and baseline are both reviews.shop.svc.cluster.local subset v1, expected two versions");
        }

        @Test
        void aCanaryThatServesAlone() {
            assertThat(of("http: [{route: [{destination: {host: reviews, subset: v2}}]}]", "v2"))
                    .isEqualTo(
                            "spec.http[0].route gives traffic to no destination besides the canary, subset v2; expected"
                                    + " a baseline that serves now, found reviews.shop.svc.cluster.local subset v2"
                                    + " (spec.http[0].route[0])");
        }

        @Test
        void aBaselineThatContainsTheCanary() {
            assertThat(of("http: [{route: [{destination: {host: reviews}}]}]", "v2"))
                    .isEqualTo(
                            "the destination reviews.shop.svc.cluster.local without a subset reaches the pods of both"
                                    + " versions; expected a subset for the baseline and one for the canary, found"
                                    + " reviews.shop.svc.cluster.local and reviews.shop.svc.cluster.local subset v2");
        }

        @Test
        void aBaselineThatIsNowhere() {
            assertThat(reason(select(LAYERED, "v2", "v9")))
                    .contains(
                            "serinus.io/baseline is \"v9\", expected a destination with traffic in the managed routes, found")
                    .contains("legacy.shop.svc.cluster.local (spec.http[2].route[1])");
            assertThat(reason(select(LAYERED, "v2", "v 9")))
                    .endsWith(
                            "serinus.io/baseline is \"v 9\", expected a subset such as v2, or a service as host:reviews-v2");
        }

        @Test
        void weightsThatCannotBeShared() {
            assertThat(of("""
                    http:
                    - route:
                      - {destination: {host: reviews, subset: v1}, weight: 1}
                      - {destination: {host: legacy}, weight: 99}
                    """, "v2"))
                    .isEqualTo(
                            "spec.http[0].route gives baseline and canary a joint weight of 1, expected at least 2 to"
                                    + " share between them");
            assertThat(of("""
                    http:
                    - route:
                      - {destination: {host: reviews, subset: v1}, weight: 50}
                      - {destination: {host: reviews, subset: v2}, weight: half}
                    """, "v2"))
                    .isEqualTo(
                            "spec.http[0].route[1].weight is \"half\", expected a whole number from 0 to 2147483647");
            assertThat(of("""
                    http:
                    - route:
                      - {destination: {host: reviews, subset: v1}, weight: 50}
                      - {destination: {host: reviews.shop.svc.cluster.local, subset: v1}, weight: 50}
                    """, "v2"))
                    .isEqualTo(
                            "spec.http[0].route has reviews.shop.svc.cluster.local subset v1 at 0 and at 1, expected it"
                                    + " once");
        }
    }
}
