package io.serinus.offline;

import com.fasterxml.jackson.databind.JsonNode;
import io.serinus.catalog.Spelling;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Reads the fields of one small object. What is absent or wrong reads as empty, after a mistake has been noted, so that
 * reading goes on to the next one.
 *
 * @param path of the object, such as {@code config.abort}
 */
record Settings(JsonNode tree, String path, InputProblems problems) {

    /** The object, whose other fields are mistakes. */
    static Settings of(JsonNode value, String path, Collection<String> known, InputProblems problems) {
        if (!value.isObject()) {
            problems.add(path, "is " + shown(value) + ", expected an object with " + String.join(", ", known));
        }
        value.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                problems.add(
                        path + "." + JsonValue.shortened(field), "is not a field, " + Spelling.advice(field, known));
            }
        });
        return new Settings(value, path, problems);
    }

    boolean has(String field) {
        return tree.has(field);
    }

    String at(String field) {
        return path + "." + field;
    }

    Settings object(String field, Collection<String> known) {
        return of(tree.path(field), at(field), known, problems);
    }

    /** A number that must be there. */
    OptionalDouble number(String field, Range range) {
        if (!has(field)) {
            problems.add(at(field), "is missing, expected " + range.words());
            return OptionalDouble.empty();
        }
        return number(tree.get(field), at(field), range);
    }

    private OptionalDouble number(JsonNode value, String where, Range range) {
        if (value.isNumber() && range.has(value.doubleValue())) {
            return OptionalDouble.of(value.doubleValue());
        }
        problems.add(where, "is " + shown(value) + ", expected " + range.words());
        return OptionalDouble.empty();
    }

    /** The elements of a list with at least one and at most so many. */
    List<JsonNode> list(String field, int most, String elements) {
        JsonNode value = tree.path(field);
        if (!value.isArray() || value.isEmpty() || value.size() > most) {
            String found = value.isArray() && !value.isEmpty() ? "a list of " + value.size() : shown(value);
            problems.add(at(field), "is " + found + ", expected a list of 1 to " + most + " " + elements);
            return List.of();
        }
        var all = new ArrayList<JsonNode>();
        value.forEach(all::add);
        return all;
    }

    /** The numbers of such a list; fewer than there are if some are wrong. */
    double[] numbers(String field, int most, Range range) {
        List<JsonNode> values = list(field, most, "numbers");
        var numbers = new ArrayList<Double>();
        for (int i = 0; i < values.size(); i++) {
            number(values.get(i), at(field) + "[" + i + "]", range).ifPresent(numbers::add);
        }
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** A value as a message shows it. */
    static String shown(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> value.isEmpty() ? "an empty list" : "a list";
            case MISSING -> "missing";
            default -> JsonValue.shortened(value.toString());
        };
    }

    /** Numbers that a field may hold, and how a message says so. */
    record Range(double least, boolean withLeast, double most, boolean withMost, String words) {
        boolean has(double value) {
            return (withLeast ? value >= least : value > least) && (withMost ? value <= most : value < most);
        }
    }
}
