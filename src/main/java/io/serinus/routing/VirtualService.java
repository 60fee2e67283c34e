package io.serinus.routing;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * A VirtualService as it was read.
 *
 * @param namespace its namespace, against which short host names are resolved
 * @param name its name
 * @param resourceVersion the version that was read; a write based on it must name it
 * @param annotations its annotations; empty if there are none
 * @param tree the whole object as plain maps, lists, strings, numbers, booleans and nulls, unknown fields included. Never
 *     changed by this package
 */
public record VirtualService(
        String namespace,
        String name,
        String resourceVersion,
        Map<String, String> annotations,
        Map<String, Object> tree) {
    public VirtualService {
        requireNonNull(namespace, "namespace is null");
        requireNonNull(name, "name is null");
        requireNonNull(resourceVersion, "resourceVersion is null");
        annotations = Map.copyOf(annotations);
        requireNonNull(tree, "tree is null");
    }
}
