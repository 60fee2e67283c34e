package io.serinus.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The description of the API is that of the code, and complete. */
class OpenApiTest {
    /** Schemas that are not named as their records without "Document". */
    private static final Map<Class<?>, String> NAMES = Map.of(
            ReleasesDocument.class, "ReleaseList",
            TemplatesDocument.class, "TemplateList",
            ReleaseDocument.LinksDocument.class, "ReleaseLinks",
            ReleaseDocument.LintDocument.class, "LintFinding",
            DiffDocument.LineDocument.class, "DiffLine",
            EventDocument.class, "ReleaseEvent",
            EventDocument.GoneDocument.class, "GoneRelease",
            CommandDocument.class, "AcceptedCommand");

    private static final List<Class<?>> ANSWERS = List.of(
            ReleasesDocument.class,
            SeriesDocument.class,
            DiffDocument.class,
            EventDocument.class,
            EventDocument.GoneDocument.class,
            CommandDocument.class,
            TemplatesDocument.class,
            Problem.class);

    private final Contract contract = contract();

    private static Contract contract() {
        try {
            return new Contract();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void isPublishedAsItIsServed() throws IOException {
        if (Boolean.getBoolean("openapi.write")) {
            Files.copy(Contract.SOURCE, Contract.PUBLISHED, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(Files.readString(Contract.PUBLISHED)).isEqualTo(Files.readString(Contract.SOURCE));
    }

    @Test
    void describesEveryAnswerFieldByField() {
        var records = new LinkedHashMap<String, Class<?>>();
        ANSWERS.forEach(answer -> collect(answer, records));
        assertThat(records).hasSizeGreaterThan(25);
        records.forEach((name, type) -> {
            JsonNode schema =
                    contract.document().path("components").path("schemas").path(name);
            assertThat(schema.isObject()).as("schema " + name).isTrue();
            if (type.isEnum()) {
                assertThat(schema.path("enum").valueStream().map(JsonNode::asText))
                        .as(name)
                        .containsExactly(Arrays.stream(type.getEnumConstants())
                                .map(String::valueOf)
                                .toArray(String[]::new));
            } else {
                requireFields(name, type, schema);
            }
        });
    }

    private static void requireFields(String name, Class<?> type, JsonNode schema) {
        var nullable = new ArrayList<String>();
        var fields = new ArrayList<String>();
        for (RecordComponent component : type.getRecordComponents()) {
            fields.add(name(component));
            if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                nullable.add(name(component));
            }
        }
        assertThat(schema.path("properties").fieldNames()).toIterable().as(name).containsExactlyElementsOf(fields);
        if (type == Problem.class) {
            // Here null is left out.
            fields.removeAll(nullable);
            nullable.clear();
        }
        assertThat(schema.path("required").valueStream().map(JsonNode::asText))
                .as(name)
                .containsExactlyElementsOf(fields);
        assertThat(schema.path("properties").properties().stream()
                        .filter(field -> field.getValue()
                                        .path("type")
                                        .toString()
                                        .contains("null")
                                || field.getValue().path("oneOf").toString().contains("\"null\""))
                        .map(Map.Entry::getKey))
                .as("null in " + name)
                .containsExactlyElementsOf(nullable);
    }

    private static String name(RecordComponent component) {
        return Optional.ofNullable(component.getAnnotation(JsonProperty.class))
                .or(() -> Optional.ofNullable(component.getAccessor().getAnnotation(JsonProperty.class)))
                .map(JsonProperty::value)
                .orElse(component.getName());
    }

    private static void collect(Class<?> type, Map<String, Class<?>> found) {
        if (!(type.isRecord() || type.isEnum()) || found.putIfAbsent(schemaName(type), type) != null) {
            return;
        }
        if (type.isRecord()) {
            Stream.of(type.getRecordComponents())
                    .flatMap(component -> classes(component.getGenericType()))
                    .forEach(next -> collect(next, found));
        }
    }

    private static Stream<Class<?>> classes(Type type) {
        return switch (type) {
            case Class<?> plain -> Stream.of(plain);
            case ParameterizedType generic ->
                Stream.of(generic.getActualTypeArguments()).flatMap(OpenApiTest::classes);
            default -> Stream.empty();
        };
    }

    private static String schemaName(Class<?> type) {
        if (NAMES.containsKey(type)) {
            return NAMES.get(type);
        }
        return switch (type.getName().replaceFirst(".*\\.", "")) {
            case "DiffDocument$Kind" -> "DiffKind";
            case "Trouble$Kind" -> "TroubleKind";
            case "Finding$Code" -> "FindingCode";
            case "Action$Announce$Severity" -> "LogSeverity";
            case "LintFinding$Severity" -> "LintSeverity";
            case "Forecast$Bound" -> "ForecastBound";
            case "KnownTemplate$Source" -> "TemplateSource";
            default -> type.getSimpleName().replaceFirst("Document$", "");
        };
    }

    @Test
    void describesEveryOperationWithItsParameters() {
        var code = new TreeMap<String, Set<String>>();
        for (JavaClass found : new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests()))
                .importPackages("io.serinus.report")) {
            if (found.isAnnotatedWith(Path.class)
                    && found.getAnnotationOfType(Path.class).value().startsWith("/api/")) {
                operations(found.reflect(), code);
            }
        }
        var described = new TreeMap<String, Set<String>>();
        contract.document()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> described.put(
                                operation.getKey() + " " + path.getKey(), queryParameters(operation.getValue()))));
        assertThat(described).isEqualTo(code).hasSizeGreaterThan(6);
    }

    private static void operations(Class<?> resource, Map<String, Set<String>> operations) {
        String base = resource.getAnnotation(Path.class).value();
        for (Method method : resource.getDeclaredMethods()) {
            String verb = method.isAnnotationPresent(GET.class)
                    ? "get"
                    : method.isAnnotationPresent(POST.class) ? "post" : "";
            if (!verb.isEmpty()) {
                Path below = method.getAnnotation(Path.class);
                String path = base + (below == null ? "" : "/" + below.value());
                operations.put(verb + " " + path, parameters(method));
            }
        }
    }

    private static Set<String> parameters(Method method) {
        Stream<AnnotatedElement> elements = Stream.of(method.getParameters())
                .flatMap(parameter -> parameter.isAnnotationPresent(BeanParam.class)
                        ? Stream.<AnnotatedElement>of(
                                parameter.getType().getDeclaredConstructors()[0].getParameters())
                        : Stream.<AnnotatedElement>of(parameter));
        var names = new TreeSet<String>();
        elements.filter(element -> element.isAnnotationPresent(QueryParam.class))
                .map(element -> element.getAnnotation(QueryParam.class).value())
                .forEach(names::add);
        return names;
    }

    private Set<String> queryParameters(JsonNode operation) {
        var names = new TreeSet<String>();
        operation.path("parameters").forEach(parameter -> {
            JsonNode resolved = contract.resolved(parameter);
            if (resolved.path("in").asText().equals("query")) {
                names.add(resolved.path("name").asText());
            }
        });
        return names;
    }

    @Test
    void explainsEverythingAndRefersToNothingThatIsNotThere() {
        var silent = new ArrayList<String>();
        explained("", contract.document(), silent);
        assertThat(silent).isEmpty();
    }

    /** Operations, parameters, responses and fields each have a description; references lead somewhere. */
    private void explained(String path, JsonNode node, List<String> silent) {
        if (path.matches("/components/examples/\\w+/value")) {
            return;
        }
        boolean isExplained = path.matches("/paths/[^{]*(\\{\\w+}[^{]*)*/(get|post)")
                || path.matches(".*/(parameters/\\w+|responses/\\w+|schemas/\\w+|headers/[\\w-]+)")
                || path.matches("/components/schemas/\\w+/properties/\\w+");
        if (node.has("$ref")) {
            assertThat(contract.resolved(node).isObject()).as(path).isTrue();
        } else if (isExplained && node.path("description").asText().length() < 4) {
            silent.add(path);
        }
        node.properties().forEach(field -> explained(path + "/" + field.getKey(), field.getValue(), silent));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            explained(path + "/" + i, node.get(i), silent);
        }
    }

    @Test
    void everyExampleIsAsItsSchemaSays() {
        var checked = new TreeSet<String>();
        contract.document()
                .findParents("examples")
                .forEach(media -> media.path("examples").properties().forEach(example -> {
                    if (media.has("schema")) {
                        JsonNode value = contract.resolved(example.getValue()).path("value");
                        assertThat(contract.violations(media.path("schema"), value))
                                .as(example.getKey())
                                .isEmpty();
                        checked.add(example.getKey());
                    }
                }));
        assertThat(contract.document().at("/components/examples").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(checked);
    }
}
