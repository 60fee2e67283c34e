package io.serinus.catalog;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema, the resource definition and the parser say the same. */
class TemplateSchemaTest {
    private static final Path FILE = Path.of("docs/schemas/analysistemplate.schema.json");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern QUERY = Pattern.compile(".*custom\\.(query|baseline|canary)");

    /** What people write by mistake, of every type. */
    private static final List<Object> VALUES = List.of(
            -1,
            0,
            1,
            1.5,
            60,
            1000,
            true,
            "",
            "x",
            "5",
            "5s",
            "0s",
            "1h30m",
            "20%",
            "150%",
            "0.02",
            "strict",
            "hold",
            "${args.x}",
            List.of(),
            List.of("5xx"),
            Map.of(),
            Map.of("relative", "1%"));

    private final JsonSchema schema =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(read(FILE));

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Collection<ValidationMessage> schemaSays(Map<String, Object> document) {
        return schema.validate(JSON.valueToTree(document));
    }

    static Stream<String> templates() {
        Stream<String> builtIn = TemplateFiles.BUILT_IN.stream().map(file -> read(Path.of("analysis-templates", file)));
        Stream<String> examples = YAML.matcher(read(Path.of("docs/templates.md")))
                .results()
                .map(match -> match.group(1))
                .filter(yaml -> yaml.contains("kind: AnalysisTemplate"));
        return Stream.concat(builtIn, examples);
    }

    @Test
    void isMadeOfTheResourceDefinition() throws IOException {
        JsonNode made = TemplateSchema.of(Yaml.tree(read(Path.of("deploy/crds/analysistemplates.serinus.io.yaml"))));
        Path fresh = Path.of("target", FILE.getFileName().toString());
        Files.writeString(fresh, made.toPrettyString().replace("\" : ", "\": ") + "\n");
        assertThat(JSON.readTree(read(FILE)))
                .as("what the definition says is in " + fresh + "; copy it to " + FILE)
                .isEqualTo(made);
    }

    @ParameterizedTest
    @MethodSource("templates")
    void takesEveryTemplateThatIsPublished(String yaml) {
        assertThat(schemaSays(Yaml.tree(yaml))).isEmpty();
        assertThat(TemplateParser.mistakes(Yaml.tree(yaml))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "metrics: [{name: a, errorRate: {}}]",
                "steps: [{weight: 5}], metrics: []",
                "steps: [], metrics: [{name: a, errorRate: {}}]",
                "steps: [{weight: 5}], metrics: [{name: a}]",
                "steps: [{weight: 5}], metrics: [{errorRate: {}}]",
                "steps: [{weight: 5}], metrics: [{name: a, errorRate: {}, latency: {}}]",
                "steps: [{weight: 5}], metrics: [{name: a, errorRate: {}}], intervall: 15s",
                "steps: [{weight: 140}], metrics: [{name: a, errorRate: {}}]",
                "steps: [{weight: '5'}], metrics: [{name: a, errorRate: {}}]",
                "steps: [{weight: 5, minRequests: 1.5}], metrics: [{name: a, errorRate: {}}]",
                "steps: [{weight: 5}], metrics: [{name: a, errorRate: {slo: '0.02'}}]",
                "steps: [{weight: 5}], metrics: [{name: a, errorRate: {tolerance: strikt}}]",
                "steps: [{weight: 5}], metrics: [{name: a, errorRate: {tolerance: {absolut: 1%}}}]",
                "steps: [{weight: 5}], metrics: [{name: a, latency: {bounds: [1.5s]}}]",
                "steps: [{weight: 5}], metrics: [{name: a, errorRate: {}}], calibration: 'yes'",
                "steps: [{weight: 5}], metrics: [{name: a, errorRate: {}}], stickiness: {}",
                "steps: [{weight: 5}], metrics: [{name: a, errorRate: {}}], policies: {onDeadline: {then: promote}}",
                "steps: [{weight: 5}], metrics: [{name: a, errorRate: {}}], args: [{name: A}]",
                "steps: [{weight: 5}], metrics: [{name: a, errorRate: {}}], args: [{name: a, default: '${args.b}'}]",
            })
    void refusesWithTheParser(String spec) {
        Map<String, Object> document = Yaml.tree("apiVersion: serinus.io/v1alpha1\nkind: AnalysisTemplate\n"
                + "metadata: {name: t}\nspec: " + (spec.equals("{}") ? spec : "{" + spec + "}"));
        assertThat(schemaSays(document)).isNotEmpty();
        assertThat(TemplateParser.mistakes(document)).isNotEmpty();
    }

    /** Where the schema objects the parser must object, too: an editor never marks what is right. */
    @ParameterizedTest
    @MethodSource("templates")
    void neverRefusesWhatTheParserTakes(String yaml) {
        var counted = new ArrayList<Boolean>();
        forEachField(Yaml.tree(yaml), (_, slot) -> {
            for (Object value : VALUES) {
                Object before = slot.put(value);
                boolean objects = !schemaSays(slot.root()).isEmpty();
                counted.add(objects);
                if (objects) {
                    assertThat(TemplateParser.mistakes(slot.root()))
                            .as(slot.path() + ": " + value)
                            .isNotEmpty();
                }
                slot.put(before);
            }
        });
        assertThat(counted).contains(true, false);
    }

    @ParameterizedTest
    @MethodSource("templates")
    void bothRefuseUnknownFields(String yaml) {
        forEachField(Yaml.tree(yaml), (_, slot) -> {
            boolean isNamed = slot.path().matches(".*(headers|cookies|query|sourceLabels|slo)");
            if (slot.get() instanceof Map<?, ?> map && !isNamed && !slot.path().equals("metadata")) {
                Fields.cast(map).put("unknownField", 1);
                assertThat(schemaSays(slot.root())).as(slot.path()).isNotEmpty();
                assertThat(TemplateParser.mistakes(slot.root())).as(slot.path()).isNotEmpty();
                map.remove("unknownField");
            }
        });
    }

    /** An argument that stands for what was written makes the same template, in every field. */
    @ParameterizedTest
    @MethodSource("templates")
    void bothTakeAnArgumentForEveryValue(String yaml) {
        Map<String, Object> document = Yaml.tree(yaml);
        if (document.get("spec") instanceof Map<?, ?> spec && spec.containsKey("args")) {
            return;
        }
        var expected = Yaml.parsed(TemplateParser.parse(document)).template();
        forEachField(document, (path, slot) -> {
            Object before = slot.get();
            boolean isValue = before != null && !(before instanceof Map<?, ?> || before instanceof List<?>);
            if (!isValue || !path.startsWith("spec.") || QUERY.matcher(path).matches()) {
                return;
            }
            slot.put("${args.value}");
            Map<String, Object> spec =
                    Fields.cast((Map<?, ?>) requireNonNull(slot.root().get("spec")));
            spec.put("args", List.of(Map.of("name", "value", "default", before)));
            assertThat(schemaSays(slot.root())).as(path).isEmpty();
            assertThat(Yaml.parsed(TemplateParser.parse(slot.root())).template())
                    .as(path)
                    .isEqualTo(expected);
            spec.put("args", List.of(Map.of("name", "value")));
            assertThat(TemplateParser.mistakes(slot.root())).as(path).isEmpty();
            assertThat(Yaml.parsed(TemplateParser.parse(slot.root(), Map.of("value", String.valueOf(before))))
                            .template())
                    .as(path)
                    .isEqualTo(expected);
            spec.remove("args");
            slot.put(before);
        });
    }

    /** One value in a document that can be replaced. */
    private record Slot(Map<String, Object> root, String path, Map<String, Object> object, String field) {
        @Nullable
        Object get() {
            return object.get(field);
        }

        @SuppressWarnings("NullAway") // What was there before may have been empty.
        Object put(@Nullable Object value) {
            return object.put(field, value);
        }
    }

    private static void forEachField(Map<String, Object> root, BiConsumer<String, Slot> action) {
        forEachField(root, root, "", action);
    }

    private static void forEachField(
            Map<String, Object> root, Map<String, Object> object, String path, BiConsumer<String, Slot> action) {
        for (String field : List.copyOf(object.keySet())) {
            String at = path.isEmpty() ? field : path + "." + field;
            action.accept(at, new Slot(root, at, object, field));
            descend(root, object.get(field), at, action);
        }
    }

    private static void descend(
            Map<String, Object> root, @Nullable Object value, String path, BiConsumer<String, Slot> action) {
        if (value instanceof Map<?, ?> map) {
            forEachField(root, Fields.cast(map), path, action);
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                // An element of a list is no field; lists of values are left as they are.
                descend(root, list.get(i), path + "[" + i + "]", action);
            }
        }
    }

    @Test
    void isUsableInEditors() {
        assertThat(read(Path.of("docs/templates.md"))).contains("# yaml-language-server: $schema=");
        var described = new LinkedHashMap<String, Boolean>();
        collect("", schema.getSchemaNode().path("properties").path("spec"), described);
        assertThat(described).hasSizeGreaterThan(80).doesNotContainValue(false);
    }

    private static void collect(String path, JsonNode node, Map<String, Boolean> described) {
        described.put(path, node.path("description").asText().length() > 5);
        node.path("properties")
                .properties()
                .forEach(field -> collect(path + "." + field.getKey(), field.getValue(), described));
        if (node.path("items").isObject()) {
            collect(path + "[]", node.path("items"), described);
        }
    }
}
