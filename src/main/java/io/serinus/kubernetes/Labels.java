package io.serinus.kubernetes;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Labels and what selects by them. */
final class Labels {
    private Labels() {}

    /** A copy that is never null. */
    static Map<String, String> of(@Nullable Map<String, String> labels) {
        return labels == null ? Map.of() : Map.copyOf(labels);
    }

    /** Whoever carries both; empty if nobody can, since they want different values of one label. */
    static Optional<Map<String, String>> both(Map<String, String> one, Map<String, String> other) {
        var both = new HashMap<>(one);
        for (Map.Entry<String, String> entry : other.entrySet()) {
            String before = both.put(entry.getKey(), entry.getValue());
            if (before != null && !before.equals(entry.getValue())) {
                return Optional.empty();
            }
        }
        return Optional.of(Map.copyOf(both));
    }
}
