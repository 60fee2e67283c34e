package io.serinus.routing;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compares values with what Istio's API takes. A field without a value is taken for one that is not there. */
final class SchemaLint {
    /** As Istio reads durations; one that is negative it refuses. */
    private static final Pattern DURATION =
            Pattern.compile("\\+?(0|(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)");

    private final LintFindings findings;

    SchemaLint(LintFindings findings) {
        this.findings = findings;
    }

    /** Whether the value and all below it have the types that they should; what has not is reported. */
    boolean check(@Nullable Object value, FieldType type, String path) {
        return switch (type) {
            case FieldType.Elsewhere _ -> true;
            case FieldType.Text _ -> value instanceof String || refuse(value, type, path, quotes(value));
            case FieldType.Flag _ ->
                value instanceof Boolean || refuse(value, type, path, "Write it so, without quotes.");
            case FieldType.Whole whole ->
                isWhole(value, whole) || refuse(value, type, path, "Write such a number, without quotes.");
            case FieldType.Real _ ->
                value instanceof Number || refuse(value, type, path, "Write a number, without quotes.");
            case FieldType.Time _ -> isDuration(value) || refuse(value, type, path, "Write number and unit.");
            case FieldType.Choice choice ->
                (value instanceof String text && choice.values().contains(text))
                        || refuse(value, type, path, "Write one of them.");
            case FieldType.Each(String _, FieldType element) ->
                value instanceof List<?> ? elements(Tree.list(value), element, path) : refuse(value, type, path);
            case FieldType.Named(String _, FieldType named) ->
                value instanceof Map<?, ?> ? values(Tree.object(value), named, path) : refuse(value, type, path);
            case FieldType.Fields fields ->
                value instanceof Map<?, ?> ? fields(Tree.object(value), fields, path) : refuse(value, type, path);
        };
    }

    private boolean elements(List<Object> elements, FieldType type, String path) {
        boolean all = true;
        for (int i = 0; i < elements.size(); i++) {
            all &= check(elements.get(i), type, path + "[" + i + "]");
        }
        return all;
    }

    private boolean values(Map<String, Object> values, FieldType type, String path) {
        boolean all = true;
        for (var entry : values.entrySet()) {
            all &= isAbsent(entry.getValue()) || check(entry.getValue(), type, Tree.path(path, entry.getKey()));
        }
        return all;
    }

    private boolean fields(Map<String, Object> values, FieldType.Fields fields, String path) {
        boolean all = true;
        for (var entry : values.entrySet()) {
            all &= field(entry.getKey(), entry.getValue(), fields, path);
        }
        return all;
    }

    /** The same for one field of an object; one that Istio does not know is reported, and has no type. */
    boolean field(String name, @Nullable Object value, FieldType.Fields fields, String holder) {
        FieldType type = fields.types().get(name);
        String path = Tree.path(holder, name);
        if (type == null) {
            findings.warning(
                    LintCode.UNKNOWN_FIELD,
                    path,
                    "Istio has no field " + Tree.shown(name) + " here, "
                            + NearName.advice(name, fields.types().keySet())
                            + " The API server drops it or refuses the object, so it does nothing. Correct or remove it, unless your"
                            + " version of Istio is one that has it.");
            return true;
        }
        return isAbsent(value) || check(value, type, path);
    }

    private static boolean isAbsent(@Nullable Object value) {
        return value == null;
    }

    private static boolean isWhole(@Nullable Object value, FieldType.Whole range) {
        return value instanceof Number number
                && number.doubleValue() == Math.rint(number.doubleValue())
                && number.doubleValue() >= range.least()
                && number.doubleValue() <= range.most();
    }

    private static boolean isDuration(@Nullable Object value) {
        return value instanceof String text && DURATION.matcher(text).matches();
    }

    private static String quotes(@Nullable Object value) {
        return value instanceof Number || value instanceof Boolean ? "Put it in quotes." : "Correct it here.";
    }

    private boolean refuse(@Nullable Object value, FieldType type, String path) {
        boolean hasMore = value instanceof Map<?, ?> || value instanceof List<?>;
        return refuse(
                value, type, path, hasMore ? "Correct it here; the rest of it was not looked at." : "Correct it here.");
    }

    private boolean refuse(@Nullable Object value, FieldType type, String path, String remedy) {
        findings.error(
                LintCode.WRONG_TYPE,
                path,
                "This is " + (value == null ? "empty" : Tree.shown(value)) + ", expected " + type.expected() + "; "
                        + (type instanceof FieldType.Time && value instanceof String ? "Istio" : "the API server")
                        + " refuses it. " + remedy);
        return false;
    }
}
