package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Steps that take more than weights. */
class LayoutTest {
    private static final String TWO = """
            http:
            - name: primary
              timeout: 10s
              route:
              - {destination: {host: reviews, subset: v1}, weight: 100}
              - {destination: {host: reviews, subset: v2}, weight: 0}
            """;
    private static final CanaryRoute HEADER = new CanaryRoute(
            List.of(Map.of("headers", Map.of("x-canary", Map.of("exact", "1")))), Optional.empty(), Map.of());
    private static final Stickiness COOKIE = new Stickiness("group", "reviews-v2-1", Duration.ofMinutes(30));

    private static Layout layout(int percent, Optional<CanaryRoute> match, Optional<Stickiness> stickiness) {
        return new Layout(percent, Optional.empty(), match, stickiness);
    }

    private static Layout mirror(double percent) {
        return new Layout(0, Optional.of(percent), Optional.empty(), Optional.empty());
    }

    @Test
    void theHeadersRouteStandsFirstOnceAndGoesAgain() {
        var course = new Course(TWO).apply(layout(20, Optional.of(HEADER), Optional.empty()));
        assertThat(Route.of(course.now()).getFirst().name()).isEqualTo("serinus-match");
        assertThat(course.edit(layout(20, Optional.of(HEADER), Optional.empty()))
                        .operations())
                .isEmpty();
        // Another weight below it leaves it alone.
        assertThat(course.edit(layout(40, Optional.of(HEADER), Optional.empty()))
                        .operations())
                .noneMatch(operation -> operation.path().startsWith("/spec/http/0"));
        course.apply(Layout.weight(60));
        assertThat(Route.of(course.now())).hasSize(1);
        course.restoreExactly();
    }

    @Test
    void aMirrorComesChangesAndGoes() {
        var course = new Course(TWO).apply(mirror(100));
        assertThat(course.text()).contains("mirror={host=reviews, subset=v2}", "mirrorPercentage={value=100}");
        course.apply(mirror(80.5));
        assertThat(course.text()).contains("mirrorPercentage={value=80.5}");
        course.apply(Layout.weight(10));
        assertThat(course.text()).doesNotContain("mirror");
        course.apply(mirror(10)).restoreExactly();
    }

    @Test
    void somebodyElsesMirrorIsNeverReplaced() {
        var course = new Course(TWO.replace("  timeout: 10s", "  mirror: {host: reviews, subset: v2}"));
        assertThat(course.edit(mirror(10)).operations()).isEmpty();
        assertThat(course.edit(mirror(10)).obstacles())
                .singleElement()
                .asString()
                .startsWith("VirtualService shop/reviews: spec.http[0].mirror is there already, expected none");
        // It leads to the canary, but it was there before.
        course.apply(Layout.weight(10));
        assertThat(course.text()).contains("mirror=");
        course.restoreExactly();
    }

    @Test
    void whatSomebodyMirrorsMeanwhileStays() {
        var course = new Course(TWO).apply(mirror(10));
        course.somebody(new PatchOperation.Replace("/spec/http/0/mirror", Map.of("host", "audit")));
        assertThat(course.edit(mirror(10)).obstacles()).hasSize(1);
        course.apply(Layout.weight(10));
        assertThat(course.text()).contains("mirror={host=audit}");
    }

    @Test
    void bothConditionsHoldWhereTheManagedRouteHasItsOwn() {
        var course = new Course("""
                http:
                - match: [{uri: {prefix: /api}}, {headers: {team: {exact: a}}}]
                  route: [{destination: {host: reviews, subset: v1}}]
                """).apply(layout(0, Optional.of(HEADER), Optional.empty()));
        assertThat(course.text())
                .contains("match=[{uri={prefix=/api}, headers={x-canary={exact=1}}},"
                        + " {headers={team={exact=a}, x-canary={exact=1}}}]");
        course.restoreExactly();
    }

    @Test
    void twoConditionsOnTheSameThingAreRefused() {
        var course = new Course("""
                http:
                - match: [{uri: {prefix: /}}]
                  route: [{destination: {host: reviews, subset: v1}}]
                - match: [{uri: {prefix: /api}}]
                  route: [{destination: {host: reviews, subset: v1}}]
                """);
        var beta = new CanaryRoute(List.of(Map.of("uri", Map.of("prefix", "/beta"))), Optional.empty(), Map.of());
        Edit edit = course.edit(layout(0, Optional.of(beta), Optional.empty()));
        assertThat(edit.operations()).as("nothing half").isEmpty();
        assertThat(edit.obstacles())
                .singleElement()
                .asString()
                .startsWith("VirtualService shop/reviews: spec.http[1].match[0].uri and the step's match both set");
    }

    @Test
    void onlyHttpRoutesTakeMoreThanWeights() {
        var course = new Course("""
                tcp:
                - route: [{destination: {host: reviews, subset: v1}}]
                """);
        course.apply(Layout.weight(10));
        for (Layout layout : List.of(
                mirror(10),
                layout(10, Optional.of(HEADER), Optional.empty()),
                layout(10, Optional.empty(), Optional.of(COOKIE)))) {
            assertThat(course.edit(layout).obstacles())
                    .singleElement()
                    .asString()
                    .contains("the managed routes are spec.tcp[0], expected one under spec.http");
        }
        course.restoreExactly();
    }

    @Test
    void hostsInHttpAndTlsAreSplitAlike() {
        var course = new Course("""
                http:
                - route: [{destination: {host: stable}, weight: 100}, {destination: {host: next}, weight: 0}]
                tls:
                - match: [{sniHosts: [a.com]}]
                  route: [{destination: {host: stable}, weight: 100}, {destination: {host: next}, weight: 0}]
                """, "host:next").apply(layout(10, Optional.of(HEADER), Optional.empty()));
        assertThat(Route.of(course.now()).stream()
                        .filter(route -> !route.isOwn())
                        .map(route -> route.destinations().get(1).weight()))
                .containsExactly(10, 10);
        course.restoreExactly();
    }

    @Test
    void theHeadersAroundTheCookieAreLeftAsTheyWere() {
        for (String headers : List.of(
                "",
                ", headers: {}",
                ", headers: {response: {}}",
                ", headers: {response: {add: {}}}",
                ", headers: {response: {add: {x: y}, set: {a: b}}, request: {remove: [c]}}")) {
            var course = new Course(TWO.replace("subset: v2}, weight: 0", "subset: v2}, weight: 0" + headers));
            course.apply(layout(10, Optional.empty(), Optional.of(COOKIE)));
            assertThat(course.text())
                    .contains("Set-Cookie=group=reviews-v2-1; Path=/; Max-Age=1800", "name=serinus-sticky")
                    .containsOnlyOnce("Set-Cookie");
            course.apply(Layout.weight(20)).restoreExactly();
        }
    }

    @Test
    void aCookieOfTheUsersOwnIsNotLost() {
        var course = new Course(TWO.replace(
                "subset: v2}, weight: 0", "subset: v2}, weight: 0, headers: {response: {add: {set-cookie: a=b}}}"));
        Edit edit = course.edit(layout(10, Optional.empty(), Optional.of(COOKIE)));
        assertThat(edit.operations()).isEmpty();
        assertThat(edit.obstacles())
                .singleElement()
                .asString()
                .contains("spec.http[0].route[1].headers.response.add.set-cookie is there already");
        course.apply(Layout.weight(10)).restoreExactly();
    }

    @Test
    void aCookieOfAnEarlierReleaseLeadsNowhere() {
        var earlier = new Stickiness("group", "reviews-v2-1", Duration.ofHours(1));
        var later = new Stickiness("group", "reviews-v2-10", Duration.ofHours(1));
        String wanted = String.valueOf(((Map<?, ?>)
                        Tree.object(Tree.object(later.block().get("headers")).get("cookie")))
                .get("regex"));
        assertThat("a=b; " + later.pair() + "; c=d").matches(wanted);
        assertThat(later.pair()).matches(wanted);
        assertThat(earlier.pair()).doesNotMatch(wanted);
        assertThat("x" + later.pair()).doesNotMatch(wanted);
        assertThat(later.pair() + "0").doesNotMatch(wanted);
    }

    @Test
    void copiesFollowWhatSomebodyChangesInTheirOriginal() {
        var course = new Course(TWO).apply(layout(10, Optional.of(HEADER), Optional.of(COOKIE)));
        course.somebody(
                new PatchOperation.Replace("/spec/http/2/timeout", "3s"),
                new PatchOperation.Add("/spec/http/2/inventedLater", Map.of("a", 1)));
        course.apply(layout(10, Optional.of(HEADER), Optional.of(COOKIE)));
        assertThat(course.text().split("timeout=3s", -1)).hasSize(4);
        assertThat(course.text().split("inventedLater", -1)).hasSize(4);
        course.apply(Layout.weight(100));
        assertThat(Route.of(course.now())).hasSize(1);
    }

    @Test
    void thePortOfTheWeightedRouteIsKept() {
        var course = new Course("""
                http:
                - route: [{destination: {host: reviews, subset: v1, port: {number: 9080}}}]
                """).apply(layout(0, Optional.of(HEADER), Optional.empty()));
        assertThat(course.text()).contains("{destination={host=reviews, subset=v2, port={number=9080}}}");
        course.restoreExactly();
    }
}
