package io.serinus.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Applies patch operations to a tree as an API server does (RFC 6902; pointers as in RFC 6901). */
public final class JsonPatch {
    private JsonPatch() {}

    /**
     * The patched tree; the given one stays as it is and shares nothing with the result.
     *
     * @throws PatchFailedException if an operation does not fit; the message names it
     */
    public static Map<String, Object> apply(Map<String, Object> tree, List<PatchOperation> operations)
            throws PatchFailedException {
        Map<String, Object> patched = Tree.object(Tree.copy(tree));
        for (PatchOperation operation : operations) {
            apply(patched, operation);
        }
        return patched;
    }

    /** One reference token of a pointer, escaped. */
    static String escape(String token) {
        return token.replace("~", "~0").replace("/", "~1");
    }

    private static void apply(Map<String, Object> root, PatchOperation operation) throws PatchFailedException {
        List<String> tokens = tokens(operation);
        Object parent = root;
        for (String token : tokens.subList(0, tokens.size() - 1)) {
            parent = child(parent, token, operation);
        }
        String last = tokens.getLast();
        switch (operation) {
            case PatchOperation.Test test -> {
                Object found = child(parent, last, operation);
                if (!isSame(found, test.value())) {
                    throw failed(operation, "found " + Tree.shown(found) + ", expected " + Tree.shown(test.value()));
                }
            }
            case PatchOperation.Add add -> add(parent, last, Tree.copy(add.value()), operation);
            case PatchOperation.Replace replace -> {
                child(parent, last, operation);
                put(parent, last, Tree.copy(replace.value()), operation);
            }
            case PatchOperation.Remove _ -> {
                child(parent, last, operation);
                if (parent instanceof Map<?, ?> map) {
                    map.remove(last);
                } else {
                    Tree.list(parent).remove(index(last, operation));
                }
            }
        }
    }

    private static void add(@Nullable Object parent, String token, @Nullable Object value, PatchOperation operation)
            throws PatchFailedException {
        if (!(parent instanceof List<?> list)) {
            put(parent, token, value, operation);
            return;
        }
        int position = token.equals("-") ? list.size() : index(token, operation);
        if (position > list.size()) {
            throw failed(operation, "the list has " + list.size() + " elements");
        }
        elements(list).add(position, value);
    }

    private static void put(@Nullable Object parent, String token, @Nullable Object value, PatchOperation operation)
            throws PatchFailedException {
        if (parent instanceof List<?> list) {
            elements(list).set(index(token, operation), value);
        } else if (parent instanceof Map<?, ?> map) {
            fields(map).put(token, value);
        } else {
            throw failed(operation, "its parent is " + Tree.shown(parent) + ", expected an object or a list");
        }
    }

    private static @Nullable Object child(@Nullable Object parent, String token, PatchOperation operation)
            throws PatchFailedException {
        if (parent instanceof Map<?, ?> map && map.containsKey(token)) {
            return map.get(token);
        }
        if (parent instanceof List<?> list) {
            int position = index(token, operation);
            if (position < list.size()) {
                return list.get(position);
            }
        }
        throw failed(operation, "there is no \"" + token + "\"");
    }

    private static int index(String token, PatchOperation operation) throws PatchFailedException {
        if (!token.matches("0|[1-9][0-9]{0,8}")) {
            throw failed(operation, "\"" + token + "\" is no position in a list");
        }
        return Integer.parseInt(token);
    }

    private static List<String> tokens(PatchOperation operation) throws PatchFailedException {
        String path = operation.path();
        if (!path.startsWith("/")) {
            throw failed(operation, "expected a pointer to something inside the object, beginning with /");
        }
        var tokens = new ArrayList<String>();
        for (String token : path.substring(1).split("/", -1)) {
            tokens.add(token.replace("~1", "/").replace("~0", "~"));
        }
        return tokens;
    }

    /** RFC 6902 compares numbers by their value. */
    private static boolean isSame(@Nullable Object found, @Nullable Object expected) {
        if (found instanceof Number a && expected instanceof Number b) {
            return a.doubleValue() == b.doubleValue();
        }
        return Objects.equals(found, expected);
    }

    @SuppressWarnings("unchecked") // The copy that is being patched takes nulls.
    private static List<@Nullable Object> elements(List<?> list) {
        return (List<@Nullable Object>) list;
    }

    @SuppressWarnings("unchecked") // As above.
    private static Map<String, @Nullable Object> fields(Map<?, ?> map) {
        return (Map<String, @Nullable Object>) map;
    }

    private static PatchFailedException failed(PatchOperation operation, String why) {
        String name = switch (operation) {
            case PatchOperation.Test _ -> "test";
            case PatchOperation.Add _ -> "add";
            case PatchOperation.Replace _ -> "replace";
            case PatchOperation.Remove _ -> "remove";
        };
        return new PatchFailedException(name + " " + operation.path() + ": " + why);
    }
}
