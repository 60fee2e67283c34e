package io.serinus.routing;

import io.serinus.routing.AnyReplacements.Replacement;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import org.jspecify.annotations.Nullable;

/** What somebody may do to an object by mistake: something of another shape in any place, one to four times. */
public final class AnyReplacements implements ArbitrarySupplier<List<Replacement>> {
    /** What somebody has put in the place of something. */
    public record Replacement(int node, @Nullable Object by) {}

    /** A copy of the tree with all of them. */
    public static Map<String, Object> applied(Map<String, Object> tree, List<Replacement> replacements) {
        Map<String, Object> now = tree;
        for (Replacement replacement : replacements) {
            now = TreePaths.replaced(now, replacement.node(), replacement.by());
        }
        return now;
    }

    @Override
    public Arbitrary<List<Replacement>> get() {
        Arbitrary<Object> values = Arbitraries.of(
                "text", "", "*", "/", "mesh", -1, 0, 7, 1.5, true, List.of(), Map.of(), List.of("a"), Map.of("a", "b"));
        return Arbitraries.integers()
                .between(0, 10_000)
                .flatMap(node -> values.injectNull(0.1).map(by -> new Replacement(node, by)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }
}
