package io.serinus.offline;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the fields of one JSON object. What is absent or null reads as its default; so does what is wrong, after it has been
 * noted, so that reading goes on to the next mistake.
 *
 * @param path of the object, such as {@code metrics[1].tags}; empty for the whole file
 * @param node the object; anything else has no fields
 * @param problems where mistakes are noted
 */
record JsonFields(String path, JsonNode node, List<String> problems) {
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    /** The whole of a file. */
    static JsonFields read(Path file) throws IOException, InvalidFileException {
        try (JsonParser json = READER.createParser(Files.readString(file))) {
            try {
                JsonNode tree = READER.readTree(json);
                return object("", tree == null ? MissingNode.getInstance() : tree, new ArrayList<>());
            } catch (JsonProcessingException e) {
                throw new InvalidFileException(
                        file, List.of(JsonMistake.place(e, json) + ": " + JsonMistake.sentence(e)));
            }
        }
    }

    private static JsonFields object(String path, JsonNode node, List<String> problems) {
        var fields = new JsonFields(path, node, problems);
        if (!node.isObject()) {
            problems.add((path.isEmpty() ? "the file" : path) + " is " + shown(node) + ", expected an object");
        }
        return fields;
    }

    boolean has(String field) {
        return node.hasNonNull(field);
    }

    String at(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    /** Notes a mistake in a field. */
    void refuse(String field, String expected) {
        String found = has(field) ? shown(node.path(field)) : node.has(field) ? "null" : "missing";
        problems.add(at(field) + " is " + found + ", expected " + expected);
    }

    /** Notes every field that is none of these. */
    void requireOnly(Set<String> known) {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                problems.add(at(name) + " is not a field, expected one of " + String.join(", ", known));
            }
        });
    }

    /** The object in a field; one without fields if it is absent. */
    JsonFields object(String field) {
        return has(field)
                ? object(at(field), node.path(field), problems)
                : new JsonFields(at(field), MissingNode.getInstance(), problems);
    }

    /** The elements of a list of objects; none if it is absent. */
    List<JsonFields> objects(String field) {
        var objects = new ArrayList<JsonFields>();
        List<JsonNode> elements = list(field);
        for (int i = 0; i < elements.size(); i++) {
            objects.add(object(at(field) + "[" + i + "]", elements.get(i), problems));
        }
        return objects;
    }

    List<JsonNode> list(String field) {
        if (!has(field)) {
            return List.of();
        }
        if (!node.path(field).isArray()) {
            refuse(field, "a list");
            return List.of();
        }
        return List.copyOf(node.path(field).valueStream().toList());
    }

    List<String> texts(String field) {
        var texts = new ArrayList<String>();
        List<JsonNode> elements = list(field);
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i).isTextual()) {
                texts.add(elements.get(i).textValue());
            } else {
                problems.add(at(field) + "[" + i + "] is " + shown(elements.get(i)) + ", expected a text");
            }
        }
        return texts;
    }

    Optional<String> text(String field) {
        return value(field, "a text", it -> it.isTextual() ? Optional.of(it.textValue()) : Optional.empty());
    }

    boolean flag(String field) {
        return value(field, "true or false", it -> it.isBoolean() ? Optional.of(it.booleanValue()) : Optional.empty())
                .orElse(false);
    }

    Optional<Double> number(String field) {
        return value(
                field,
                "a finite number",
                it -> it.isNumber() && Double.isFinite(it.doubleValue())
                        ? Optional.of(it.doubleValue())
                        : Optional.empty());
    }

    private <T> Optional<T> value(String field, String expected, Function<JsonNode, Optional<T>> reading) {
        if (!has(field)) {
            return Optional.empty();
        }
        Optional<T> value = reading.apply(node.path(field));
        if (value.isEmpty()) {
            refuse(field, expected);
        }
        return value;
    }

    /** A value as a message shows it. */
    static String shown(JsonNode value) {
        return value.isObject()
                ? "an object"
                : value.isArray() ? "a list" : value.isMissingNode() ? "empty" : value.toString();
    }
}
