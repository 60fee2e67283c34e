package io.serinus.catalog;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects everything that is wrong with one template, each mistake once. */
final class Problems {
    private final SequencedSet<TemplateMistake> mistakes = new LinkedHashSet<>();

    /** A mistake: where, and what was found and expected. */
    void add(String path, String message) {
        mistakes.add(new TemplateMistake(path, message));
    }

    /** Whether exactly this field has a mistake. */
    boolean has(String path) {
        return mistakes.stream().anyMatch(mistake -> mistake.path().equals(path));
    }

    /** How many mistakes there are so far. */
    int size() {
        return mistakes.size();
    }

    boolean isEmpty() {
        return mistakes.isEmpty();
    }

    List<TemplateMistake> all() {
        return List.copyOf(mistakes);
    }

    /** Each as a sentence about the object. */
    List<String> about(String object) {
        return mistakes.stream()
                .map(mistake -> object + ": " + mistake.path() + " " + mistake.message())
                .toList();
    }

    /** Refuses fields that the shape does not have. Values of the wrong type are left to those who read them. */
    void requireKnownFields(Shape shape, @Nullable Object value, String path) {
        switch (shape) {
            case Shape.Leaf(), Shape.Entries(Shape _) -> {}
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
