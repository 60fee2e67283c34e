package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingEditTest {
    private static final String THREE = """
            http:
            - name: primary
              route:
              - {destination: {host: reviews, subset: v1}, weight: 80}
              - {destination: {host: legacy}, weight: 20}
            """;

    private final VirtualService three = VirtualServices.spec(THREE);
    private final Selection.Selected selected = (Selection.Selected) Releases.select(three, "v2");
    private final Pair pair = selected.pair();
    private final Original original = Original.of(three, pair, selected.routes());

    private VirtualService split(VirtualService vs, int percent) {
        Edit edit = RoutingEdit.apply(vs, pair, original, Layout.weight(percent));
        assertThat(edit.obstacles()).isEmpty();
        return VirtualServices.patched(vs, edit.operations());
    }

    private VirtualService restored(VirtualService vs) {
        Edit edit = RoutingEdit.restore(vs, pair, original);
        assertThat(edit.obstacles()).isEmpty();
        return VirtualServices.patched(vs, edit.operations());
    }

    @Test
    void writesTestsFirstAndOnlyWhatChanges() {
        assertThat(RoutingEdit.apply(three, pair, original, Layout.weight(10)).operations())
                .containsExactly(
                        new PatchOperation.Test("/spec/http/0/route/0/destination/host", "reviews"),
                        new PatchOperation.Test("/spec/http/0/route/0/destination/subset", "v1"),
                        new PatchOperation.Replace("/spec/http/0/route/0/weight", 72),
                        new PatchOperation.Add(
                                "/spec/http/0/route/1",
                                Map.of("destination", Map.of("host", "reviews", "subset", "v2"), "weight", 8)));
        assertThat(RoutingEdit.apply(split(three, 10), pair, original, Layout.weight(25))
                        .operations())
                .containsExactly(
                        new PatchOperation.Test("/spec/http/0/route/0/destination/host", "reviews"),
                        new PatchOperation.Test("/spec/http/0/route/0/destination/subset", "v1"),
                        new PatchOperation.Test("/spec/http/0/route/1/destination/host", "reviews"),
                        new PatchOperation.Test("/spec/http/0/route/1/destination/subset", "v2"),
                        new PatchOperation.Replace("/spec/http/0/route/0/weight", 60),
                        new PatchOperation.Replace("/spec/http/0/route/1/weight", 20));
        assertThat(RoutingEdit.apply(three, pair, original, Layout.weight(0)).operations())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"100,10,10", "80,10,8", "10,1,1", "10,99,9", "3,50,2", "2,1,1", "2,99,1", "1,50,0", "1,100,1", "0,50,0"
    })
    void sharesWeights(int joint, int percent, int canary) {
        assertThat(Shares.canary(joint, percent)).isEqualTo(canary);
    }

    @Test
    void copiesTheBaselinesEntryForTheCanary() {
        VirtualService vs = VirtualServices.spec("""
                http:
                - route:
                  - destination: {host: reviews-v1, subset: stable, port: {number: 9080}}
                    headers: {request: {set: {x-a: b}}}
                """);
        var s = (Selection.Selected) Releases.select(vs, "host:reviews-v2.shop.svc.cluster.local");
        Edit edit = RoutingEdit.apply(vs, s.pair(), Original.of(vs, s.pair(), s.routes()), Layout.weight(5));
        assertThat(VirtualServices.patched(vs, edit.operations()).tree())
                .isEqualTo(VirtualServices.spec("""
                http:
                - route:
                  - destination: {host: reviews-v1, subset: stable, port: {number: 9080}}
                    headers: {request: {set: {x-a: b}}}
                    weight: 95
                  - destination: {host: reviews-v2.shop.svc.cluster.local, port: {number: 9080}}
                    headers: {request: {set: {x-a: b}}}
                    weight: 5
                """).tree());
    }

    @Test
    void readsThePercentage() {
        assertThat(RoutingEdit.canaryPercent(three, pair, original)).hasValue(0);
        assertThat(RoutingEdit.canaryPercent(split(three, 10), pair, original)).hasValue(10);
        assertThat(RoutingEdit.canaryPercent(split(three, 100), pair, original)).hasValue(100);
        assertThat(RoutingEdit.canaryPercent(VirtualServices.spec("http: []"), pair, original))
                .isEmpty();
    }

    @Test
    void readsNoPercentageWhereRoutesDisagree() {
        VirtualService two = VirtualServices.spec("""
                http:
                - name: a
                  route: [{destination: {host: reviews, subset: v1}}]
                - name: b
                  route: [{destination: {host: reviews, subset: v1}}]
                """);
        var s = (Selection.Selected) Releases.select(two, "v2");
        Original before = Original.of(two, s.pair(), s.routes());
        VirtualService now = VirtualServices.patched(
                two, RoutingEdit.apply(two, s.pair(), before, Layout.weight(30)).operations());
        assertThat(RoutingEdit.canaryPercent(now, s.pair(), before)).hasValue(30);
        VirtualService drifted = VirtualServices.patched(
                now,
                List.of(
                        new PatchOperation.Replace("/spec/http/1/route/0/weight", 60),
                        new PatchOperation.Replace("/spec/http/1/route/1/weight", 40)));
        assertThat(RoutingEdit.canaryPercent(drifted, s.pair(), before)).isEmpty();
    }

    @Test
    void percentagesAreWhole() {
        assertThatThrownBy(() -> RoutingEdit.apply(three, pair, original, Layout.weight(101)))
                .hasMessage("canaryPercent is 101, expected 0 to 100");
    }

    @Nested
    class WhenOthersEditMeanwhile {
        @Test
        void aNewBalanceWithTheThirdDestinationStays() {
            VirtualService now = VirtualServices.patched(
                    split(three, 10),
                    List.of(
                            new PatchOperation.Replace("/spec/http/0/route/0/weight", 42),
                            new PatchOperation.Replace("/spec/http/0/route/2/weight", 50)));
            assertThat(split(now, 20).tree())
                    .isEqualTo(VirtualServices.spec("""
                    http:
                    - name: primary
                      route:
                      - {destination: {host: reviews, subset: v1}, weight: 40}
                      - {destination: {host: reviews, subset: v2}, weight: 10}
                      - {destination: {host: legacy}, weight: 50}
                    """).tree());
            assertThat(restored(now).tree()).isEqualTo(VirtualServices.spec("""
                    http:
                    - name: primary
                      route:
                      - {destination: {host: reviews, subset: v1}, weight: 50}
                      - {destination: {host: legacy}, weight: 50}
                    """).tree());
        }

        @Test
        void aBaselineThatNeededNoWeightKeepsOneBesideANewDestination() {
            VirtualService sole = VirtualServices.spec("http: [{route: [{destination: {host: reviews, subset: v1}}]}]");
            var s = (Selection.Selected) Releases.select(sole, "v2");
            Original before = Original.of(sole, s.pair(), s.routes());
            VirtualService now = VirtualServices.patched(
                    sole,
                    RoutingEdit.apply(sole, s.pair(), before, Layout.weight(10)).operations());
            now = VirtualServices.patched(
                    now,
                    List.of(new PatchOperation.Add(
                            "/spec/http/0/route/-", Map.of("destination", Map.of("host", "new"), "weight", 7))));
            now = VirtualServices.patched(
                    now, RoutingEdit.restore(now, s.pair(), before).operations());
            assertThat(now.tree()).isEqualTo(VirtualServices.spec("""
                    http:
                    - route:
                      - {destination: {host: reviews, subset: v1}, weight: 100}
                      - {destination: {host: new}, weight: 7}
                    """).tree());
        }

        @Test
        void destinationsInAnotherOrderAreFound() {
            VirtualService now = VirtualServices.spec("""
                    http:
                    - {name: first, redirect: {uri: /a}}
                    - name: primary
                      route:
                      - {destination: {host: legacy}, weight: 20}
                      - {destination: {host: reviews.shop.svc.cluster.local, subset: v2}, weight: 8}
                      - {destination: {host: reviews, subset: v1}, weight: 72}
                    """);
            assertThat(RoutingEdit.canaryPercent(now, pair, original)).hasValue(10);
            assertThat(restored(now).tree()).isEqualTo(VirtualServices.spec("""
                    http:
                    - {name: first, redirect: {uri: /a}}
                    - name: primary
                      route:
                      - {destination: {host: legacy}, weight: 20}
                      - {destination: {host: reviews, subset: v1}, weight: 80}
                    """).tree());
        }

        @Test
        void aCanaryThatWasTakenOutComesBackWithTheNextSplit() {
            VirtualService now = VirtualServices.patched(
                    split(three, 10), List.of(new PatchOperation.Remove("/spec/http/0/route/1")));
            assertThat(RoutingEdit.canaryPercent(now, pair, original)).hasValue(0);
            assertThat(split(now, 50).tree())
                    .isEqualTo(VirtualServices.spec("""
                    http:
                    - name: primary
                      route:
                      - {destination: {host: reviews, subset: v1}, weight: 36}
                      - {destination: {host: reviews, subset: v2}, weight: 36}
                      - {destination: {host: legacy}, weight: 20}
                    """).tree());
        }

        @Test
        void aVanishedRouteNeedsNoRestoreAndTakesNoSplit() {
            VirtualService gone =
                    VirtualServices.spec("http: [{name: else, route: [{destination: {host: reviews, subset: v1}}]}]");
            assertThat(RoutingEdit.restore(gone, pair, original)).isEqualTo(new Edit(List.of(), List.of()));
            assertThat(RoutingEdit.apply(gone, pair, original, Layout.weight(10)))
                    .isEqualTo(new Edit(
                            List.of(),
                            List.of("VirtualService shop/reviews: none of the managed routes is left, expected"
                                    + " spec.http[0] (primary)")));
        }

        @Test
        void aRouteWithoutItsBaselineIsNotGuessedAt() {
            VirtualService now = VirtualServices.spec(
                    "http: [{name: primary, route: [{destination: {host: reviews, subset: v2}}]}]");
            assertThat(RoutingEdit.canaryPercent(now, pair, original)).isEmpty();
            assertThat(RoutingEdit.apply(now, pair, original, Layout.weight(10)).obstacles())
                    .containsExactly("VirtualService shop/reviews: spec.http[0].route has no destination"
                            + " reviews.shop.svc.cluster.local subset v1, expected the baseline there");
            Edit restore = RoutingEdit.restore(now, pair, original);
            assertThat(restore.isComplete()).isFalse();
            assertThat(restore.operations()).isEmpty();
            assertThat(restore.obstacles())
                    .containsExactly("VirtualService shop/reviews: spec.http[0].route sends traffic to"
                            + " reviews.shop.svc.cluster.local subset v2 but has no destination"
                            + " reviews.shop.svc.cluster.local subset v1 any more, expected the baseline there");
        }
    }
}
