package io.serinus.catalog;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes the published JSON Schema of the resource definition. The definition lets more through, on purpose: unknown fields,
 * and any type where an argument may stand. Here both are said exactly.
 */
final class TemplateSchema {
    private static final List<String> LIMITS =
            List.of("minimum", "maximum", "minLength", "maxLength", "minItems", "required", "oneOf");
    private static final String ARGUMENT = ResourceDefinitionTest.ARGUMENT;

    private TemplateSchema() {}

    static ObjectNode of(Map<?, ?> definition) {
        Map<?, ?> version =
                (Map<?, ?>) list(object(definition, "spec"), "versions").getFirst();
        Map<?, ?> schema = object(object(version, "schema"), "openAPIV3Schema");
        Map<?, ?> properties = object(schema, "properties");
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "AnalysisTemplate");
        root.put("description", (String) schema.get("description"));
        root.put("type", "object");
        List.of("apiVersion", "kind", "metadata", "spec").forEach(root.putArray("required")::add);
        root.put("additionalProperties", false);
        ObjectNode fields = root.putObject("properties");
        fields.putObject("apiVersion").put("const", TemplateParser.API_VERSION);
        fields.putObject("kind").put("const", TemplateParser.KIND);
        ObjectNode metadata = fields.putObject("metadata").put("type", "object");
        metadata.putArray("required").add("name");
        metadata.putObject("properties")
                .putObject("name")
                .put("type", "string")
                .put("pattern", "^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$")
                .put("description", "What a release asks for by the annotation serinus.io/template.");
        fields.set("spec", of("spec", object(properties, "spec")));
        return root;
    }

    private static Map<?, ?> object(Map<?, ?> tree, String field) {
        return (Map<?, ?>) requireNonNull(tree.get(field), field);
    }

    private static List<?> list(Map<?, ?> tree, String field) {
        return (List<?>) requireNonNull(tree.get(field), field);
    }

    private static ObjectNode of(String path, Map<?, ?> schema) {
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        made.put("description", String.valueOf(schema.get("description")).replaceAll("\\s+", " "));
        List<String> types = types(path, schema);
        if (types.size() == 1) {
            made.put("type", types.getFirst());
        } else {
            types.forEach(made.putArray("type")::add);
        }
        for (String limit : LIMITS) {
            if (schema.containsKey(limit)) {
                made.set(limit, new ObjectMapper().valueToTree(schema.get(limit)));
            }
        }
        texts(schema, made);
        if (schema.get("properties") instanceof Map<?, ?> properties) {
            ObjectNode fields = made.putObject("properties");
            properties.forEach((name, field) -> fields.set((String) name, of(path + "." + name, (Map<?, ?>) field)));
            made.put("additionalProperties", false);
        } else if (schema.get("additionalProperties") instanceof Map<?, ?> value) {
            made.set("additionalProperties", of(path + ".*", value));
        } else if (schema.get("items") instanceof Map<?, ?> items) {
            made.set("items", of(path + "[]", items));
        }
        return made;
    }

    /** Editors offer words, so they are a list here. */
    private static void texts(Map<?, ?> schema, ObjectNode made) {
        Set<String> words = new TreeSet<>(ResourceDefinitionTest.words(schema));
        if (!words.isEmpty()) {
            var either = made.putArray("anyOf");
            words.forEach(either.addObject().putArray("enum")::add);
            either.addObject().put("type", "string").put("pattern", ARGUMENT);
            if (schema.containsKey("properties")) {
                either.addObject().put("type", "object");
            }
        } else if (schema.containsKey("pattern")) {
            made.put("pattern", (String) schema.get("pattern"));
        } else if (schema.containsKey("anyOf")) {
            made.put("pattern", ARGUMENT);
        }
    }

    private static List<String> types(String path, Map<?, ?> schema) {
        if (schema.get("type") instanceof String type) {
            return List.of(type);
        }
        if (path.equals("spec.args[].default")) {
            return List.of("string", "number", "boolean");
        }
        if (schema.containsKey("properties")) {
            return List.of("string", "object");
        }
        if (schema.containsKey("anyOf")) {
            return List.of("boolean", "string");
        }
        return List.of(schema.containsKey("multipleOf") ? "integer" : "number", "string");
    }
}
