package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
                Releases.requireExact(vs, selection, List.of(1, 5, 10, 25, 50, 99, 100, 0));
            }
        }
        assertThat(selected).as("selections in the corpus").hasValueGreaterThan(150);
    }

    @Property(tries = 2800, edgeCases = EdgeCasesMode.NONE)
    void anythingIsRestoredExactly(
            @ForAll(supplier = AnyVirtualService.class) VirtualService vs,
            @ForAll("percentages") List<Integer> percentages,
            @ForAll @IntRange(max = 99) int choice) {
        Optional<Selection.Selected> selected = Releases.anySelection(vs, choice);
        Statistics.label("selectable")
                .collect(selected.isPresent())
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 70));
        selected.ifPresent(one -> Releases.requireExact(vs, one, percentages));
    }

    /** What other people change meanwhile stays: editing and restoring can be done in either order. */
    @Property(tries = 3400, edgeCases = EdgeCasesMode.NONE)
    void editsOfOthersSurvive(
            @ForAll(supplier = AnyVirtualService.class) VirtualService vs,
            @ForAll("percentages") List<Integer> percentages,
            @ForAll("foreignEdits") ForeignEdit edit,
            @ForAll @IntRange(max = 99) int choice) {
        Optional<Selection.Selected> selected = Releases.anySelection(vs, choice);
        Assume.that(selected.isPresent() && routesCanBeToldApart(vs));
        for (Selection.Selected s : selected.stream().toList()) {
            Original original = Original.of(vs, s.pair(), s.routes());
            VirtualService now = vs;
            for (int percent : percentages) {
                now = VirtualServices.patched(
                        now,
                        RoutingEdit.apply(now, s.pair(), original, Layout.weight(percent))
                                .operations());
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
