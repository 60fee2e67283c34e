package io.serinus.catalog;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects everything that is wrong with one template, each mistake once. */
final class Problems {
    private final SequencedSet<TemplateMistake> mistakes = new LinkedHashSet<>();
    private final Set<String> unknown = new HashSet<>();
    private final Map<String, String> origins = new HashMap<>();

    /**
     * A mistake: where, and what was found and expected. One that may come of a value that is not known is none, and of one
     * that comes from an argument it is said.
     */
    void add(String path, String message) {
        if (!isUnclear(path)) {
            String origin = origins.get(path);
            mistakes.add(new TemplateMistake(path, origin == null ? message : message + "; it comes from " + origin));
        }
    }

    /** From now on nothing is said about this field, nor about what encloses it. */
    void setUnknown(String path) {
        unknown.add(path);
    }

    boolean isUnknown(String path) {
        return unknown.contains(path);
    }

    /** The field's value is made of these arguments. */
    void setOrigin(String path, String arguments) {
        origins.put(path, arguments);
    }

    private boolean isUnclear(String path) {
        return unknown.stream().anyMatch(field -> field.equals(path) || isWithin(field, path) || isWithin(path, field));
    }

    private static boolean isWithin(String inner, String outer) {
        return inner.startsWith(outer)
                && inner.length() > outer.length()
                && ".[".indexOf(inner.charAt(outer.length())) >= 0;
    }

    /** Whether exactly this field has a mistake. */
    boolean has(String path) {
        return mistakes.stream().anyMatch(mistake -> mistake.path().equals(path));
    }

    /** How many mistakes there are so far. */
    int size() {
        return mistakes.size();
    }

    /** Whether there are neither mistakes nor values that are not known. */
    boolean isEmpty() {
        return mistakes.isEmpty() && unknown.isEmpty();
    }

    List<TemplateMistake> all() {
        return List.copyOf(mistakes);
    }

    /** Refuses fields that the shape does not have. Values of the wrong type are left to those who read them. */
    void requireKnownFields(Shape shape, @Nullable Object value, String path) {
        switch (shape) {
            case Shape.Leaf() -> {}
            case Shape.Entries(Shape element) -> {
                if (value instanceof Map<?, ?> map) {
                    map.forEach((key, item) -> requireKnownFields(element, item, path + "." + key));
                }
            }
            case Shape.Named(Shape.Group detail) -> requireKnownFields(detail, value, path);
            case Shape.Items(Shape element) -> {
                if (value instanceof List<?> list) {
                    for (int i = 0; i < list.size(); i++) {
                        requireKnownFields(element, list.get(i), path + "[" + i + "]");
                    }
                }
            }
            case Shape.Group(Map<String, Shape> fields) -> {
                if (value instanceof Map<?, ?> map) {
                    map.forEach((key, item) -> {
                        String name = String.valueOf(key);
                        Shape known = fields.get(name);
                        if (known == null) {
                            unknown(path, name, fields.keySet());
                        } else {
                            requireKnownFields(known, item, path.isEmpty() ? name : path + "." + name);
                        }
                    });
                }
            }
        }
    }

    private void unknown(String path, String name, Set<String> known) {
        add(path.isEmpty() ? name : path + "." + name, "is not a field, " + Spelling.advice(name, known));
    }

    /** A value as a message shows it. */
    static String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "empty";
            case String text -> '"' + text + '"';
            case Map<?, ?> _ -> "an object";
            case List<?> list -> list.isEmpty() ? "an empty list" : "a list";
            default -> value.toString();
        };
    }
}
