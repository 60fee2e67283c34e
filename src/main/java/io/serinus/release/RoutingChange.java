package io.serinus.release;

import io.serinus.routing.JsonPatch;
import io.serinus.routing.PatchFailedException;
import io.serinus.routing.RoutingEdit;
import io.serinus.routing.VirtualService;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a release has changed in its VirtualService.
 *
 * @param before the {@code spec} as it would be put back now, edits of others since included
 * @param now the {@code spec} as it stands
 */
public record RoutingChange(Map<String, Object> before, Map<String, Object> now) {
    public RoutingChange {
        // Their order is how people know them.
        before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
        now = Collections.unmodifiableMap(new LinkedHashMap<>(now));
    }

    /** Empty unless the VirtualService was last written for this release. */
    public static Optional<RoutingChange> of(Release release, VirtualService now) {
        return release.plan()
                .filter(_ -> Mark.of(now)
                        .filter(mark -> mark.release().equals(release.id().name()))
                        .isPresent())
                .flatMap(plan -> of(plan, now));
    }

    private static Optional<RoutingChange> of(Plan plan, VirtualService now) {
        var edit = RoutingEdit.restore(now, plan.pair(), plan.original(), Mark.trail(now, plan, Optional.empty()));
        try {
            Map<String, Object> restored = JsonPatch.apply(now.tree(), edit.operations());
            return Optional.of(new RoutingChange(spec(restored), spec(now.tree())));
        } catch (PatchFailedException e) {
            throw new IllegalStateException("the operations were computed from this very object", e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> spec(Map<String, Object> tree) {
        return tree.get("spec") instanceof Map<?, ?> spec ? (Map<String, Object>) spec : Map.of();
    }
}
