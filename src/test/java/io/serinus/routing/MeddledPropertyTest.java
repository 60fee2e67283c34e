package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * Somebody edits the VirtualService between the steps. Every edit is done twice: where the release is under way, and to a
 * VirtualService that no release has touched. A complete restore makes both the same.
 */
class MeddledPropertyTest {
    /** Tells the routes apart for the edits, which must find the same one in both; the code does not know the field. */
    private static final String ID = "x-id";

    @Property(tries = 2700, edgeCases = EdgeCasesMode.NONE)
    void aCompleteRestoreLeavesNothingOfOursAndEveryEdit(
            @ForAll(supplier = AnyVirtualService.class) VirtualService vs,
            @ForAll("moves") List<Move> moves,
            @ForAll @IntRange(max = 99) int choice) {
        VirtualService start = withIds(vs);
        Optional<Selection.Selected> selected = Releases.anySelection(start, choice);
        Assume.that(selected.isPresent());
        var course = new Course(start, selected.get());
        for (Move move : moves) {
            switch (move) {
                case Move.Lay(Layout layout) -> course.apply(layout);
                case Move.Meddle(Meddling edit, int route, int other) -> course.meddle(edit, route, other);
            }
        }
        Statistics.label("copy meddled with")
                .collect(course.copyMeddled)
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 4));
        course.requireCleanUp();
        boolean isComplete = course.restore();
        Statistics.label("complete")
                .collect(isComplete)
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 75));
    }

    /** One release, and the same VirtualService without it. */
    private static final class Course {
        private final Pair pair;
        private final Original original;
        private final List<Layout> layouts = new ArrayList<>();
        private final VirtualService start;
        private VirtualService now;
        private VirtualService without;
        private int edits;
        private boolean copyMeddled;

        Course(VirtualService start, Selection.Selected selected) {
            this.start = start;
            now = start;
            without = start;
            pair = selected.pair();
            original = Original.of(start, pair, selected.routes());
        }

        void apply(Layout layout) {
            if (!RoutingEdit.apply(start, pair, original, layout).isComplete()) {
                return; // No release with such a step would have begun.
            }
            Edit edit = RoutingEdit.apply(now, pair, original, layout, trail(Optional.of(layout)));
            assertThat(edit.isComplete() || edit.operations().isEmpty())
                    .as("nothing half")
                    .isTrue();
            if (edit.isComplete()) {
                now = VirtualServices.patched(now, edit.operations());
                layouts.add(layout);
                assertThat(RoutingEdit.apply(now, pair, original, layout, trail(Optional.empty()))
                                .operations())
                        .as("the same layout again")
                        .isEmpty();
            }
        }

        private Trail trail(Optional<Layout> wanted) {
            var all = new ArrayList<>(layouts);
            wanted.ifPresent(all::add);
            return new Trail(layouts.isEmpty() ? wanted : Optional.of(layouts.getLast()), all);
        }

        void meddle(Meddling edit, int route, int other) {
            edits++;
            VirtualService before = now;
            now = edited(now, edit, route, other);
            copyMeddled |= edit.name().contains("COPY") && !now.tree().equals(before.tree());
            without = edited(without, edit, route, other);
        }

        private VirtualService edited(VirtualService vs, Meddling edit, int route, int other) {
            Map<String, Object> tree = Tree.object(Tree.copy(vs.tree()));
            List<Object> http = Tree.list(Tree.object(tree.get("spec")).get("http"));
            edit.change(new Place(tree, http, route, other, edits, pair.baseline()));
            return VirtualServices.of(tree);
        }

        /** With nobody left to restore anything what is listed goes, and every route keeps its weights in all. */
        void requireCleanUp() {
            VirtualService cleaned = VirtualServices.patched(
                    now, RoutingEdit.removeAdditions(now).operations());
            assertThat(weights(cleaned)).isEqualTo(weights(now));
            if (now.annotations().containsKey(Additions.ANNOTATION)) {
                requireNoCopyBesideItsBaseline(cleaned, pair);
            }
            assertThat(RoutingEdit.removeAdditions(cleaned).operations())
                    .as("the same again")
                    .isEmpty();
        }

        private static Map<String, Long> weights(VirtualService vs) {
            var weights = new LinkedHashMap<String, Long>();
            Route.of(vs).stream()
                    .filter(route -> !route.isOwn())
                    .forEach(route -> weights.put(
                            route.kind() + " " + route.rank(),
                            route.everyDestination().stream()
                                    .mapToLong(RouteDestination::weight)
                                    .sum()));
            return weights;
        }

        boolean restore() {
            Edit restore = RoutingEdit.restore(now, pair, original, trail(Optional.empty()));
            VirtualService restored = VirtualServices.patched(now, restore.operations());
            Edit again = RoutingEdit.restore(restored, pair, original, trail(Optional.empty()));
            if (restore.isComplete()) {
                assertThat(again.operations()).as("the same again").isEmpty();
            } else {
                // What was taken away may have settled what was in doubt.
                restore = again;
                restored = VirtualServices.patched(restored, again.operations());
            }
            if (restore.isComplete()) {
                assertThat(restored.tree()).isEqualTo(without.tree());
            } else {
                assertThat(String.valueOf(restored.tree().get("spec")))
                        .as("what is certain, after %s", restore.obstacles())
                        .doesNotContain("name=serinus-", "serinus=reviews-v2-1");
                requireNoCopyBesideItsBaseline(restored, pair);
                assertThat(ids(restored)).isEqualTo(ids(without));
            }
            return restore.isComplete();
        }
    }

    /** Where the baseline is there to take the weight back, the copy is not left. */
    private static void requireNoCopyBesideItsBaseline(VirtualService vs, Pair pair) {
        for (Route route : Route.of(vs)) {
            boolean isLeft = route.everyDestination().stream().anyMatch(RouteDestination::isReserved);
            if (isLeft) {
                assertThat(route.all(pair.baseline(), vs.namespace()).size())
                        .as("the baseline beside it")
                        .isNotEqualTo(1);
            }
        }
    }

    private static List<@Nullable Object> ids(VirtualService vs) {
        var ids = new ArrayList<@Nullable Object>();
        Route.of(vs).forEach(route -> ids.add(route.tree().get(ID)));
        return ids;
    }

    /** Of two routes with the same match only the first is ever used, so each gets its own. */
    private static VirtualService withIds(VirtualService vs) {
        Map<String, Object> tree = Tree.object(Tree.copy(vs.tree()));
        var matches = new HashSet<String>();
        int id = 0;
        for (Route route : Route.of(VirtualServices.of(tree))) {
            if (!matches.add(route.kind() + ManagedRoute.matchOf(route))) {
                route.tree().put("match", List.of(Map.of("port", 8000 + id)));
            }
            route.tree().put(ID, id++);
        }
        return VirtualServices.of(tree);
    }

    /** Where somebody edits: a route and another one by their ids, and a number that no other edit has. */
    private record Place(
            Map<String, Object> tree, List<Object> http, int id, int other, int number, Endpoint baseline) {
        Optional<Map<String, Object>> route() {
            return byId(id);
        }

        Optional<Map<String, Object>> byId(int wanted) {
            return http.stream()
                    .map(Tree::object)
                    .filter(route -> !(route.get("name") instanceof String name && OwnRoutes.isName(name)))
                    .filter(route -> Integer.valueOf(wanted).equals(route.get(ID)))
                    .findFirst();
        }

        void insert(Map<String, Object> route) {
            route.put(ID, 100 + number);
            int position = byId(other).map(http::indexOf).orElse(http.size());
            http.add(position, route);
        }

        Map<String, Object> match() {
            return Map.of("uri", Map.of("prefix", "/edit-" + number));
        }
    }

    private enum Meddling {
        RENAME(place -> place.route().ifPresent(route -> route.put("name", "renamed-" + place.number()))),
        UNNAME(place -> place.route().ifPresent(route -> route.remove("name"))),
        NARROW(place ->
                place.route().ifPresent(route -> route.put("match", new ArrayList<Object>(List.of(place.match()))))),
        MOVE(place -> place.route().ifPresent(route -> {
            place.http().remove(route);
            int position = place.byId(place.other())
                    .map(place.http()::indexOf)
                    .orElse(place.http().size());
            place.http().add(position, route);
        })),
        REMOVE(place -> place.route().ifPresent(place.http()::remove)),
        INSERT_REDIRECT(place -> place.insert(new LinkedHashMap<>(Map.of("redirect", Map.of("uri", "/elsewhere"))))),
        INSERT_ROUTE(place -> place.insert(new LinkedHashMap<>(Map.of(
                "match", List.of(place.match()),
                "route", List.of(Map.of("destination", Map.of("host", "reviews", "subset", "v1"))))))),
        SET_TIMEOUT(place -> place.route().ifPresent(route -> route.put("timeout", place.number() + "s"))),
        MIRROR_ELSEWHERE(place -> place.route().ifPresent(route -> {
            removeMirror(route);
            route.put("mirror", Map.of("host", "audit"));
            route.put("mirrorPercentage", Map.of("value", 3));
        })),
        NO_MIRROR(place -> place.route().ifPresent(Meddling::removeMirror)),
        NO_ANNOTATION(place -> Tree.object(place.tree().get("metadata")).remove("annotations")),

        NO_BASELINE(place -> place.route()
                .ifPresent(route -> Tree.list(route.get("route")).stream()
                        .map(entry -> new RouteDestination(0, Tree.object(entry)))
                        .filter(destination -> destination.is(place.baseline(), "shop"))
                        .forEach(destination -> destination.destination().put("host", "elsewhere")))),
        /** Where the pair is alone its joint weight does not matter; beside others such an edit gives it more or less. */
        NO_COPY(place -> pairsAlone(place)
                .forEach(entries -> entries.removeAll(copies(entries).toList()))),
        COPY_TWICE(place -> pairsAlone(place)
                .forEach(entries ->
                        copies(entries).limit(1).toList().forEach(copy -> entries.addFirst(Tree.copy(copy))))),
        COPY_HEAVIER(place -> pairsAlone(place)
                .forEach(entries ->
                        copies(entries).forEach(copy -> Tree.object(copy).put("weight", 1000 + place.number())))),
        COPY_FIRST(place -> entries(place)
                .forEach(entries -> copies(entries).toList().forEach(copy -> {
                    entries.remove(copy);
                    entries.addFirst(copy);
                }))),
        COPY_SHORT(place -> entries(place)
                .forEach(entries -> copies(entries)
                        .map(copy -> Tree.object(Tree.object(copy).get("destination")))
                        .forEach(destination -> destination.put("host", "reviews-serinus-copy"))));

        private final Change change;

        Meddling(Change change) {
            this.change = change;
        }

        void change(Place place) {
            change.on(place);
        }

        private static Stream<List<Object>> entries(Place place) {
            return place.http().stream()
                    .map(route -> Tree.list(Tree.object(route).get("route")))
                    .filter(entries -> !entries.isEmpty());
        }

        private static Stream<List<Object>> pairsAlone(Place place) {
            return entries(place)
                    .filter(entries -> entries.size() - copies(entries).count() <= 2);
        }

        private static Stream<Object> copies(List<Object> entries) {
            return entries.stream().filter(entry -> new RouteDestination(0, Tree.object(entry)).isReserved());
        }

        private static void removeMirror(Map<String, Object> route) {
            List.of("mirror", "mirrors", "mirrorPercentage").forEach(route::remove);
        }

        /** An edit of a tree in place. */
        private interface Change {
            void on(Place place);
        }
    }

    private sealed interface Move {
        record Lay(Layout layout) implements Move {}

        record Meddle(Meddling edit, int route, int other) implements Move {}
    }

    @Provide
    Arbitrary<List<Move>> moves() {
        Arbitrary<Move> steps = Combinators.combine(
                        Arbitraries.integers().between(0, 100),
                        Arbitraries.of(12.5, 50.0).injectNull(0.5),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as((percent, mirror, match, sticky) -> new Move.Lay(layout(percent, mirror, match, sticky)));
        Arbitrary<Move> copied = Arbitraries.integers()
                .between(1, 50)
                .map(percent -> new Move.Lay(Layout.beside(Releases.COPY, percent)));
        Arbitrary<Move> edits = Combinators.combine(
                        Arbitraries.of(Meddling.class),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 3))
                .as(Move.Meddle::new);
        Arbitrary<List<Move>> any =
                Arbitraries.oneOf(steps, copied, edits).list().ofMinSize(2).ofMaxSize(7);
        return Arbitraries.oneOf(any, Combinators.combine(copied, any).as((first, then) -> {
            var moves = new ArrayList<>(List.of(first));
            moves.addAll(then);
            return moves;
        }));
    }

    private static Layout layout(int percent, @Nullable Double mirror, boolean match, boolean sticky) {
        var beta = new CanaryRoute(
                List.of(Map.of("headers", Map.of("x-beta", Map.of("exact", "1")))), Optional.empty(), Map.of());
        return new Layout(
                percent,
                Optional.ofNullable(mirror),
                match ? Optional.of(beta) : Optional.empty(),
                sticky
                        ? Optional.of(new Stickiness("serinus", "reviews-v2-1", Duration.ofHours(1)))
                        : Optional.empty());
    }
}
