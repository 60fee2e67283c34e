package io.serinus.catalog;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The parser and the API server have to agree on what a template is. */
class ResourceDefinitionTest {
    private final Map<String, Object> definition = definition();

    private static Map<String, Object> definition() {
        try {
            return Yaml.tree(Files.readString(Path.of("deploy/crds/analysistemplates.serinus.io.yaml")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<?, ?> object(@Nullable Object value) {
        assertThat(value).isInstanceOf(Map.class);
        return (Map<?, ?>) value;
    }

    private Map<?, ?> specSchema() {
        List<?> versions =
                (List<?>) requireNonNull(object(definition.get("spec")).get("versions"));
        Map<?, ?> version = object(versions.getFirst());
        assertThat(version.get("name")).isEqualTo("v1alpha1");
        Map<?, ?> schema = object(object(version.get("schema")).get("openAPIV3Schema"));
        return object(object(schema.get("properties")).get("spec"));
    }

    /** Visits schema and shape together, both of which must have the same fields everywhere. */
    private static void walk(String path, Map<?, ?> schema, Shape shape, BiConsumer<String, Map<?, ?>> leaf) {
        assertThat(schema.get("description")).as(path + " description").isInstanceOf(String.class);
        switch (shape) {
            case Shape.Leaf() -> {
                assertThat(schema.containsKey("properties")).as(path).isFalse();
                leaf.accept(path, schema);
            }
            case Shape.Items(Shape element) -> {
                assertThat(schema.get("type")).as(path).isEqualTo("array");
                walk(path + "[]", object(schema.get("items")), element, leaf);
            }
            case Shape.Group(Map<String, Shape> fields) -> {
                assertThat(schema.get("type")).as(path).isEqualTo("object");
                assertThat(schema.get("x-kubernetes-preserve-unknown-fields"))
                        .as(path + ": a misspelt field must reach the parser")
                        .isEqualTo(true);
                Map<?, ?> properties = object(schema.get("properties"));
                assertThat(properties.keySet())
                        .as(path)
                        .map(String::valueOf)
                        .containsExactlyInAnyOrderElementsOf(fields.keySet());
                fields.forEach((name, field) -> walk(path + "." + name, object(properties.get(name)), field, leaf));
            }
        }
    }

    @Test
    void hasExactlyTheParsersFields() {
        var leaves = new ArrayList<String>();
        walk("spec", specSchema(), Shape.SPEC, (path, _) -> leaves.add(path));
        assertThat(leaves).hasSize(27).contains("spec.metrics[].latency.bounds[]", "spec.steps[].weight");
    }

    @Test
    void takesTheParsersTexts() {
        walk("spec", specSchema(), Shape.SPEC, (path, schema) -> {
            if (!schema.containsKey("pattern") || path.endsWith(".name")) {
                return;
            }
            Pattern pattern = Pattern.compile((String) requireNonNull(schema.get("pattern")));
            boolean duration = "string".equals(schema.get("type"));
            for (String text : List.of(
                    "15s",
                    "1h30m",
                    "250ms",
                    "2m1s",
                    "1.5h",
                    "1m1h",
                    "10000000000s",
                    "15",
                    "-1s",
                    "20%",
                    "0.02%",
                    "1 %",
                    ".5%",
                    "-1%",
                    "%",
                    "5")) {
                boolean parsed = duration
                        ? DurationText.parse(text).isPresent()
                        : FractionText.parse(text).isPresent();
                assertThat(pattern.matcher(text).find()).as(path + " " + text).isEqualTo(parsed);
            }
        });
    }

    @Test
    void isTheParsersKind() {
        Map<?, ?> spec = object(definition.get("spec"));
        Map<?, ?> names = object(spec.get("names"));
        assertThat(spec.get("group") + "/v1alpha1").isEqualTo(TemplateParser.API_VERSION);
        assertThat(names.get("kind")).isEqualTo(TemplateParser.KIND);
        assertThat(names.get("shortNames")).isEqualTo(List.of("ctmpl"));
        assertThat(object(definition.get("metadata")).get("name"))
                .isEqualTo(names.get("plural") + "." + spec.get("group"));
    }
}
