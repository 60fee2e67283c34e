package io.serinus.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The published description of the API, held against what the server does. */
final class Contract {
    static final Path SOURCE = Path.of("src/main/resources/io/serinus/report/openapi.yaml");
    static final Path PUBLISHED = Path.of("docs/schemas/openapi.yaml");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROBLEM = "application/problem+json";

    private final ObjectNode document;
    private final Map<String, JsonSchema> schemas = new HashMap<>();

    Contract() throws IOException {
        document = (ObjectNode) new YAMLMapper().readTree(Files.readString(SOURCE));
    }

    ObjectNode document() {
        return document;
    }

    /** The addresses with their names in braces. */
    List<String> paths() {
        var paths = new ArrayList<String>();
        document.path("paths").fieldNames().forEachRemaining(paths::add);
        return paths;
    }

    /** The node itself, or the one that it refers to. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    /** The description of an operation; empty if there is none. HEAD is GET without a body. */
    Optional<JsonNode> operation(String method, String path) {
        String name = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
        return Optional.of(document.path("paths").path(path).path(name)).filter(JsonNode::isObject);
    }

    /** What a JSON value violates of the schema; empty if nothing. */
    List<String> violations(JsonNode schema, JsonNode value) {
        return schemas.computeIfAbsent(schema.toString(), _ -> compiled(schema)).validate(value).stream()
                .map(Object::toString)
                .toList();
    }

    private JsonSchema compiled(JsonNode schema) {
        ObjectNode whole = ((ObjectNode) schema.deepCopy());
        whole.set("components", document.path("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        whole,
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
    }

    /**
     * Fails unless the answer is one that the description allows.
     *
     * @param path with names in braces; one that is not described must not be found
     */
    void require(String method, String path, RawRequest.Answer answer) throws IOException {
        Optional<JsonNode> operation = operation(method, path);
        if (operation.isPresent()) {
            JsonNode response = resolved(operation.get().path("responses").path(String.valueOf(answer.status())));
            assertThat(response.isObject())
                    .as("%s of %s %s is described", answer.status(), method, path)
                    .isTrue();
            requireContent(method, response, answer);
        } else if (method.equals("OPTIONS") && paths().contains(path)) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).containsKey("allow");
        } else {
            assertThat(answer.status()).isEqualTo(paths().contains(path) ? 405 : 404);
            assertThat(answer.headers().containsKey("allow")).isEqualTo(paths().contains(path));
            assertThat(answer.type()).isEqualTo(PROBLEM);
            requireProblem(method, answer);
        }
    }

    private void requireContent(String method, JsonNode response, RawRequest.Answer answer) throws IOException {
        response.path("headers")
                .fieldNames()
                .forEachRemaining(header -> assertThat(answer.headers()).containsKey(header.toLowerCase(Locale.ROOT)));
        if (!response.has("content")) {
            assertThat(answer.body()).isEmpty();
            return;
        }
        JsonNode content = response.path("content").path(answer.type());
        assertThat(content.isObject())
                .as("type \"%s\" of %s", answer.type(), answer.status())
                .isTrue();
        if (method.equals("HEAD")) {
            assertThat(answer.body()).isEmpty();
        } else if (answer.type().equals(PROBLEM)) {
            requireProblem(method, answer);
        } else if (answer.type().endsWith("json")) {
            assertThat(violations(content.path("schema"), JSON.readTree(answer.body())))
                    .isEmpty();
        }
    }

    private void requireProblem(String method, RawRequest.Answer answer) throws IOException {
        if (method.equals("HEAD")) {
            assertThat(answer.body()).isEmpty();
            return;
        }
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(violations(document.at("/components/schemas/Problem"), problem))
                .isEmpty();
        assertThat(problem.path("status").asInt()).isEqualTo(answer.status());
        assertThat(problem.path("detail").asText()).endsWith(".").doesNotContain("Exception", "java.");
    }
}
