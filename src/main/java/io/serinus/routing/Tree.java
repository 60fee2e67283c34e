package io.serinus.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads trees of plain maps and lists that come from outside: what has another shape than asked for reads as empty. */
final class Tree {
    private Tree() {}

    @SuppressWarnings("unchecked") // Objects from JSON and YAML have string keys only.
    static Map<String, Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    @SuppressWarnings("unchecked") // Elements are read as Object anyway.
    static List<Object> list(@Nullable Object value) {
        return value instanceof List<?> list ? (List<Object>) list : List.of();
    }

    static @Nullable String text(@Nullable Object value) {
        return value instanceof String text ? text : null;
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

    /** The same text for equal trees, whatever the order of their fields. */
    static String canonical(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var sorted = new TreeMap<String, String>();
                map.forEach((key, item) -> sorted.put(quoted(String.valueOf(key)), canonical(item)));
                yield sorted.toString();
            }
            case List<?> list -> list.stream().map(Tree::canonical).toList().toString();
            case String text -> quoted(text);
            case null, default -> String.valueOf(value);
        };
    }

    /** The path of a field, such as {@code spec.http}, or {@code match["a.b"]} where its name would not be read as one. */
    static String path(String holder, String field) {
        return field.matches("[A-Za-z0-9_-]+") ? holder + "." + field : holder + "[" + quoted(field) + "]";
    }

    /** A value as a message shows it. */
    static String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "missing";
            case String text -> quoted(text);
            case Map<?, ?> _ -> "an object";
            case List<?> _ -> "a list";
            default -> value.toString();
        };
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
