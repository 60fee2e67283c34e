package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/** Whatever the VirtualService, a release changes its pair's weights and nothing else, and takes all of it back. */
class RoutingEditPropertyTest {

    @Example
    void corpusIsRestoredExactly() {
        var selected = new AtomicInteger();
        for (VirtualService vs : VirtualServices.corpus()) {
            for (Selection.Selected selection : Releases.selections(vs)) {
                selected.incrementAndGet();
                Releases.requireExact(vs, selection, layouts(List.of(1, 5, 10, 25, 50, 99, 100, 0), List.of(false)));
                Releases.requireExact(
                        vs, selection, layouts(List.of(1, 10, 25, 5, 50, 50, 100, 7, 0), List.of(true, true, false)));
            }
        }
        assertThat(selected).as("selections in the corpus").hasValueGreaterThan(150);
    }

    @Property(tries = 2800, edgeCases = EdgeCasesMode.NONE)
    void anythingIsRestoredExactly(
            @ForAll(supplier = AnyVirtualService.class) VirtualService vs,
            @ForAll("percentages") List<Integer> percentages,
            @ForAll("copied") List<Boolean> copied,
            @ForAll @IntRange(max = 99) int choice) {
        Optional<Selection.Selected> selected = Releases.anySelection(vs, choice);
        Statistics.label("selectable")
                .collect(selected.isPresent())
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 70));
        selected.ifPresent(one -> Releases.requireExact(vs, one, layouts(percentages, copied)));
    }

    private static List<Layout> layouts(List<Integer> percentages, List<Boolean> copied) {
        var layouts = new ArrayList<Layout>();
        for (int percent : percentages) {
            layouts.add(Releases.split(percent, copied.get(layouts.size() % copied.size())));
        }
        return layouts;
    }

    /** What the canary and the copy gain, the baseline loses. */
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void besideACopyTheBaselineNeverGains(
            @ForAll(supplier = AnyVirtualService.class) VirtualService vs, @ForAll @IntRange(max = 99) int choice) {
        Releases.anySelection(vs, choice).ifPresent(selected -> {
            Original original = Original.of(vs, selected.pair(), selected.routes());
            Pair pair = selected.pair();
            VirtualService now = VirtualServices.patched(
                    vs, RoutingEdit.apply(vs, pair, original, Layout.weight(0)).operations());
            for (int percent = 1; percent <= 50; percent += 7) {
                List<Integer> before = baselines(now, selected);
                Edit edit = RoutingEdit.apply(now, pair, original, Layout.beside(Releases.COPY, percent));
                now = VirtualServices.patched(now, edit.operations());
                List<Integer> after = baselines(now, selected);
                for (int i = 0; i < after.size(); i++) {
                    assertThat(after.get(i)).isBetween(0, before.get(i));
                }
            }
        });
    }

    /** The baseline's weight in each managed route. */
    private static List<Integer> baselines(VirtualService vs, Selection.Selected selected) {
        return selected.routes().routes().stream()
                .map(managed -> Releases.shape(vs, managed, selected.pair()))
                .map(shape -> shape.canary() == null
                        ? shape.jointWeight()
                        : Objects.requireNonNull(shape.baseline()).weight())
                .toList();
    }

    /** What other people change meanwhile stays: editing and restoring can be done in either order. */
    @Property(tries = 3400, edgeCases = EdgeCasesMode.NONE)
    void editsOfOthersSurvive(
            @ForAll(supplier = AnyVirtualService.class) VirtualService vs,
            @ForAll("percentages") List<Integer> percentages,
            @ForAll("copied") List<Boolean> copied,
            @ForAll("foreignEdits") ForeignEdit edit,
            @ForAll @IntRange(max = 99) int choice) {
        Optional<Selection.Selected> selected = Releases.anySelection(vs, choice);
        Assume.that(selected.isPresent() && routesCanBeToldApart(vs));
        for (Selection.Selected s : selected.stream().toList()) {
            Original original = Original.of(vs, s.pair(), s.routes());
            VirtualService now = vs;
            for (Layout layout : layouts(percentages, copied)) {
                now = VirtualServices.patched(
                        now, RoutingEdit.apply(now, s.pair(), original, layout).operations());
            }
            now = edit.on(now);
            now = VirtualServices.patched(
                    now, RoutingEdit.restore(now, s.pair(), original).operations());
            assertThat(now.tree()).isEqualTo(edit.on(vs).tree());
        }
    }

    /** Of two routes with the same match and no name only the first is ever used. */
    private static boolean routesCanBeToldApart(VirtualService vs) {
        List<String> unnamed = Route.of(vs).stream()
                .filter(route -> route.name() == null)
                .map(route -> route.kind() + ManagedRoute.matchOf(route))
                .toList();
        return unnamed.stream().distinct().count() == unnamed.size();
    }

    @Property
    void sharesAreWholeAndCoarseOnesLeaveSomethingToBoth(@ForAll("joints") int joint, @ForAll("percent") int percent) {
        int canary = Shares.canary(joint, percent);
        assertThat(canary).isBetween(0, joint);
        if (percent > 0 && percent < 100 && joint > 1) {
            assertThat(canary).isBetween(1, joint - 1);
        }
        assertThat(Shares.percentages(joint, canary).get(percent)).isTrue();
        assertThat(Shares.canary(joint, Math.min(100, percent + 1))).isGreaterThanOrEqualTo(canary);
    }

    @Property
    void besideACopySharesAreEvenAndAsNearAsTheyCanBe(
            @ForAll("joints") int joint, @ForAll @IntRange(min = 1, max = 50) int percent) {
        Assume.that(joint > 1);
        int canary = Shares.canaryBesideCopy(joint, percent);
        assertThat(canary).isBetween(1, joint / 2);
        assertThat(Shares.canary(joint, percent) - canary).isBetween(0, percent == 50 ? joint % 2 : 0);
        assertThat(Shares.percentagesBesideCopy(joint, canary).get(percent)).isTrue();
        assertThat(Shares.canaryBesideCopy(joint, Math.min(50, percent + 1))).isGreaterThanOrEqualTo(canary);
    }

    @Provide
    Arbitrary<Integer> joints() {
        return Arbitraries.integers().between(1, 1_000_000);
    }

    @Provide
    Arbitrary<Integer> percent() {
        return Arbitraries.integers().between(0, 100);
    }

    @Provide
    Arbitrary<List<Integer>> percentages() {
        return percent().list().ofMinSize(1).ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<Boolean>> copied() {
        return Arbitraries.of(true, false).list().ofMinSize(1).ofMaxSize(4);
    }

    /** What somebody does to a VirtualService while a release is under way. */
    interface ForeignEdit {
        void change(Map<String, Object> tree, List<Object> http);

        default VirtualService on(VirtualService vs) {
            Map<String, Object> tree = Tree.object(Tree.copy(vs.tree()));
            change(tree, Tree.list(Tree.object(tree.get("spec")).get("http")));
            return VirtualServices.of(tree);
        }
    }

    @Provide
    Arbitrary<ForeignEdit> foreignEdits() {
        return Arbitraries.of(
                (tree, http) -> Tree.object(tree.get("metadata")).put("labels", Map.of("team", "shop")),
                (tree, http) -> Tree.object(tree.get("spec")).put("exportTo", new ArrayList<>(List.of("."))),
                (tree, http) -> http.forEach(route -> Tree.object(route).put("timeout", "7s")),
                (tree, http) -> http.forEach(route -> Tree.object(route).put("unknownToday", Map.of("a", 1))),
                (tree, http) -> http.addFirst(redirect()),
                (tree, http) -> http.addLast(redirect()),
                (tree, http) -> {
                    http.addFirst(redirect());
                    http.addFirst(redirect());
                });
    }

    private static Map<String, Object> redirect() {
        return new LinkedHashMap<>(Map.of("redirect", Map.of("uri", "/elsewhere")));
    }
}
