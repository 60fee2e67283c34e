package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An object of the API server as plain maps and lists.
 *
 * <p>Everything below the metadata is what the JSON parser made of the answer: unknown fields, empty lists and the kinds
 * of numbers are kept. It is shared with the object, not copied.
 */
final class PlainTree {
    private PlainTree() {}

    static Map<String, Object> of(GenericKubernetesResource object) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("apiVersion", object.getApiVersion());
        tree.put("kind", object.getKind());
        tree.put("metadata", Json.tree(object.getMetadata()));
        tree.putAll(object.getAdditionalProperties());
        return Collections.unmodifiableMap(tree);
    }
}
