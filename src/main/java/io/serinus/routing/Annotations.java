package io.serinus.routing;

import java.util.List;
import java.util.Map;

/** Edits of a VirtualService's annotations; all others stay. */
public final class Annotations {
    /** Where all of them are. */
    public static final String POINTER = "/metadata/annotations";

    private Annotations() {}

    /** Sets one annotation; no operations if it has this value already. */
    public static List<PatchOperation> set(VirtualService vs, String key, String value) {
        Object annotations = Tree.object(vs.tree().get("metadata")).get("annotations");
        if (!(annotations instanceof Map<?, ?> map)) {
            return List.of(new PatchOperation.Add(POINTER, Map.of(key, value)));
        }
        return value.equals(map.get(key)) ? List.of() : List.of(new PatchOperation.Add(pointer(key), value));
    }

    /** Sets one annotation behind other operations, which may have begun the annotations or taken the last one away. */
    public static List<PatchOperation> setBehind(
            List<PatchOperation> operations, VirtualService vs, String key, String value) {
        for (PatchOperation operation : operations.reversed()) {
            if (operation.path().equals(POINTER)) {
                return List.of(
                        operation instanceof PatchOperation.Remove
                                ? new PatchOperation.Add(POINTER, Map.of(key, value))
                                : new PatchOperation.Add(pointer(key), value));
            }
        }
        return set(vs, key, value);
    }

    /** Removes one annotation, and with the last one their object; no operations if it is not there. */
    public static List<PatchOperation> remove(VirtualService vs, String key) {
        Map<String, Object> annotations =
                Tree.object(Tree.object(vs.tree().get("metadata")).get("annotations"));
        if (!annotations.containsKey(key)) {
            return List.of();
        }
        return List.of(new PatchOperation.Remove(annotations.size() == 1 ? POINTER : pointer(key)));
    }

    private static String pointer(String key) {
        return POINTER + "/" + JsonPatch.escape(key);
    }
}
