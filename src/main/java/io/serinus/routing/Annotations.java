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

    /** Sets one annotation of an object that will have annotations by then. */
    public static List<PatchOperation> setWhereThereAreSome(String key, String value) {
        return List.of(new PatchOperation.Add(pointer(key), value));
    }

    /** Removes one annotation; no operations if it is not there. */
    public static List<PatchOperation> remove(VirtualService vs, String key) {
        Map<String, Object> annotations =
                Tree.object(Tree.object(vs.tree().get("metadata")).get("annotations"));
        return annotations.containsKey(key) ? List.of(new PatchOperation.Remove(pointer(key))) : List.of();
    }

    private static String pointer(String key) {
        return POINTER + "/" + JsonPatch.escape(key);
    }
}
