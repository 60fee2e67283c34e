package io.serinus.offline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.serinus.analysis.CountsRules;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema and the reader must take the same files. */
class CountsSchemaTest {
    private static final Path SCHEMA = Path.of("docs/schemas/counts.schema.json");
    private static final Path EXAMPLES = Path.of("docs/examples/judge");

    private final CountsRules defaults = ((CountsDefaults.Found) CountsDefaults.of("default", Map.of(), 100)).rules();
    private final String text = read(SCHEMA);
    private final JsonSchema schema =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Set<ValidationMessage> schemaSays(String json) {
        return schema.validate(json, InputFormat.JSON);
    }

    private List<String> readerSays(String json) throws IOException {
        var in = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
        return CountsReader.read(in, defaults, false).allProblems().about("file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"regression.json", "safe.json", "cases.json"})
    void bothTakeTheExamples(String name) throws IOException {
        String json = read(EXAMPLES.resolve(name));
        assertThat(schemaSays(json)).isEmpty();
        assertThat(readerSays(json)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'intervals': [], 'intervall': []}",
                "{}",
                "[]",
                "{'intervals': [{'n1': 1.5, 'x1': 0, 'n2': 0, 'x2': 0}]}",
                "{'intervals': [{'n1': -1, 'x1': 0, 'n2': 0, 'x2': 0}]}",
                "{'intervals': [{'n1': 9007199254740993, 'x1': 0, 'n2': 0, 'x2': 0}]}",
                "{'intervals': [{'n1': 1, 'x1': 0, 'n2': 0}]}",
                "{'intervals': [{'n1': 1, 'missing': true}]}",
                "{'intervals': [{'missing': false}]}",
                "{'intervals': [{'missing': true, 'start': '2026-03-01T12:00:00Z'}]}",
                "{'intervals': [], 'config': {'iccMax': 0.8}}",
                "{'intervals': [], 'config': {'phi': [1]}}",
                "{'intervals': [], 'config': {'phi': [0], 'tau': [0], 'eps': [0]}}",
                "{'intervals': [], 'config': {'abort': {'rho0': 1}}}",
                "{'intervals': [], 'config': {'promote': {'rho1': 1, 'd1': 1}}}",
                "{'intervals': [], 'config': {'starts': []}}",
                "{'intervals': [], 'config': {'starts': [{'startInterval': -1, 'weight': 1}]}}",
                "{'intervals': [], 'config': {'confidenceAlpha': 1}}",
                "{'intervals': [], 'risk': {'falseAbort': 0}}",
                "{'intervals': [], 'cases': []}",
                "{'cases': [{}]}",
            })
    void bothRefuse(String quoted) throws IOException {
        String json = quoted.replace('\'', '"');
        assertThat(schemaSays(json)).isNotEmpty();
        assertThat(readerSays(json)).isNotEmpty();
    }

    @Test
    void bothRefuseTheExampleOfMistakes() throws IOException {
        String json = read(EXAMPLES.resolve("mistakes.json"));
        assertThat(schemaSays(json)).isNotEmpty();
        assertThat(readerSays(json)).hasSize(4);
    }

    @Test
    void bothTakeEmptyListsAndWholeNumbersWithAPoint() throws IOException {
        for (String json : List.of(
                "{\"intervals\": []}",
                "{\"cases\": []}",
                "{\"intervals\": [{\"n1\": 1.0, \"x1\": 0, \"n2\": 1, \"x2\": 0}]}")) {
            assertThat(schemaSays(json)).isEmpty();
            assertThat(readerSays(json)).isEmpty();
        }
    }

    @Test
    void bothKnowTheSameFields() throws IOException {
        JsonNode types = new ObjectMapper().readTree(text).path("$defs");
        assertFields(types.path("case"), CountsFields.CASE);
        assertFields(types.path("file"), CountsFields.FILE);
        assertFields(types.path("interval"), CountsFields.INTERVAL);
        assertFields(types.path("risk"), CountsFields.RISK);
        JsonNode config = types.path("config");
        assertFields(config, CountsFields.CONFIG);
        assertFields(config.at("/properties/abort"), CountsFields.ABORT);
        assertFields(config.at("/properties/promote"), CountsFields.PROMOTE);
        assertFields(config.at("/properties/starts/items"), CountsFields.START);
    }

    private static void assertFields(JsonNode type, Collection<String> known) {
        assertThat(type.path("additionalProperties").isBoolean()).isTrue();
        assertThat(type.path("additionalProperties").asBoolean()).isFalse();
        assertThat(type.path("properties").fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(known);
    }
}
