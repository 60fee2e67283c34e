package io.serinus.kubernetes;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.serinus.routing.FieldManagers;
import io.serinus.routing.PatchOperation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON Patch (RFC 6902) as the API server takes it.
 *
 * <p>The version that the patch is computed from goes in as a {@code replace} of the resourceVersion: a stale one is
 * answered with 409, whereas a failing {@code test} of it would be answered with 422 like every other failing test.
 */
final class JsonPatch {
    private JsonPatch() {}

    static PatchContext context() {
        return new PatchContext.Builder()
                .withPatchType(PatchType.JSON)
                .withFieldManager(FieldManagers.OURS)
                .build();
    }

    /** What to patch. Given an object, even this empty one, the client does not read it from the server first. */
    static GenericKubernetesResource target(String namespace, String name) {
        var object = new GenericKubernetesResource();
        object.setMetadata(
                new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
        return object;
    }

    /** The operations, valid for exactly the version given. */
    static String text(String resourceVersion, List<? extends PatchOperation> operations) {
        requireNonNull(resourceVersion, "resourceVersion is null");
        var list = new ArrayList<Map<String, @Nullable Object>>();
        list.add(tree(new PatchOperation.Replace("/metadata/resourceVersion", resourceVersion)));
        for (PatchOperation operation : operations) {
            list.add(tree(operation));
        }
        return Json.text(list);
    }

    private static Map<String, @Nullable Object> tree(PatchOperation operation) {
        return switch (operation) {
            case PatchOperation.Test(String path, Object value) -> tree("test", path, value);
            case PatchOperation.Add(String path, Object value) -> tree("add", path, value);
            case PatchOperation.Replace replace -> tree("replace", replace.path(), replace.value());
            case PatchOperation.Remove(String path) -> {
                var tree = new LinkedHashMap<String, @Nullable Object>();
                tree.put("op", "remove");
                tree.put("path", path);
                yield tree;
            }
        };
    }

    private static Map<String, @Nullable Object> tree(String op, String path, @Nullable Object value) {
        var tree = new LinkedHashMap<String, @Nullable Object>();
        tree.put("op", op);
        tree.put("path", path);
        tree.put("value", value);
        return tree;
    }
}
