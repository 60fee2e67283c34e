package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The fields that lint knows are those of Istio's own definition, with their types. */
class VirtualServiceSchemaTest {
    private static final String DEFINITION = "virtualservices.networking.istio.io.yaml";

    @Test
    void isThatOfIstio() throws IOException {
        var written = new TreeMap<String, String>();
        describe(VirtualServiceSchema.SPEC, "spec", written);
        for (JsonNode version : definition().path("spec").path("versions")) {
            var defined = new TreeMap<String, String>();
            describe(version.at("/schema/openAPIV3Schema/properties/spec"), "spec", defined);
            assertThat(written).as(version.path("name").asText()).isEqualTo(defined);
        }
        assertThat(written).hasSizeGreaterThan(100);
    }

    /** That of the testbed, or else the one that is kept here. */
    private static JsonNode definition() throws IOException {
        String folder = System.getenv("ISTIO_CRDS");
        try (InputStream in = folder == null || folder.isBlank()
                ? Objects.requireNonNull(
                        VirtualServiceSchemaTest.class.getResourceAsStream("/io/serinus/testbed/crds/" + DEFINITION))
                : Files.newInputStream(Path.of(folder, DEFINITION))) {
            return new YAMLMapper().readTree(in);
        }
    }

    private static void describe(FieldType type, String path, Map<String, String> to) {
        switch (type) {
            case FieldType.Text _, FieldType.Time _ -> to.put(path, "string");
            case FieldType.Choice(var values) -> to.put(path, "string " + values);
            case FieldType.Flag _ -> to.put(path, "boolean");
            case FieldType.Real _ -> to.put(path, "number");
            case FieldType.Whole(long least, long most) -> to.put(path, "integer " + least + ".." + most);
            case FieldType.Elsewhere(boolean exists) -> {
                if (exists) {
                    to.put(path, "integer " + Integer.MIN_VALUE + ".." + Integer.MAX_VALUE);
                }
            }
            case FieldType.Each(String _, FieldType element) -> describe(element, path + "[]", to);
            case FieldType.Named(String _, FieldType value) -> describe(value, path + ".*", to);
            case FieldType.Fields(String _, var types) ->
                types.forEach((name, field) -> describe(field, path + "." + name, to));
        }
    }

    private static void describe(JsonNode schema, String path, Map<String, String> to) {
        String type = schema.path("type").asText();
        switch (type) {
            case "array" -> describe(schema.path("items"), path + "[]", to);
            case "object" -> {
                schema.path("properties")
                        .properties()
                        .forEach(e -> describe(e.getValue(), path + "." + e.getKey(), to));
                if (schema.path("additionalProperties").isObject()) {
                    describe(schema.path("additionalProperties"), path + ".*", to);
                }
            }
            case "integer" ->
                to.put(
                        path,
                        "integer " + schema.path("minimum").asLong(Integer.MIN_VALUE) + ".."
                                + schema.path("maximum").asLong(Integer.MAX_VALUE));
            default ->
                to.put(
                        path,
                        schema.has("enum")
                                ? type + " "
                                        + schema.path("enum")
                                                .valueStream()
                                                .map(JsonNode::asText)
                                                .toList()
                                : type);
        }
    }
}
