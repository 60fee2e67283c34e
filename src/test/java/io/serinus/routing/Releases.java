package io.serinus.routing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must hold for any VirtualService that a release works on. */
final class Releases {
    /** Where the copy of a baseline is reached. */
    static final Endpoint COPY = new Endpoint("reviews-serinus-copy.shop.svc.cluster.local", null);

    private Releases() {}

    /** The layout with this weight, and beside a copy if it may be. */
    static Layout split(int percent, boolean isCopied) {
        return isCopied && percent >= 1 && percent <= 50 ? Layout.beside(COPY, percent) : Layout.weight(percent);
    }

    static Selection select(VirtualService vs, String canary) {
        return Selection.of(vs, CanaryName.parse(canary), Optional.empty(), List.of(), "cluster.local");
    }

    /** Every selection that some canary gives: those that stand in the tree, and versions that do not yet. */
    static List<Selection.Selected> selections(VirtualService vs) {
        var canaries = new ArrayList<>(List.of("next", "host:next"));
        for (Route route : Route.of(vs)) {
            for (RouteDestination destination : route.destinations()) {
                if (destination.subset() != null) {
                    canaries.add(destination.subset());
                } else if (destination.host() != null && !destination.host().startsWith("*")) {
                    canaries.add("host:" + destination.host());
                }
            }
        }
        return canaries.stream()
                .distinct()
                .map(canary -> select(vs, canary))
                .filter(Selection.Selected.class::isInstance)
                .map(Selection.Selected.class::cast)
                .toList();
    }

    /** One of them; empty if there is none. */
    static Optional<Selection.Selected> anySelection(VirtualService vs, int choice) {
        List<Selection.Selected> all = selections(vs);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(choice % all.size()));
    }

    /** Goes through the steps, checks each, restores, and checks that. */
    static void requireExact(VirtualService vs, Selection.Selected selected, List<Layout> layouts) {
        Pair pair = selected.pair();
        Original original = Original.of(vs, pair, selected.routes());
        assertThat(Original.fromTree(VirtualServices.throughJson(original.toTree())))
                .isEqualTo(original);
        Object untouched = Tree.copy(vs.tree());
        VirtualService now = vs;
        for (Layout layout : layouts) {
            Edit edit = RoutingEdit.apply(now, pair, original, layout);
            assertThat(edit.obstacles()).isEmpty();
            now = VirtualServices.patched(now, edit.operations());
            assertThat(RoutingEdit.apply(now, pair, original, layout).operations())
                    .as("the same split again")
                    .isEmpty();
            requireOnlyPairChanged(vs, now, selected);
            requireSplit(vs, now, selected, layout);
            int read = RoutingEdit.canaryPercent(now, pair, original).orElseThrow();
            Layout same = split(read, layout.copy().isPresent());
            assertThat(RoutingEdit.apply(now, pair, original, same).operations())
                    .isEmpty();
        }
        Edit restore = RoutingEdit.restore(now, pair, original);
        assertThat(restore.obstacles()).isEmpty();
        VirtualService restored = VirtualServices.patched(now, restore.operations());
        assertThat(restored.tree()).isEqualTo(vs.tree());
        assertThat(RoutingEdit.restore(restored, pair, original).operations()).isEmpty();
        assertThat(vs.tree()).as("the tree that was given").isEqualTo(untouched);
    }

    static void requireSplit(VirtualService before, VirtualService now, Selection.Selected s, Layout layout) {
        int percent = layout.canaryPercent();
        for (ManagedRoute managed : s.routes().routes()) {
            RouteShape shape = shape(now, managed, s.pair());
            RouteDestination canary = shape.canary();
            int canaryWeight = canary == null ? 0 : canary.weight();
            int joint = shape.jointWeight();
            assertThat(joint).isEqualTo(shape(before, managed, s.pair()).jointWeight());
            for (RouteDestination destination : shape.route().destinations()) {
                assertThat(destination.weight()).isBetween(0, joint + 100);
            }
            if (layout.copy().isPresent()) {
                requireCopy(shape, canaryWeight);
            } else {
                assertThat(shape.route().copies()).isEmpty();
            }
            double exact = joint * percent / 100.0;
            assertThat(Math.abs(canaryWeight - exact)).isLessThanOrEqualTo(1.0);
            if (percent > 0 && percent < 100) {
                assertThat(canaryWeight).isBetween(1, joint - 1);
            } else {
                assertThat((double) canaryWeight).isEqualTo(exact);
            }
        }
    }

    /** The copy is like the baseline, and gets what the canary gets; the baseline has the rest. */
    private static void requireCopy(RouteShape shape, int canaryWeight) {
        assertThat(shape.route().copies()).hasSize(1);
        RouteDestination copy = shape.route().copies().getFirst();
        RouteDestination baseline = requireNonNull(shape.baseline());
        assertThat(copy.weight()).isEqualTo(canaryWeight);
        assertThat(baseline.weight()).isEqualTo(shape.jointWeight() - 2 * canaryWeight);
        Map<String, Object> expected = Tree.object(Tree.copy(baseline.entry()));
        Tree.object(expected.get("destination")).put("host", COPY.host());
        Tree.object(expected.get("destination")).remove("subset");
        expected.put("weight", canaryWeight);
        assertThat(copy.entry()).isEqualTo(expected);
        assertThat(requireNonNull(shape.canary()).position()).isLessThan(copy.position());
    }

    /** Without the pair's weights, and the canary where it was added, both trees are the same. */
    private static void requireOnlyPairChanged(VirtualService before, VirtualService now, Selection.Selected s) {
        Map<String, Object> expected = Tree.object(Tree.copy(before.tree()));
        Map<String, Object> found = Tree.object(Tree.copy(now.tree()));
        for (ManagedRoute managed : s.routes().routes()) {
            RouteShape was = shape(VirtualServices.of(expected), managed, s.pair());
            RouteShape is = shape(VirtualServices.of(found), managed, s.pair());
            is.route()
                    .copies()
                    .forEach(copy -> Tree.list(is.route().tree().get("route")).remove(copy.position()));
            if (was.canary() == null && is.canary() != null) {
                assertThat(likeCanary(requireNonNull(is.baseline()).entry(), s.pair()))
                        .isEqualTo(likeCanary(is.canary().entry(), s.pair()));
                Tree.list(is.route().tree().get("route")).remove(is.canary().position());
            }
            for (RouteShape shape : List.of(was, is)) {
                shape.route().destinations().stream()
                        .filter(d -> d.is(s.pair().baseline(), before.namespace())
                                || d.is(s.pair().canary(), before.namespace()))
                        .forEach(d -> d.entry().remove("weight"));
            }
        }
        VirtualService all = VirtualServices.of(found);
        assertThat(VirtualServices.patched(all, Annotations.remove(all, Additions.ANNOTATION))
                        .tree())
                .isEqualTo(expected);
    }

    /** An entry as the canary's copy of it has to look, but for the weight. */
    private static Map<String, Object> likeCanary(Map<String, Object> entry, Pair pair) {
        Map<String, Object> copy = Tree.object(Tree.copy(entry));
        copy.remove("weight");
        Map<String, Object> destination = Tree.object(copy.get("destination"));
        if (!pair.canary().host().equals(pair.baseline().host())) {
            destination.put("host", pair.canary().host());
        }
        destination.remove("subset");
        if (pair.canary().subset() != null) {
            destination.put("subset", pair.canary().subset());
        }
        return copy;
    }

    static RouteShape shape(VirtualService vs, ManagedRoute managed, Pair pair) {
        Route route = Route.of(vs).stream()
                .filter(r -> !r.isOwn() && r.kind() == managed.kind() && r.rank() == managed.position())
                .findFirst()
                .orElseThrow();
        return new RouteShape(route, pair, vs.namespace());
    }
}
