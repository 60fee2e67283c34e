package io.serinus.routing;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** VirtualServices for tests: from text, from the corpus, and as the next version after a patch. */
final class VirtualServices {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();

    private VirtualServices() {}

    /** VirtualService shop/reviews with this {@code spec}. */
    static VirtualService spec(String yaml) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("apiVersion", "networking.istio.io/v1");
        tree.put("kind", "VirtualService");
        tree.put("metadata", new LinkedHashMap<>(Map.of("name", "reviews", "namespace", "shop")));
        tree.put("spec", tree(yaml));
        return of(tree);
    }

    static VirtualService of(Map<String, Object> tree) {
        Map<String, Object> metadata = Tree.object(tree.get("metadata"));
        return new VirtualService(
                (String) metadata.getOrDefault("namespace", "default"),
                (String) Objects.requireNonNull(metadata.get("name")),
                "1",
                annotations(metadata),
                tree);
    }

    private static Map<String, String> annotations(Map<String, Object> metadata) {
        var annotations = new LinkedHashMap<String, String>();
        Tree.object(metadata.get("annotations")).forEach((key, value) -> annotations.put(key, String.valueOf(value)));
        return annotations;
    }

    static Map<String, Object> tree(String yaml) {
        try {
            return YAML.readValue(yaml, new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tree as a status field gives it back. */
    static Map<String, Object> throughJson(Map<String, Object> tree) {
        try {
            return JSON.readValue(JSON.writeValueAsString(tree), new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static VirtualService patched(VirtualService vs, List<PatchOperation> operations) {
        try {
            return of(JsonPatch.apply(vs.tree(), operations));
        } catch (PatchFailedException e) {
            throw new AssertionError(e);
        }
    }

    /** The Istio objects of the corpus. */
    static List<VirtualService> corpus() {
        try (InputStream in =
                Objects.requireNonNull(VirtualServices.class.getResourceAsStream("corpus.yaml"), "no corpus")) {
            var all = new ArrayList<VirtualService>();
            for (String document : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n---\n", -1)) {
                if (document.contains("apiVersion: networking.istio.io/")) {
                    all.add(of(tree(document)));
                }
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
