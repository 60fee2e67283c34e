package io.serinus.routing;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** Who has written an object, as the API server remembers it in {@code metadata.managedFields}. */
public final class FieldManagers {
    /** The name that Serinus writes under. */
    public static final String OURS = "serinus";

    private FieldManagers() {}

    /** Who besides Serinus has written the VirtualService last; empty if nobody has, or the API server does not say. */
    public static Optional<String> latestOther(VirtualService vs) {
        return Tree.list(Tree.object(vs.tree().get("metadata")).get("managedFields")).stream()
                .map(Tree::object)
                .filter(entry -> entry.get("manager") instanceof String name && !name.equals(OURS))
                .max(Comparator.comparing(FieldManagers::time))
                .map(entry -> String.valueOf(entry.get("manager")));
    }

    /** In RFC 3339 and UTC, so that the order of the texts is that of the times. */
    private static String time(Map<String, Object> entry) {
        String time = Tree.text(entry.get("time"));
        return time == null ? "" : time;
    }
}
