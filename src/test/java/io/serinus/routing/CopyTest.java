package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A copy of the baseline beside the canary. */
class CopyTest {
    private static final String COPY = "reviews-serinus-copy.shop.svc.cluster.local";
    private static final String ALONE = """
            http:
            - name: primary
              route:
              - {destination: {host: reviews, subset: v1, port: {number: 9080}}, headers: {request: {set: {x-a: b}}}}
            """;
    private static final String TWO = """
            http:
            - name: primary
              route:
              - {destination: {host: reviews, subset: v1}, weight: 80}
              - {destination: {host: reviews, subset: v2}, weight: 0}
              - {destination: {host: legacy}, weight: 20}
            """;
    private static final String LISTED = "destination " + COPY + " reviews.shop.svc.cluster.local/v1 http[0]";

    private static Layout beside(int percent) {
        return Layout.beside(Releases.COPY, percent);
    }

    private static List<String> weights(VirtualService vs) {
        return Route.of(vs, new Copies(vs.namespace(), Map.of())).getFirst().destinations().stream()
                .map(destination -> destination.host() + " " + destination.subset() + " " + destination.weight())
                .toList();
    }

    private static PatchOperation replace(String path, Object value) {
        return new PatchOperation.Replace(path, value);
    }

    @Nested
    class ALayout {
        @ParameterizedTest
        @ValueSource(ints = {0, 51, 100})
        void hasNoCopyBesideSuchAWeight(int percent) {
            assertThatThrownBy(() -> beside(percent))
                    .hasMessage("canaryPercent is " + percent
                            + ", expected 1 to 50 beside a copy of the baseline, which gets the same");
        }

        @ParameterizedTest
        @CsvSource({"reviews.shop.svc.cluster.local,", COPY + ",v1", "-serinus-copy,", "Reviews-serinus-copy,"})
        void hasNoCopyOfAnotherName(String host, String subset) {
            assertThatThrownBy(() -> Layout.beside(new Endpoint(host, subset), 10))
                    .hasMessageContaining("expected a host whose name ends with -serinus-copy, and no subset");
        }

        @Test
        void hasNoCopyBesideAnythingElse() {
            var cookie = Optional.of(new Stickiness("a", "b", Duration.ofHours(1)));
            var copy = Optional.of(Releases.COPY);
            assertThatThrownBy(() -> new Layout(10, Optional.empty(), Optional.empty(), cookie, copy))
                    .hasMessageContaining("beside a mirror, a match or stickiness");
            assertThatThrownBy(() -> new Layout(10, Optional.of(5.0), Optional.empty(), Optional.empty(), copy))
                    .hasMessageContaining("beside a mirror, a match or stickiness");
        }

        @Test
        void saysSo() {
            assertThat(beside(10)).hasToString("10 %, as much to a copy of the baseline");
        }
    }

    @Nested
    class TheEntry {
        @Test
        void isTheBaselinesAtTheCopysHostBehindTheCanary() {
            var course = new Course(ALONE).apply(beside(10));
            assertThat(course.spec()).isEqualTo(VirtualServices.tree("""
                    http:
                    - name: primary
                      route:
                      - destination: {host: reviews, subset: v1, port: {number: 9080}}
                        headers: {request: {set: {x-a: b}}}
                        weight: 80
                      - destination: {host: reviews, subset: v2, port: {number: 9080}}
                        headers: {request: {set: {x-a: b}}}
                        weight: 10
                      - destination: {host: reviews-serinus-copy.shop.svc.cluster.local, port: {number: 9080}}
                        headers: {request: {set: {x-a: b}}}
                        weight: 10
                    """));
            assertThat(course.now().annotations()).containsEntry(RoutingEdit.ADDED, LISTED);
            course.restoreExactly();
            assertThat(course.metadata()).doesNotContainKey("annotations");
        }

        @Test
        void followsTheBaselines() {
            var course = new Course(ALONE).apply(beside(10));
            course.somebody(replace("/spec/http/0/route/0/headers/request/set/x-a", "c"));
            course.apply(beside(10));
            assertThat(Route.of(course.now())
                            .getFirst()
                            .copies()
                            .getFirst()
                            .entry()
                            .toString())
                    .contains("x-a=c");
        }

        @Test
        void standsInRoutesOfAllKinds() {
            var course = new Course(ALONE + """
                    tcp:
                    - route: [{destination: {host: reviews, subset: v1}, weight: 100}]
                    tls:
                    - match: [{sniHosts: [a.com]}]
                      route: [{destination: {host: reviews, subset: v1}}]
                    """).apply(beside(20));
            assertThat(Route.of(course.now()))
                    .hasSize(3)
                    .allSatisfy(route -> assertThat(route.copies())
                            .singleElement()
                            .extracting(RouteDestination::weight)
                            .isEqualTo(20));
            assertThat(course.now().annotations().get(RoutingEdit.ADDED)).contains("http[0]", "tls[0]", "tcp[0]");
            course.restoreExactly();
        }

        @Test
        void givesWayToThatOfAnotherCopy() {
            var course = new Course(TWO).apply(beside(10));
            var other = new Endpoint("other-serinus-copy.shop.svc.cluster.local", null);
            course.apply(Layout.beside(other, 25));
            assertThat(weights(course.now()))
                    .containsExactly("reviews v1 40", "reviews v2 20", other.host() + " null 20", "legacy null 20");
            course.restoreExactly();
        }
    }

    @ParameterizedTest
    @CsvSource({"100,25,50", "100,50,0", "101,50,1", "2,10,0", "3,50,1", "10,1,8", "7,49,1"})
    void theBaselineHasWhatIsLeft(int joint, int percent, int left) {
        var course = new Course(TWO.replace("80", "" + joint)).apply(beside(percent));
        int each = (joint - left) / 2;
        assertThat(weights(course.now()))
                .containsExactly("reviews v1 " + left, "reviews v2 " + each, COPY + " null " + each, "legacy null 20");
        course.restoreExactly();
    }

    @Test
    void aJointWeightOfOneIsNotShared() {
        var course = new Course(TWO).somebody(replace("/spec/http/0/route/0/weight", 1));
        assertThat(course.edit(beside(10)).obstacles())
                .containsExactly(
                        "VirtualService shop/reviews: spec.http[0].route gives baseline and canary a joint weight"
                                + " of 1, expected at least 2 to share between them");
    }

    @Nested
    class WhatItShows {
        @Test
        void isTheCanarysPartOfAllThree() {
            var course = new Course(TWO).apply(beside(25));
            assertThat(RoutingEdit.canaryPercent(course.now(), course.pair(), course.original()))
                    .hasValue(25);
            assertThat(RoutingEdit.canaryPercent(
                            new Course(TWO.replace("80", "101"))
                                    .apply(beside(50))
                                    .now(),
                            course.pair(),
                            course.original()))
                    .hasValue(50);
        }

        @Test
        void isNothingWhereSomebodyHasChangedAWeight() {
            var course = new Course(TWO).apply(beside(25)).somebody(replace("/spec/http/0/route/2/weight", 19));
            assertThat(RoutingEdit.canaryPercent(course.now(), course.pair(), course.original()))
                    .isEmpty();
            assertThat(course.edit(beside(25)).operations()).isNotEmpty();
        }

        @Test
        void isKnownByTheReleaseWithoutTheAnnotation() {
            var course = new Course(TWO).apply(beside(25)).somebody(new PatchOperation.Remove("/metadata/annotations"));
            assertThat(RoutingEdit.canaryPercent(course.now(), course.pair(), course.original(), Trail.of(beside(25))))
                    .hasValue(25);
            assertThat(course.restore(Trail.of(beside(25))).obstacles()).isEmpty();
            assertThat(course.spec()).isEqualTo(course.before().tree().get("spec"));
        }

        @Test
        void isNoShareOfTheRequestsToThePair() {
            String spec = TWO.replace("http:", "hosts: [reviews]\nhttp:");
            var course = new Course(spec).apply(Layout.weight(25));
            assertThat(WeightShare.isExact(course.now(), course.pair(), course.original(), 25, List.of()))
                    .isTrue();
            course.apply(beside(25));
            assertThat(WeightShare.isExact(course.now(), course.pair(), course.original(), 25, List.of()))
                    .isFalse();
        }
    }

    @Nested
    class TakenAwayByHand {
        @Test
        void itIsADifferenceAndComesAgain() {
            var course =
                    new Course(ALONE).apply(beside(10)).somebody(new PatchOperation.Remove("/spec/http/0/route/2"));
            assertThat(course.edit(beside(10)).operations()).isNotEmpty();
            course.apply(beside(10));
            assertThat(Route.of(course.now()).getFirst().copies()).hasSize(1);
            course.restoreExactly();
        }

        @Test
        void withTheCanaryTheWeightGoesBackAtOnceWhereTheNextStepHasNone() {
            var course =
                    new Course(ALONE).apply(beside(10)).somebody(new PatchOperation.Remove("/spec/http/0/route/1"));
            course.apply(Layout.weight(0));
            assertThat(weights(course.now())).containsExactly("reviews v1 90");
            course.restoreExactly();
        }
    }

    @Nested
    class WithoutItsBaseline {
        private final Course course =
                new Course(TWO).apply(beside(10)).somebody(replace("/spec/http/0/route/0/destination/subset", "v1b"));

        /** To take it away would leave the canary more than it was given. */
        @Test
        void itStaysUntilTheBaselineIsBack() {
            assertThat(course.restore().obstacles())
                    .singleElement()
                    .asString()
                    .contains("has no destination reviews.shop.svc.cluster.local subset v1 any more");
            assertThat(weights(course.now()))
                    .containsExactly("reviews v1b 64", "reviews v2 8", COPY + " null 8", "legacy null 20");
            assertThat(course.now().annotations()).containsEntry(RoutingEdit.ADDED, LISTED + ", weights http[0]");
            assertThat(course.restore().operations()).as("the same again").isEmpty();
            course.somebody(replace("/spec/http/0/route/0/destination/subset", "v1"));
            course.restoreExactly();
            assertThat(course.metadata()).doesNotContainKey("annotations");
        }

        @Test
        void nobodyIsLeftToSayWhereItsWeightGoes() {
            Edit edit = RoutingEdit.removeAdditions(course.now());
            assertThat(edit.operations()).isEmpty();
            assertThat(edit.obstacles())
                    .containsExactly("VirtualService shop/reviews: spec.http[0].route[2] leads to " + COPY
                            + ", a copy of the baseline, whose weight belongs to reviews.shop.svc.cluster.local subset v1,"
                            + " which does not stand there any more or cannot take it, so it is left as it is. Put that"
                            + " back, or take the entry away");
        }

        @Test
        void itIsAnObstacleInARouteThatNobodyManages() {
            var moved = new Course(ALONE).apply(beside(10));
            moved.somebody(new PatchOperation.Add(
                    "/spec/http/0", Map.of("route", List.of(Map.of("destination", Map.of("host", COPY))))));
            assertThat(moved.restore().obstacles())
                    .singleElement()
                    .asString()
                    .contains("spec.http[0].route[0] leads to " + COPY);
            assertThat(moved.now().annotations()).containsEntry(RoutingEdit.ADDED, LISTED);
            assertThat(weights(
                            VirtualServices.patched(moved.now(), List.of(new PatchOperation.Remove("/spec/http/0")))))
                    .containsExactly("reviews v1 0");
        }

        /** Behind it the copy is removed. */
        @Test
        void noPromotionIsReachedWhileARouteLeadsThere() {
            var moved = new Course(ALONE).apply(beside(50));
            moved.somebody(new PatchOperation.Add(
                    "/spec/http/0", Map.of("route", List.of(Map.of("destination", Map.of("host", COPY))))));
            Layout whole = Layout.weight(100);
            assertThat(moved.edit(whole).obstacles())
                    .singleElement()
                    .asString()
                    .contains("spec.http[0].route[0] leads to " + COPY);
            moved.somebody(new PatchOperation.Remove("/spec/http/0"));
            assertThat(moved.edit(whole).isComplete()).isTrue();
        }
    }

    @Nested
    class WithoutItsRelease {
        @Test
        void itsWeightGoesToTheBaselineBesideIt() {
            var course = new Course(TWO).apply(beside(25));
            VirtualService cleaned = VirtualServices.patched(
                    course.now(), RoutingEdit.removeAdditions(course.now()).operations());
            assertThat(weights(cleaned)).containsExactly("reviews v1 60", "reviews v2 20", "legacy null 20");
            assertThat(cleaned.annotations()).isEmpty();
        }

        @Test
        void itIsFoundInEveryRouteAndUnderItsShortName() {
            var course = new Course(ALONE).apply(beside(25));
            Object route = Tree.copy(Tree.list(course.spec().get("http")).getFirst());
            course.somebody(
                    new PatchOperation.Add("/spec/http/0", route == null ? Map.of() : route),
                    replace("/spec/http/0/name", "another"),
                    replace("/spec/http/0/route/2/destination/host", "reviews-serinus-copy"));
            VirtualService cleaned = VirtualServices.patched(
                    course.now(), RoutingEdit.removeAdditions(course.now()).operations());
            assertThat(weights(cleaned)).containsExactly("reviews v1 75", "reviews v2 25");
            assertThat(cleaned.tree().toString()).doesNotContain("serinus");
        }

        @Test
        void itIsNoVersionOfALaterRelease() {
            var course = new Course(TWO).apply(beside(25));
            assertThat(Releases.select(course.now(), "v2")).isEqualTo(Releases.select(course.before(), "v2"));
            var selected = (Selection.Selected) Releases.select(course.now(), "v2");
            Original later = Original.of(course.now(), selected.pair(), selected.routes());
            VirtualService restored = VirtualServices.patched(
                    course.now(),
                    RoutingEdit.restore(course.now(), course.pair(), later).operations());
            assertThat(weights(restored)).containsExactly("reviews v1 60", "reviews v2 20", "legacy null 20");
        }

        @Test
        void onlyWhatHasTheNameOfACopyIsOne() {
            var course = new Course(TWO)
                    .somebody(
                            new PatchOperation.Add(
                                    "/metadata/annotations",
                                    Map.of(
                                            RoutingEdit.ADDED,
                                            "destination legacy.shop.svc.cluster.local reviews.shop.svc.cluster.local/v1 http[0]")));
            VirtualService cleaned = VirtualServices.patched(
                    course.now(), RoutingEdit.removeAdditions(course.now()).operations());
            assertThat(cleaned.tree()).isEqualTo(course.before().tree());
        }
    }

    @Nested
    class ItsName {
        private static final String FOREIGN = TWO.replace("legacy", "legacy-serinus-copy");

        @Test
        void isNobodyElses() {
            assertThat(Releases.select(VirtualServices.spec(FOREIGN), "v2"))
                    .isEqualTo(new Selection.Refused(
                            "VirtualService shop/reviews: spec.http[0].route[2].destination.host is"
                                    + " \"legacy-serinus-copy\", expected another name: one that ends with -serinus-copy is for"
                                    + " copies of a baseline that Serinus makes. Rename the Service, or take the destination away if"
                                    + " a release has left it behind"));
            assertThat(Lint.of(VirtualServices.spec(FOREIGN), List.of(), Optional.empty(), "cluster.local"))
                    .filteredOn(finding -> finding.code().equals("reserved-name"))
                    .singleElement()
                    .extracting(LintFinding::path)
                    .isEqualTo("spec.http[0].route[2].destination.host");
        }

        @Test
        void isNoCanarys() {
            assertThat(Releases.select(VirtualServices.spec(ALONE), "host:next-serinus-copy"))
                    .isInstanceOfSatisfying(
                            Selection.Refused.class,
                            refused -> assertThat(refused.reason())
                                    .contains("the canary is next-serinus-copy.shop.svc.cluster.local"));
        }

        @Test
        void isNoMistakeWhileTheReleaseLasts() {
            var course = new Course(TWO).apply(beside(25));
            assertThat(Lint.of(course.now(), List.of(), Optional.of(course.pair()), "cluster.local"))
                    .extracting(LintFinding::code)
                    .containsExactlyElementsOf(
                            Lint.of(course.before(), List.of(), Optional.of(course.pair()), "cluster.local").stream()
                                    .map(LintFinding::code)
                                    .toList());
        }
    }

    @Test
    void namesWithSignsOfTheListAreReadAgain() {
        var odd = new ListedCopy(COPY, new Endpoint("re, views", "v/1 %"), RouteKind.TLS, 12);
        assertThat(ListedCopy.parse(odd.text())).contains(odd);
        assertThat(ListedCopy.parse(COPY + " reviews http")).isEmpty();
    }
}
