package io.serinus.catalog;

import static java.util.Objects.requireNonNull;

import io.serinus.template.AnalysisTemplate;
import io.serinus.template.KnownTemplate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns trees from YAML or from custom resources into templates. Strict: a field that is not known is a mistake, because
 * a misspelt limit would otherwise be no limit. Reports all mistakes at once.
 */
public final class TemplateParser {
    static final String API_VERSION = "serinus.io/v1alpha1";
    static final String KIND = "AnalysisTemplate";

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    private TemplateParser() {}

    /** What became of a tree. */
    public sealed interface Result {
        /** A valid template. */
        record Parsed(ParsedTemplate template) implements Result {}

        /**
         * Mistakes.
         *
         * @param object what they are about, such as {@code AnalysisTemplate shop/careful}
         * @param mistakes at least one
         */
        record Invalid(String object, List<TemplateMistake> mistakes) implements Result {
            public Invalid {
                requireNonNull(object, "object is null");
                mistakes = List.copyOf(mistakes);
            }

            /** One sentence each, with object, path, value and expectation. */
            public List<String> messages() {
                return mistakes.stream().map(this::message).toList();
            }

            /** One of the mistakes as a sentence. */
            String message(TemplateMistake mistake) {
                return object + ": " + mistake.path() + " " + mistake.message();
            }
        }
    }

    /** Reads a whole document: {@code apiVersion}, {@code kind}, {@code metadata} and {@code spec}. */
    public static Result parse(Map<String, Object> document) {
        return parse(document, Map.of());
    }

    /**
     * Reads a whole document with the arguments of a release.
     *
     * @param arguments values by name; those that are not given have their defaults
     */
    public static Result parse(Map<String, Object> document, Map<String, String> arguments) {
        return parse(document, new Arguments.Given(arguments, true), new Problems());
    }

    /**
     * Everything that is wrong with a whole document by itself; empty if it is a valid template, as far as that can be told
     * before a release gives those arguments values that have no default.
     */
    public static List<TemplateMistake> mistakes(Map<String, Object> document) {
        var problems = new Problems();
        parse(document, Arguments.Given.NONE, problems);
        return problems.all();
    }

    /** The same as sentences that name the object. */
    static List<String> problems(Map<String, Object> document) {
        return new Result.Invalid(label(document), mistakes(document)).messages();
    }

    /** A document as one that releases can name. */
    static KnownTemplate known(
            KnownTemplate.Source source,
            Optional<String> namespace,
            Map<String, Object> document,
            List<String> problems) {
        Object name = document.get("metadata") instanceof Map<?, ?> metadata ? metadata.get("name") : null;
        return new KnownTemplate(
                source,
                namespace,
                name instanceof String text ? text : "",
                document.get("spec") instanceof Map<?, ?> spec ? Fields.cast(spec) : Map.of(),
                problems);
    }

    /** What to call a document in sentences about it. */
    static String label(Map<String, Object> document) {
        if (!(document.get("metadata") instanceof Map<?, ?> metadata)
                || !(metadata.get("name") instanceof String name)) {
            return KIND;
        }
        return KIND + " " + (metadata.get("namespace") instanceof String namespace ? namespace + "/" : "") + name;
    }

    private static Result parse(Map<String, Object> document, Arguments.Given given, Problems problems) {
        problems.requireKnownFields(Shape.DOCUMENT, document, "");
        requireConstant(document, "apiVersion", API_VERSION, problems);
        requireConstant(document, "kind", KIND, problems);
        String name = "";
        if (document.get("metadata") instanceof Map<?, ?>) {
            name = Fields.of(document.get("metadata"), "metadata", problems)
                    .text("name", NAME, "lower-case letters, digits, dots and dashes")
                    .orElse(name);
        } else {
            problems.add("metadata.name", "is missing, expected the template's name");
        }
        if (!document.containsKey("spec")) {
            problems.add("spec", "is missing, expected an object with metrics and steps");
            return new Result.Invalid(label(document), problems.all());
        }
        return parse(name, document.get("spec"), label(document), given, problems);
    }

    /** Reads a {@code spec} alone, as it is stored with a release. */
    public static Result parse(String name, Map<String, Object> spec) {
        return parse(name, spec, KIND + " " + name, new Arguments.Given(Map.of(), true), new Problems());
    }

    private static Result parse(
            String name, @Nullable Object spec, String label, Arguments.Given given, Problems problems) {
        Fields written = Fields.of(spec, "spec", problems);
        problems.requireKnownFields(Shape.SPEC, written.tree(), written.path());
        Map<String, Object> resolved = Arguments.resolve(written, given);
        Optional<AnalysisTemplate> template = spec instanceof Map<?, ?>
                ? new SpecReader(new Fields(written.path(), resolved, problems)).read(name)
                : Optional.empty();
        return template.isPresent()
                ? new Result.Parsed(new ParsedTemplate(template.get(), resolved))
                : new Result.Invalid(label, problems.all());
    }

    private static void requireConstant(
            Map<String, Object> document, String field, String expected, Problems problems) {
        Object value = document.get(field);
        if (!expected.equals(value)) {
            problems.add(
                    field,
                    "is " + (document.containsKey(field) ? Problems.shown(value) : "missing") + ", expected "
                            + expected);
        }
    }
}
