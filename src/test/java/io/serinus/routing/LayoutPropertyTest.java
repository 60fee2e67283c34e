package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever a release does to a VirtualService, in whatever order, the user's own stays as it is, and all comes back. */
class LayoutPropertyTest {
    private static final Map<String, Object> BETA = Map.of("headers", Map.of("x-beta", Map.of("exact", "1")));

    @Test
    void inTheCorpus() {
        List<Layout> layouts = List.of(
                layout(0, 10.0, false, false),
                layout(0, null, true, false),
                layout(5, 50.0, true, true),
                layout(25, null, false, true),
                Layout.beside(Releases.COPY, 25),
                layout(30, 10.0, true, true),
                Layout.beside(Releases.COPY, 50),
                Layout.weight(50));
        int laidOut = 0;
        for (VirtualService vs : VirtualServices.corpus()) {
            for (Selection.Selected selected : Releases.selections(vs)) {
                laidOut += walk(vs, selected, layouts);
            }
        }
        assertThat(laidOut).as("layouts that were possible").isGreaterThan(500);
    }

    @Property(tries = 2800, edgeCases = EdgeCasesMode.NONE)
    void inAnyVirtualService(
            @ForAll(supplier = AnyVirtualService.class) VirtualService vs,
            @ForAll("layouts") List<Layout> layouts,
            @ForAll @IntRange(max = 99) int choice) {
        Optional<Selection.Selected> selected = Releases.anySelection(vs, choice);
        selected.ifPresent(one -> walk(vs, one, layouts));
        Statistics.label("selectable")
                .collect(selected.isPresent())
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 70));
    }

    /** How many of the layouts were possible. */
    private static int walk(VirtualService vs, Selection.Selected selected, List<Layout> layouts) {
        Pair pair = selected.pair();
        Original original = Original.of(vs, pair, selected.routes());
        assertThat(Original.fromTree(VirtualServices.throughJson(original.toTree())))
                .isEqualTo(original);
        VirtualService now = vs;
        int possible = 0;
        for (Layout layout : layouts) {
            Edit edit = RoutingEdit.apply(now, pair, original, layout);
            if (edit.isComplete()) {
                possible++;
                now = VirtualServices.patched(now, edit.operations());
                requireLaidOut(vs, now, selected, layout);
                assertThat(RoutingEdit.apply(now, pair, original, layout).operations())
                        .as("the same layout again")
                        .isEmpty();
            } else {
                assertThat(edit.operations()).as("nothing half").isEmpty();
            }
        }
        Edit promotion = RoutingEdit.apply(now, pair, original, Layout.weight(100));
        assertThat(promotion.obstacles()).isEmpty();
        VirtualService promoted = VirtualServices.patched(now, promotion.operations());
        assertThat(promoted.tree().get("metadata")).isEqualTo(vs.tree().get("metadata"));
        assertThat(withoutPair(promoted, selected)).isEqualTo(withoutPair(vs, selected));
        Edit restore = RoutingEdit.restore(now, pair, original);
        assertThat(restore.obstacles()).isEmpty();
        assertThat(VirtualServices.patched(now, restore.operations()).tree()).isEqualTo(vs.tree());
        requireOnlyWeightsLeft(vs, now, selected);
        return possible;
    }

    /** What nobody but the annotation remembers is taken away; weights, which it does not know, are left. */
    private static void requireOnlyWeightsLeft(VirtualService before, VirtualService now, Selection.Selected selected) {
        Edit edit = RoutingEdit.removeAdditions(now);
        assertThat(edit.obstacles()).isEmpty();
        VirtualService cleaned = VirtualServices.patched(now, edit.operations());
        assertThat(cleaned.annotations()).isEqualTo(before.annotations());
        assertThat(withoutPair(cleaned, selected)).isEqualTo(withoutPair(before, selected));
        for (ManagedRoute managed : selected.routes().routes()) {
            RouteShape was = Releases.shape(now, managed, selected.pair());
            RouteShape is = Releases.shape(cleaned, managed, selected.pair());
            assertThat(is.jointWeight()).isEqualTo(was.jointWeight());
            assertThat(Optional.ofNullable(is.canary()).map(RouteDestination::weight))
                    .isEqualTo(Optional.ofNullable(was.canary()).map(RouteDestination::weight));
        }
    }

    private static void requireLaidOut(
            VirtualService before, VirtualService now, Selection.Selected selected, Layout layout) {
        List<Route> own = Route.of(now).stream().filter(Route::isOwn).toList();
        long http = selected.routes().routes().stream()
                .filter(route -> route.kind() == RouteKind.HTTP)
                .count();
        int each = (layout.canaryRoute().isPresent() ? 1 : 0)
                + (layout.stickiness().isPresent() ? 1 : 0);
        assertThat(own).hasSize((int) http * each);
        assertThat(new HashSet<>(own.stream().map(Route::name).toList())).hasSize(own.size());
        for (Route route : own) {
            assertThat(route.destinations()).hasSize(1);
            assertThat(route.destinations().getFirst().is(selected.pair().canary(), now.namespace()))
                    .isTrue();
            assertThat(Tree.list(route.tree().get("match"))).isNotEmpty();
        }
        assertThat(RoutingEdit.canaryPercent(
                        now, selected.pair(), Original.of(before, selected.pair(), selected.routes())))
                .isPresent();
        Releases.requireSplit(before, now, selected, layout);
        assertThat(withoutPair(withoutCopies(withoutNewMirrors(before, now)), selected))
                .isEqualTo(withoutPair(before, selected));
    }

    /** Mirrors that were there before are the user's, wherever they lead. */
    private static VirtualService withoutNewMirrors(VirtualService before, VirtualService now) {
        VirtualService copy = VirtualServices.of(Tree.object(Tree.copy(now.tree())));
        List<Route> mirrored = Route.of(before).stream()
                .filter(route -> MirrorField.first(route).isPresent())
                .toList();
        for (Route route : Route.of(copy)) {
            if (mirrored.stream().noneMatch(was -> was.kind() == route.kind() && was.rank() == route.rank())) {
                route.tree().remove("mirror");
                route.tree().remove("mirrorPercentage");
            }
        }
        return copy;
    }

    private static VirtualService withoutCopies(VirtualService now) {
        for (Route route : Route.of(now)) {
            route.copies()
                    .reversed()
                    .forEach(copy -> Tree.list(route.tree().get("route")).remove(copy.position()));
        }
        return now;
    }

    /** The spec without what a release may touch: the pair's entries and own routes. */
    private static Object withoutPair(VirtualService vs, Selection.Selected selected) {
        Map<String, Object> spec = Tree.object(Tree.copy(vs.tree().get("spec")));
        for (Route route : Route.of(VirtualServices.of(new LinkedHashMap<>(
                Map.of("metadata", Map.of("name", vs.name(), "namespace", vs.namespace()), "spec", spec))))) {
            if (route.tree().get("route") instanceof List<?> entries) {
                entries.removeIf(entry -> isOfPair(new RouteDestination(0, Tree.object(entry)), vs, selected));
            }
        }
        if (spec.get("http") instanceof List<?> http) {
            http.removeIf(route -> Tree.object(route).get("name") instanceof String name && OwnRoutes.isName(name));
        }
        return spec;
    }

    private static boolean isOfPair(RouteDestination entry, VirtualService vs, Selection.Selected selected) {
        return entry.is(selected.pair().baseline(), vs.namespace())
                || entry.is(selected.pair().canary(), vs.namespace());
    }

    @Provide
    Arbitrary<List<Layout>> layouts() {
        Arbitrary<Layout> copied =
                Arbitraries.integers().between(1, 50).map(percent -> Layout.beside(Releases.COPY, percent));
        Arbitrary<Layout> others = Combinators.combine(
                        Arbitraries.integers().between(0, 100),
                        Arbitraries.of(0.5, 10.0, 100.0).injectNull(0.5),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as(LayoutPropertyTest::layout);
        return Arbitraries.oneOf(others, copied).list().ofMaxSize(5);
    }

    private static Layout layout(int percent, @Nullable Double mirror, boolean match, boolean sticky) {
        var routes = new ArrayList<Map<String, Object>>(List.of(BETA));
        return new Layout(
                percent,
                Optional.ofNullable(mirror),
                match
                        ? Optional.of(new CanaryRoute(routes, Optional.of("3s"), Map.of("attempts", 2)))
                        : Optional.empty(),
                sticky
                        ? Optional.of(new Stickiness("serinus", "reviews-v2-1", Duration.ofHours(1)))
                        : Optional.empty());
    }
}
