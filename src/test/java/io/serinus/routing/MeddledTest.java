package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a release's additions when somebody edits the VirtualService meanwhile. */
class MeddledTest {
    private static final String NAMED = """
            http:
            - name: primary
              timeout: 10s
              route:
              - {destination: {host: reviews, subset: v1}, weight: 100}
              - {destination: {host: reviews, subset: v2}, weight: 0}
            """;
    private static final String NAMELESS = NAMED.replace("- name: primary\n  timeout", "- timeout");
    private static final Stickiness COOKIE = new Stickiness("group", "reviews-v2-1", Duration.ofMinutes(30));
    private static final Layout MIRROR = new Layout(0, Optional.of(10.0), Optional.empty(), Optional.empty());
    private static final Layout FULL = new Layout(50, Optional.of(10.0), Optional.empty(), Optional.of(COOKIE));
    private static final Object TO_CANARY = Map.of("host", "reviews", "subset", "v2");

    private static PatchOperation add(String path, Object value) {
        return new PatchOperation.Add(path, value);
    }

    /** Another route before all others. */
    private static PatchOperation inserted(String host, String subset) {
        return add(
                "/spec/http/0",
                Map.of("route", List.of(Map.of("destination", Map.of("host", host, "subset", subset)))));
    }

    private static PatchOperation narrowed(int position) {
        return add("/spec/http/" + position + "/match", List.of(Map.of("uri", Map.of("prefix", "/v1"))));
    }

    private static final PatchOperation NO_ANNOTATIONS = new PatchOperation.Remove("/metadata/annotations");

    /** The spec as the same edits make it without a release. */
    private static Map<String, Object> spec(String before, PatchOperation... edits) {
        return Tree.object(VirtualServices.patched(VirtualServices.spec(before), List.of(edits))
                .tree()
                .get("spec"));
    }

    @Nested
    class ARouteThatIsNotWhereItWas {
        @ParameterizedTest
        @ValueSource(strings = {"/name", "/timeout"})
        void isFoundByItsMatchAfterARename(String field) {
            var course = new Course(NAMED).apply(FULL);
            course.somebody(add("/spec/http/1" + field, "main"), inserted("new", "v1"));
            assertThat(course.restore().obstacles()).isEmpty();
            assertThat(course.spec())
                    .isEqualTo(spec(NAMED, add("/spec/http/0" + field, "main"), inserted("new", "v1")));
            assertThat(course.metadata()).doesNotContainKey("annotations");
        }

        @Test
        void isFoundByItsCookieThoughItsMatchAndPlaceAreOthers() {
            var course = new Course(NAMELESS).apply(FULL).somebody(narrowed(1), inserted("reviews", "v1"));
            assertThat(course.restore().obstacles()).isEmpty();
            assertThat(course.spec()).isEqualTo(spec(NAMELESS, narrowed(0), inserted("reviews", "v1")));
        }

        @Test
        void isNotTakenForTheRouteThatStandsInItsPlace() {
            var course = new Course(NAMELESS).apply(Layout.weight(50)).somebody(narrowed(0), inserted("reviews", "v1"));
            assertThat(course.restore().obstacles()).isEmpty();
            assertThat(course.spec()).isEqualTo(spec(NAMELESS, narrowed(0), inserted("reviews", "v1")));
        }

        @Test
        void isNotGuessedAtBetweenTwo() {
            String two = """
                    http:
                    - match: [{uri: {prefix: /a}}]
                      route: [{destination: {host: reviews, subset: v1}}]
                    - match: [{uri: {prefix: /b}}]
                      route: [{destination: {host: reviews, subset: v1}}]
                    """;
            var course = new Course(two).apply(FULL).somebody(inserted("new", "v1"));
            // Behind the new route and their own sticky ones.
            course.somebody(add("/spec/http/2/match/0/uri/prefix", "/c"), add("/spec/http/4/match/0/uri/prefix", "/d"));
            assertThat(course.edit(FULL).operations()).as("nothing half").isEmpty();
            Edit restore = course.restore();
            assertThat(restore.obstacles())
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains(
                            "spec.http[2].route leads to reviews.shop.svc.cluster.local subset v2 and may be the managed"
                                    + " route spec.http[0] or spec.http[1]");
            assertThat(String.valueOf(course.spec())).doesNotContain("Set-Cookie", "serinus-", "mirror");
            assertThat(course.now().annotations())
                    .containsEntry(Additions.ANNOTATION, "weights http[1], weights http[2]");
            assertThat(RoutingEdit.canaryPercent(course.now(), course.pair(), course.original()))
                    .isEmpty();
            // Given their matches back, they are found and restored.
            course.somebody(add("/spec/http/1/match/0/uri/prefix", "/a"), add("/spec/http/2/match/0/uri/prefix", "/b"));
            assertThat(course.restore().obstacles()).isEmpty();
            assertThat(course.spec()).isEqualTo(spec(two, inserted("new", "v1")));
            assertThat(course.metadata()).doesNotContainKey("annotations");
        }

        @Test
        void needsNothingWhereSomebodyHasTakenItAway() {
            var course = new Course(NAMED + """
                    - name: second
                      match: [{uri: {prefix: /z}}]
                      route:
                      - {destination: {host: reviews, subset: v1}}
                    """)
                    .apply(Layout.weight(10))
                    .somebody(new PatchOperation.Remove("/spec/http/0"));
            assertThat(course.edit(Layout.weight(20)).obstacles()).isEmpty();
            assertThat(course.restore()).extracting(Edit::obstacles).isEqualTo(List.of());
            assertThat(String.valueOf(course.spec())).doesNotContain("v2");
        }

        @Test
        void isNotTakenForANeighbourThatNobodyManages() {
            String withNeighbour = """
                    http:
                    - match: [{uri: {prefix: /a}}]
                      route: [{destination: {host: reviews, subset: v1}, weight: 0},
                        {destination: {host: reviews, subset: v2}, weight: 100}]
                    - route: [{destination: {host: reviews, subset: v1}, weight: 100},
                        {destination: {host: reviews, subset: v2}, weight: 0}]
                    """;
            var course = new Course(withNeighbour).apply(Layout.weight(30));
            course.somebody(new PatchOperation.Remove("/spec/http/1"));
            assertThat(course.edit(Layout.weight(40)).operations()).isEmpty();
            assertThat(course.restore()).isEqualTo(new Edit(List.of(), List.of()));
        }
    }

    @Nested
    class ABlockedRestore {
        @Test
        void takesAwayAllThatIsCertainAndIsCompletedLater() {
            var course = new Course(NAMED).apply(FULL);
            course.somebody(new PatchOperation.Replace("/spec/http/1/route/0/destination/subset", "v1b"));
            assertThat(course.restore().obstacles())
                    .singleElement()
                    .asString()
                    .contains("has no destination reviews.shop.svc.cluster.local subset v1 any more");
            assertThat(String.valueOf(course.spec())).doesNotContain("Set-Cookie", "mirror", "serinus-");
            assertThat(course.now().annotations()).containsEntry(Additions.ANNOTATION, "weights http[0]");
            assertThat(course.restore().operations()).as("the same again").isEmpty();
            course.somebody(new PatchOperation.Replace("/spec/http/0/route/0/destination/subset", "v1"));
            course.restoreExactly();
            assertThat(course.metadata()).doesNotContainKey("annotations");
        }
    }

    @Nested
    class WithoutTheAnnotation {
        @Test
        void theReleaseKnowsItsCookieAndItsLastMirror() {
            var course = new Course(NAMED).apply(FULL).somebody(NO_ANNOTATIONS);
            assertThat(course.restore(Trail.of(FULL)).obstacles()).isEmpty();
            assertThat(course.spec()).isEqualTo(spec(NAMED));
        }

        @Test
        void theStickyRouteTellsTheCookie() {
            var sticky = new Layout(50, Optional.empty(), Optional.empty(), Optional.of(COOKIE));
            new Course(NAMED).apply(sticky).somebody(NO_ANNOTATIONS).restoreExactly();
        }

        @Test
        void theSameStepListsItAgain() {
            var course = new Course(NAMED).apply(FULL);
            Object annotations = course.metadata().get("annotations");
            course.somebody(NO_ANNOTATIONS).apply(FULL);
            assertThat(course.metadata()).containsEntry("annotations", annotations);
            course.restoreExactly();
        }

        @Test
        void aMirrorThatMayBeTheReleasesIsAnObstacle() {
            var course = new Course(NAMED).apply(MIRROR).somebody(NO_ANNOTATIONS);
            Edit restore = course.restore(new Trail(Optional.empty(), List.of(MIRROR)));
            assertThat(restore.obstacles())
                    .singleElement()
                    .asString()
                    .contains("spec.http[0].mirror leads to reviews.shop.svc.cluster.local subset v2 as a step of this"
                            + " release does");
            assertThat(restore.operations()).isEmpty();
        }
    }

    @Nested
    class AMirrorOfTheUsers {
        @Test
        void toTheCanaryStaysThroughTheRelease() {
            var course = new Course(NAMED).apply(Layout.weight(10)).somebody(add("/spec/http/0/mirror", TO_CANARY));
            assertThat(course.edit(Layout.weight(10)).operations()).isEmpty();
            course.apply(Layout.weight(100)).restore();
            assertThat(course.spec()).isEqualTo(spec(NAMED, add("/spec/http/0/mirror", TO_CANARY)));
        }

        @Test
        void isNotTakenOverByALaterStep() {
            var course = new Course(NAMED).apply(Layout.weight(10));
            course.somebody(
                    add("/spec/http/0/mirror", TO_CANARY), add("/spec/http/0/mirrorPercentage", Map.of("value", 10)));
            Edit edit = course.edit(MIRROR, new Trail(Optional.of(Layout.weight(10)), List.of(MIRROR)));
            assertThat(edit.operations()).isEmpty();
            assertThat(edit.obstacles()).singleElement().asString().contains("spec.http[0].mirror is there already");
        }

        @ParameterizedTest
        @ValueSource(strings = {"mirror: {host: a}", "mirrors: []", "mirrorPercentage: {value: 5}"})
        void isCalledByItsName(String field) {
            var course = new Course(NAMED.replace("timeout: 10s", field));
            assertThat(course.edit(MIRROR).obstacles())
                    .singleElement()
                    .asString()
                    .contains("spec.http[0]." + field.substring(0, field.indexOf(':')) + " is there already");
        }
    }

    @Nested
    class WithoutItsRelease {
        private static final String TWO = """
                http:
                - name: user
                  match: [{uri: {prefix: /x}}]
                  mirror: {host: reviews, subset: v2}
                  mirrorPercentage: {value: 3}
                  route:
                  - {destination: {host: other}}
                """ + NAMED.replace("http:\n", "");

        private VirtualService cleaned(Course course) {
            return VirtualServices.patched(
                    course.now(), RoutingEdit.removeAdditions(course.now()).operations());
        }

        @Test
        void onlyTheListedMirrorIsTakenAway() {
            var course = new Course(TWO).apply(MIRROR);
            assertThat(cleaned(course).tree()).isEqualTo(course.before().tree());
        }

        @Test
        void theListedMirrorIsFoundInARouteThatWasRenamedAndMoved() {
            var course = new Course(TWO).apply(MIRROR);
            course.somebody(add("/spec/http/1/name", "a, b 100%"), narrowed(1), inserted("new", "v1"));
            assertThat(cleaned(course).tree().get("spec"))
                    .isEqualTo(spec(TWO, add("/spec/http/1/name", "a, b 100%"), narrowed(1), inserted("new", "v1")));
        }

        @Test
        void namesWithSignsOfTheListAreReadAgain() {
            String odd = NAMED.replace("name: primary", "name: 'a, route serinus-match b%'");
            var course = new Course(odd).apply(MIRROR);
            assertThat(Additions.of(course.now()).mirrors())
                    .containsExactly(ListedMirror.of(
                            new RouteDestination(0, Map.of("destination", TO_CANARY)),
                            10,
                            course.original().routes().getFirst().route()));
            assertThat(cleaned(course).tree()).isEqualTo(course.before().tree());
        }

        @Test
        void theOlderFormIsRead() {
            var alone = new Course(NAMED).apply(MIRROR).somebody(listed("mirror reviews/v2"));
            assertThat(cleaned(alone).tree()).isEqualTo(alone.before().tree());
            alone.restoreExactly();
            var beside = new Course(TWO).apply(MIRROR).somebody(listed("mirror reviews/v2, route serinus-match"));
            assertThat(cleaned(beside).tree().get("spec"))
                    .as("which of the two it means nobody can tell")
                    .isEqualTo(beside.spec());
            assertThat(cleaned(beside).annotations()).containsEntry(Additions.ANNOTATION, "mirror reviews/v2");
            beside.restoreExactly();
        }

        private static PatchOperation listed(String text) {
            return add("/metadata/annotations", Map.of(Additions.ANNOTATION, text));
        }
    }

    @Test
    void noOtherRouteThanHttpIsGivenHeaders() {
        String both = NAMED + """
                tcp:
                - route: [{destination: {host: reviews, subset: v1}, weight: 100}, {destination: {host: reviews, subset: v2}}]
                tls:
                - match: [{sniHosts: [a.com]}]
                  route: [{destination: {host: reviews, subset: v1}}]
                """;
        var course = new Course(both).apply(FULL);
        assertThat(Route.of(course.now()).stream()
                        .filter(route -> route.kind() != RouteKind.HTTP)
                        .map(Route::tree))
                .hasSize(2)
                .allSatisfy(route ->
                        assertThat(route.toString()).contains("weight=50").doesNotContain("headers"));
        course.restoreExactly();
    }

    @Test
    void weightsThatAreTooManyTogetherAreRefused() {
        String heavy = NAMED.replace("weight: 100", "weight: 2147483647").replace("weight: 0", "weight: 1000");
        assertThat(Releases.select(VirtualServices.spec(heavy), "v2"))
                .isEqualTo(new Selection.Refused("VirtualService shop/reviews: spec.http[0].route gives baseline and"
                        + " canary a joint weight of 2147484647, expected at most 2147483647, so that one of them can take"
                        + " all of it: use smaller weights"));
        var course = new Course(NAMED).apply(Layout.weight(50));
        course.somebody(add("/spec/http/0/route/0/weight", 2147483647), add("/spec/http/0/route/1/weight", 2147483647));
        assertThat(course.edit(Layout.weight(10)).obstacles()).hasSize(1);
        assertThat(course.restore().obstacles()).singleElement().asString().contains("joint weight of 4294967294");
    }
}
