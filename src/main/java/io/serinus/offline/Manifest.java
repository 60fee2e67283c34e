package io.serinus.offline;

import static java.util.Objects.requireNonNull;

import io.serinus.catalog.Places;
import io.serinus.routing.DestinationRule;
import io.serinus.routing.VirtualService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One Kubernetes object of a file.
 *
 * @param file where it stands, as it was given
 * @param apiVersion empty if it has none
 * @param kind empty if it has none
 * @param namespace its own, or the one that was given for objects without
 * @param name {@code (no name)} if it has none
 * @param tree the whole object as plain maps, lists and values
 * @param places where its fields stand in the file
 */
public record Manifest(
        String file,
        String apiVersion,
        String kind,
        String namespace,
        String name,
        Map<String, Object> tree,
        Places places) {
    public Manifest {
        requireNonNull(file, "file is null");
        requireNonNull(apiVersion, "apiVersion is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(namespace, "namespace is null");
        requireNonNull(name, "name is null");
        requireNonNull(tree, "tree is null");
        requireNonNull(places, "places is null");
    }

    static Manifest of(String file, Map<String, Object> tree, Places places, String otherwiseNamespace) {
        Map<?, ?> metadata = tree.get("metadata") instanceof Map<?, ?> map ? map : Map.of();
        return new Manifest(
                file,
                text(tree, "apiVersion", ""),
                text(tree, "kind", ""),
                text(metadata, "namespace", otherwiseNamespace),
                text(metadata, "name", "(no name)"),
                tree,
                places);
    }

    private static String text(Map<?, ?> tree, String field, String otherwise) {
        return tree.get(field) instanceof String text && !text.isEmpty() ? text : otherwise;
    }

    /** Whether it is of this API group, in whatever version. */
    public boolean is(String group, String wantedKind) {
        return kind.equals(wantedKind) && apiVersion.startsWith(group + "/");
    }

    /** The object as one that was read from a cluster. */
    public VirtualService toVirtualService() {
        var annotations = new LinkedHashMap<String, String>();
        if (tree.get("metadata") instanceof Map<?, ?> metadata
                && metadata.get("annotations") instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                // No cluster has an annotation that is no text, and an object's text may be without end.
                if (!(value instanceof Map<?, ?> || value instanceof List<?>)) {
                    annotations.put(String.valueOf(key), String.valueOf(value));
                }
            });
        }
        return new VirtualService(namespace, name, "", annotations, tree);
    }

    /** The object as one that was read from a cluster. */
    public DestinationRule toDestinationRule() {
        return new DestinationRule(namespace, name, tree);
    }
}
