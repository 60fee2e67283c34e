package io.serinus.catalog;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.metric.Reporter;
import io.serinus.release.Reasons;
import io.serinus.template.Direction;
import io.serinus.template.Failures;
import io.serinus.template.Hook;
import io.serinus.template.Method;
import io.serinus.template.Notification;
import io.serinus.template.Policies;
import io.serinus.template.Queries;
import io.serinus.template.Role;
import io.serinus.template.Sensitivity;
import io.serinus.template.TrafficShare;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The parser and the API server have to agree on what a template is. */
class ResourceDefinitionTest {
    private static final Pattern DEFAULT = Pattern.compile("[Dd]efault ([a-zA-Z0-9.]*[a-zA-Z0-9]%?)");

    static final String ARGUMENT = "\\$\\{args\\.";

    private static final Pattern WORDS = Pattern.compile("\\^\\(([a-zA-Z|]+)\\)\\$\\|" + Pattern.quote(ARGUMENT));

    private static final List<String> TEXTS = List.of(
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
            "5",
            "0",
            "00",
            "503",
            "5xx",
            "600",
            "xx",
            "UF",
            "uf",
            "UF,UO",
            "strict",
            "standard",
            "lenient",
            "Strict");

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
            case Shape.Entries(Shape value) -> {
                assertThat(schema.get("type")).as(path).isEqualTo("object");
                walk(path + ".*", object(schema.get("additionalProperties")), value, leaf);
            }
            case Shape.Named(Shape.Group detail) -> {
                assertThat(schema.containsKey("type"))
                        .as(path + ": text or object")
                        .isFalse();
                leaf.accept(path, schema);
                walkFields(path, schema, detail, leaf);
            }
            case Shape.Group group -> {
                assertThat(schema.get("type")).as(path).isEqualTo("object");
                walkFields(path, schema, group, leaf);
            }
        }
    }

    private static void walkFields(
            String path, Map<?, ?> schema, Shape.Group group, BiConsumer<String, Map<?, ?>> leaf) {
        assertThat(schema.get("x-kubernetes-preserve-unknown-fields"))
                .as(path + ": a misspelt field must reach the parser")
                .isEqualTo(true);
        Map<?, ?> properties = object(schema.get("properties"));
        assertThat(properties.keySet())
                .as(path)
                .map(String::valueOf)
                .containsExactlyInAnyOrderElementsOf(group.fields().keySet());
        group.fields().forEach((name, field) -> walk(path + "." + name, object(properties.get(name)), field, leaf));
    }

    @Test
    void hasExactlyTheParsersFields() {
        var leaves = new ArrayList<String>();
        walk("spec", specSchema(), Shape.SPEC, (path, _) -> leaves.add(path));
        assertThat(leaves)
                .hasSize(110)
                .contains("spec.metrics[].latency.bounds[]", "spec.metrics[].latency.slo.*", "spec.steps[].weight");
    }

    /** Of every field whose texts have a pattern, how the parser reads them. */
    private static Predicate<String> reading(String path, Map<?, ?> schema) {
        if (path.endsWith(".codes[]")) {
            return text -> ErrorRateReader.code(text).isPresent();
        }
        if (path.endsWith(".grpcCodes[]")) {
            return text -> ErrorRateReader.grpcCode(text).isPresent();
        }
        if (path.endsWith(".flags[]")) {
            return Failures::isFlag;
        }
        Set<String> words = words(schema);
        if (!words.isEmpty()) {
            return words::contains;
        }
        if (ARGUMENT.equals(schema.get("pattern"))) {
            // A number: no text is one.
            return _ -> false;
        }
        return "string".equals(schema.get("type"))
                ? text -> DurationText.parse(text).isPresent()
                : text -> FractionText.parse(text).isPresent();
    }

    @Test
    void takesTheParsersTexts() {
        walk("spec", specSchema(), Shape.SPEC, (path, schema) -> {
            if (!schema.containsKey("pattern") || path.endsWith(".name") || path.equals("spec.args[].default")) {
                return;
            }
            Pattern pattern = Pattern.compile((String) requireNonNull(schema.get("pattern")));
            Predicate<String> reading = reading(path, schema);
            Stream.concat(TEXTS.stream(), ErrorRateReader.GRPC_NAMES.stream())
                    .forEach(text -> assertThat(pattern.matcher(text).find())
                            .as(path + " " + text)
                            .isEqualTo(reading.test(text)));
        });
    }

    @Test
    void hasExactlyTheParsersWords() {
        var words = new HashMap<String, Set<String>>();
        walk("spec", specSchema(), Shape.SPEC, (path, schema) -> {
            if (!words(schema).isEmpty()) {
                words.put(path, words(schema));
            }
        });
        Set<String> then = words(Policies.Policy.Then.values());
        Set<String> sensitivities = words(Sensitivity.values());
        assertThat(words)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("spec.sensitivity", sensitivities),
                        Map.entry("spec.metrics[].errorRate.tolerance", sensitivities),
                        Map.entry("spec.metrics[].latency.tolerance", sensitivities),
                        Map.entry("spec.reporter", words(Reporter.values())),
                        Map.entry("spec.trafficShare.onMismatch", words(TrafficShare.OnMismatch.values())),
                        Map.entry("spec.metrics[].role", words(Role.values())),
                        Map.entry("spec.metrics[].method", words(Method.values())),
                        Map.entry("spec.metrics[].custom.direction", words(Direction.values())),
                        Map.entry("spec.policies.onNoData.then", then),
                        Map.entry("spec.policies.onSourceDown.then", then),
                        Map.entry("spec.policies.onDeadline.then", then),
                        Map.entry("spec.policies.onCanaryPods.then", then),
                        Map.entry("spec.hooks[].stage", words(Hook.Stage.values())),
                        Map.entry("spec.hooks[].onFailure", words(Hook.OnFailure.values())),
                        Map.entry("spec.notifications[].type", words(Notification.Type.values())),
                        Map.entry("spec.notifications[].severity", words(Notification.Severity.values())),
                        Map.entry("spec.notifications[].reasons[]", Set.copyOf(Reasons.ALL)),
                        Map.entry("spec.policies.onNoBaseline", words(Policies.NoBaseline.values()))));
    }

    /** The words that a pattern takes; none if it takes others, too. */
    static Set<String> words(Map<?, ?> schema) {
        Matcher matcher = WORDS.matcher(String.valueOf(schema.get("pattern")));
        return matcher.matches() ? Set.of(matcher.group(1).split("\\|")) : Set.of();
    }

    /** The API server must let through what only the parser can put in. */
    @Test
    void takesAnArgumentInEveryField() {
        walk("spec", specSchema(), Shape.SPEC, (path, schema) -> {
            if (path.startsWith("spec.args")) {
                return;
            }
            assertThat(schema.get("type")).as(path).isIn(null, "string");
            assertThat(schema.containsKey("enum")).as(path).isFalse();
            if (schema.get("pattern") instanceof String pattern) {
                assertThat(Pattern.compile(pattern).matcher("${args.x}").find())
                        .as(path)
                        .isTrue();
            }
        });
    }

    private static Set<String> words(Enum<?>... constants) {
        return Arrays.stream(constants).map(Words::of).collect(toSet());
    }

    @Test
    void namesEveryVariable() {
        Map<?, ?> items = object(
                object(object(specSchema().get("properties")).get("metrics")).get("items"));
        Map<?, ?> custom = object(object(items.get("properties")).get("custom"));
        assertThat(Queries.VARIABLES)
                .allSatisfy(variable ->
                        assertThat(String.valueOf(custom.get("description"))).contains(variable));
    }

    @Test
    void everyDefaultInADescriptionIsTheParsers() {
        var defaults = new WrittenDefaults();
        walk("spec", specSchema(), Shape.SPEC, (path, schema) -> {
            Matcher matcher = DEFAULT.matcher(String.valueOf(schema.get("description")));
            if (matcher.find()) {
                defaults.put(path, matcher.group(1));
            }
        });
        defaults.assertAreTheParsers(47);
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
