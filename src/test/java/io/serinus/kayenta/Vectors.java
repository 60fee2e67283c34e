package io.serinus.kayenta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.provider.Arguments;

/** Reads the files of expected results. */
final class Vectors {
    private Vectors() {}

    static JsonNode read(String file) {
        try (InputStream in = Vectors.class.getResourceAsStream(file)) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in, file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The elements of a list, each with its name for the test's report. */
    static Stream<Arguments> cases(String file, String list) {
        return elements(read(file).path(list))
                .map(node -> Arguments.argumentSet(
                        node.path("name").asText(node.path("kind").asText()), node));
    }

    static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    static double number(JsonNode node) {
        return node.isTextual() ? Double.parseDouble(node.asText()) : node.doubleValue();
    }

    static double[] numbers(JsonNode list) {
        return elements(list).mapToDouble(Vectors::number).toArray();
    }

    static double[] sorted(JsonNode list) {
        return Preparation.of(numbers(list), MetricConfig.of("any", "any"));
    }

    static double quantile(double confidence) {
        if (confidence == 0.95) {
            return 1.959963984540054;
        }
        if (confidence == 0.98) {
            return MetricClassifier.NETFLIX.quantile();
        }
        throw new AssertionError(confidence);
    }

    static Classification classification(JsonNode label) {
        return Stream.of(Classification.values())
                .filter(it -> it.label().equals(label.asText()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(label));
    }
}
