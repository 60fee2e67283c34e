package io.serinus.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.UncheckedIOException;
import java.util.Map;

/** Trees as the mesh gets them, written as people write them. */
final class Yaml {
    private static final YAMLMapper MAPPER = new YAMLMapper();

    private Yaml() {}

    static Map<String, Object> tree(String yaml) {
        try {
            return MAPPER.readValue(yaml, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A VirtualService of checkout in namespace shop with the given weights of v1 and v2. */
    static Map<String, Object> weights(int v1, int v2) {
        return tree("""
                metadata: {name: checkout, namespace: shop}
                spec:
                  hosts: [checkout]
                  http:
                  - route:
                    - {destination: {host: checkout, subset: v1}, weight: %d}
                    - {destination: {host: checkout, subset: v2}, weight: %d}
                """.formatted(v1, v2));
    }
}
