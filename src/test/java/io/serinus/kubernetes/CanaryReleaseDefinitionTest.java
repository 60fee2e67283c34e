package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.serinus.analysis.Finding;
import io.serinus.release.Course;
import io.serinus.template.Role;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The schema that users install and the records that are written say the same. */
class CanaryReleaseDefinitionTest {
    private static final Path FILE = Path.of("deploy", "crds", "canaryreleases.serinus.io.yaml");

    private final JsonNode definition = read();
    private final JsonNode schema = definition.at("/spec/versions/0/schema/openAPIV3Schema");

    @TestFactory
    Stream<DynamicTest> schemaAndRecordsHaveTheSameFields() {
        return Stream.of(
                DynamicTest.dynamicTest("spec", () -> compare("spec", CanaryReleaseSpec.class)),
                DynamicTest.dynamicTest("status", () -> compare("status", CanaryReleaseStatus.class)));
    }

    @Test
    void everyFieldIsDescribed() {
        var problems = new HashSet<String>();
        schema.path("properties").properties().forEach(field -> {
            if (!field.getKey().equals("metadata")) {
                undescribed(field.getKey(), field.getValue(), problems);
            }
        });

        assertThat(problems).isEmpty();
    }

    @Test
    void namesAreTheOnesThatTheCodeUses() {
        JsonNode spec = definition.path("spec");
        assertThat(spec.path("group").asText()).isEqualTo(CustomResources.GROUP);
        assertThat(spec.at("/versions/0/name").asText()).isEqualTo(CustomResources.VERSION);
        assertThat(spec.at("/names/kind").asText()).isEqualTo(CustomResources.CANARY_RELEASE);
        assertThat(spec.at("/names/plural").asText()).isEqualTo(CustomResources.CANARY_RELEASES.getPlural());
    }

    @Test
    void limitsAndWordsAreTheOnesThatTheCodeKeeps() {
        JsonNode status = schema.at("/properties/status/properties");
        assertThat(status.at("/history/maxItems").asInt()).isEqualTo(StatusWriter.MAX_HISTORY);
        assertThat(status.at("/reason/maxLength").asInt()).isEqualTo(StatusWriter.MAX_SENTENCE);
        assertThat(status.at("/evidence/properties/againstLog10/maximum").asDouble())
                .isEqualTo(StatusWriter.MAX_LOG10);
        assertThat(status.at("/course/properties/turns/maxItems").asInt()).isEqualTo(Course.MOST_TURNS);
        assertThat(status.at("/findings/maxItems").asInt()).isEqualTo(StatusWriter.MAX_FINDINGS);
        JsonNode metric = status.at("/metrics/items/properties");
        assertThat(metric.at("/explanation/properties/quantiles/maxItems").asInt())
                .isEqualTo(ExplanationStatus.MAX_QUANTILES);
        assertThat(words(metric.at("/role/enum"))).isEqualTo(names(Role.values()));
        assertThat(words(status.at("/findings/items/properties/code/enum"))).isEqualTo(names(Finding.Code.values()));
    }

    @Test
    void printerColumnsComeInTheirOrder() {
        assertThat(definition.at("/spec/versions/0/additionalPrinterColumns"))
                .extracting(column -> column.path("name").asText())
                .containsExactly(
                        "VirtualService", "Baseline", "Canary", "Phase", "Step", "Weight", "Verdict", "Reason", "Age");
    }

    private static List<String> words(JsonNode list) {
        var words = new ArrayList<String>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }

    private static List<String> names(Enum<?>... constants) {
        return Arrays.stream(constants).map(Enum::name).toList();
    }

    private void compare(String path, Class<?> type) {
        compareRecord(path, schema.path("properties").path(path), type);
    }

    private void compareRecord(String path, JsonNode node, Class<?> type) {
        Set<String> fields = new HashSet<>();
        node.path("properties").fieldNames().forEachRemaining(fields::add);
        List<RecordComponent> components = Arrays.asList(type.getRecordComponents());
        assertThat(node.path("type").asText()).as("type of %s", path).isEqualTo("object");
        assertThat(components)
                .as("components of %s and properties of %s", type.getSimpleName(), path)
                .extracting(RecordComponent::getName)
                .containsExactlyInAnyOrderElementsOf(fields);
        for (RecordComponent component : components) {
            compareType(
                    path + "." + component.getName(),
                    node.path("properties").path(component.getName()),
                    component.getGenericType());
        }
    }

    private void compareType(String path, JsonNode node, Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            assertThat(node.path("type").asText()).as("type of %s", path).isEqualTo("array");
            compareType(path + "[]", node.path("items"), generic.getActualTypeArguments()[0]);
        } else if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            assertThat(node.path("type").asText()).as("type of %s", path).isEqualTo("object");
            if (generic.getActualTypeArguments()[1] == String.class) {
                compareType(path + ".*", node.path("additionalProperties"), String.class);
            } else {
                assertThat(node.path("x-kubernetes-preserve-unknown-fields").asBoolean())
                        .as("preserve-unknown-fields of %s", path)
                        .isTrue();
            }
        } else if (type instanceof Class<?> record && record.isRecord()) {
            compareRecord(path, node, record);
        } else {
            assertThat(node.path("type").asText() + " " + node.path("format").asText())
                    .as("type and format of %s", path)
                    .isIn(expected(type));
        }
    }

    private static List<String> expected(Type type) {
        return switch (((Class<?>) type).getSimpleName()) {
            case "String" -> List.of("string ", "string date-time");
            case "Integer" -> List.of("integer int32");
            case "Long" -> List.of("integer int64");
            case "Double" -> List.of("number double");
            case "Boolean" -> List.of("boolean ");
            default -> throw new AssertionError("no schema type for " + type);
        };
    }

    private static void undescribed(String path, JsonNode node, Set<String> problems) {
        String description = node.path("description").asText();
        if (description.length() < 10 || !description.endsWith(".")) {
            problems.add(path + ": \"" + description + "\"");
        }
        node.path("properties")
                .properties()
                .forEach(field -> undescribed(path + "." + field.getKey(), field.getValue(), problems));
        if (node.has("items")) {
            undescribed(path + "[]", node.path("items"), problems);
        }
    }

    private static JsonNode read() {
        try {
            return new YAMLMapper().readTree(FILE.toFile());
        } catch (IOException e) {
            throw new AssertionError("cannot read " + FILE, e);
        }
    }
}
