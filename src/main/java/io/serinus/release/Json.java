package io.serinus.release;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads objects of Kubernetes as plain maps and lists: what has another shape than asked for reads as empty. */
final class Json {
    private Json() {}

    /** What stands at the end of the path of fields; empty if nothing does. */
    static Optional<Object> at(Map<String, Object> tree, String... path) {
        @Nullable Object value = tree;
        for (String field : path) {
            value = object(value).get(field);
        }
        return Optional.ofNullable(value);
    }

    @SuppressWarnings("unchecked") // Objects from JSON have string keys only.
    static Map<String, Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    static Map<String, Object> objectAt(Map<String, Object> tree, String... path) {
        return object(at(tree, path).orElse(null));
    }

    /** The elements of a list that are objects. */
    static List<Map<String, Object>> objectsAt(Map<String, Object> tree, String... path) {
        return at(tree, path).orElse(null) instanceof List<?> list
                ? list.stream().map(Json::object).toList()
                : List.of();
    }

    /** The texts of an object, such as labels, in their order. */
    static Map<String, String> textsAt(Map<String, Object> tree, String... path) {
        var texts = new LinkedHashMap<String, String>();
        objectAt(tree, path).forEach((key, value) -> {
            if (value instanceof String text) {
                texts.put(key, text);
            }
        });
        return texts;
    }

    static Optional<String> textAt(Map<String, Object> tree, String... path) {
        return at(tree, path).filter(String.class::isInstance).map(String.class::cast);
    }

    static OptionalInt numberAt(Map<String, Object> tree, String... path) {
        return at(tree, path).orElse(null) instanceof Number number
                ? OptionalInt.of(number.intValue())
                : OptionalInt.empty();
    }

    /** A copy that shares nothing mutable with its original. */
    static @Nullable Object copy(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<Object, @Nullable Object>();
                map.forEach((key, item) -> copy.put(key, copy(item)));
                yield copy;
            }
            case List<?> list -> {
                var copy = new ArrayList<@Nullable Object>();
                list.forEach(item -> copy.add(copy(item)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    /** A copy of an object's fields of these names, those that it has. */
    static Map<String, Object> fields(Map<String, Object> tree, List<String> names) {
        var fields = new LinkedHashMap<String, Object>();
        for (String name : names) {
            Object value = copy(tree.get(name));
            if (value != null) {
                fields.put(name, value);
            }
        }
        return fields;
    }
}
