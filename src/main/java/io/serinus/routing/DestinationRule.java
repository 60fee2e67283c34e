package io.serinus.routing;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * A DestinationRule as it was read.
 *
 * @param namespace its namespace, against which a short host is resolved
 * @param name its name
 * @param tree the whole object as plain maps and lists
 */
public record DestinationRule(String namespace, String name, Map<String, Object> tree) {
    public DestinationRule {
        requireNonNull(namespace, "namespace is null");
        requireNonNull(name, "name is null");
        requireNonNull(tree, "tree is null");
    }
}
