package io.serinus.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.Map;

/** Between records, plain trees and text. */
final class Json {
    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

    /** Fields that a newer version of Serinus may have written are passed over. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    static Map<String, Object> tree(Object value) {
        return MAPPER.convertValue(value, TREE);
    }

    /** @throws IllegalArgumentException if the tree does not have the type's shape; the message names the place */
    static <T> T value(Object tree, Class<T> type) {
        return MAPPER.convertValue(tree, type);
    }

    static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot be written as JSON: " + value.getClass(), e);
        }
    }
}
