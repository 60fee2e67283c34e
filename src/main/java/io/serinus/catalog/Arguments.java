package io.serinus.catalog;

import io.serinus.metric.QueryText;
import io.serinus.release.Trigger;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts a template's arguments in. A value is data: it holds no reference itself, and where it stands decides how it is read.
 * Alone in a field it is what YAML would read there, within a text it is put in as it is, and within a query as
 * {@link QueryText} does.
 */
final class Arguments {
    /** Behind the annotation's prefix there is room for 59 characters. */
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]{0,49}");

    // One whose brace is never closed reaches to the end.
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)(}?)");
    private static final String PREFIX = "args.";

    private static final Pattern QUERY = Pattern.compile("spec\\.metrics\\[\\d+]\\.custom\\.(query|baseline|canary)");
    /** Fields that are texts also where they look like numbers. */
    private static final Pattern TEXT = Pattern.compile(
            "spec\\.metrics\\[\\d+]\\.name|spec\\.steps\\[\\d+]\\.(match\\W.*|retries\\.retryOn|approval\\.name)"
                    + "|spec\\.stickiness\\.cookie"
                    + "|spec\\.(hooks|notifications)\\[\\d+]\\.(name|gate|(secret|urlFrom)\\.(name|key))");

    /** Far beyond what an API server takes; anchors can repeat a short text to any size. */
    private static final int MOST_VALUES = 100_000;

    /**
     * What stands in the tree for a value that is not known. About such a field nothing is said any more.
     */
    private enum Unknown {
        VALUE
    }

    /**
     * The values that a release gives.
     *
     * @param texts by the arguments' names
     * @param isAll whether an argument without default must be among them; otherwise its value is unknown
     */
    record Given(Map<String, String> texts, boolean isAll) {
        /** None of a release: the template is looked at by itself. */
        static final Given NONE = new Given(Map.of(), false);

        Given {
            texts = Map.copyOf(texts);
        }
    }

    private final Given given;
    private final Problems problems;
    /** A text, number or boolean for each declared argument; empty if it is not known. */
    private final Map<String, Optional<Object>> values = new LinkedHashMap<>();

    private final Map<String, String> declaredAt = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();
    private boolean isMisspelt;
    private int walked;

    private Arguments(Given given, Problems problems) {
        this.given = given;
        this.problems = problems;
    }

    /** The spec without {@code args} and with their values; what is wrong with them is noted. */
    static Map<String, Object> resolve(Fields spec, Given given) {
        var arguments = new Arguments(given, spec.problems());
        arguments.declare(spec);
        var resolved = new LinkedHashMap<String, Object>();
        spec.tree().forEach((field, value) -> {
            if (!field.equals("args")) {
                resolved.put(field, arguments.walk(value, spec.at(field)));
            }
        });
        arguments.requireUse();
        return resolved;
    }

    private void declare(Fields spec) {
        List<Fields> declarations = spec.has("args") ? spec.objects("args") : List.of();
        for (Fields declaration : declarations) {
            Optional<Object> otherwise = declaration.read(
                    "default",
                    "a text, a number, true or false, without ${: arguments do not refer to each other",
                    value -> isPlain(value) ? Optional.of(value) : Optional.empty());
            declaration.read(
                    "description", "a text", value -> value instanceof String ? Optional.of(value) : Optional.empty());
            declaration
                    .text("name", NAME, "a lower-case letter and then letters and digits, at most 50")
                    .ifPresent(name -> declare(name, otherwise, declaration));
        }
        for (String name : new TreeSet<>(given.texts().keySet())) {
            if (!values.containsKey(name)) {
                problems.add(
                        spec.at("args"),
                        (values.isEmpty() ? "is missing" : "has no \"" + name + "\"") + ", but " + annotation(name)
                                + " gives one a value"
                                + (values.isEmpty() ? "" : ", expected one of " + String.join(", ", values.keySet()))
                                + "; correct or remove the annotation");
            }
        }
    }

    private void declare(String name, Optional<Object> otherwise, Fields declaration) {
        if (declaredAt.putIfAbsent(name, declaration.path()) != null) {
            problems.add(declaration.at("name"), "is \"" + name + "\" a second time, expected a new name");
            return;
        }
        String text = given.texts().get(name);
        values.put(name, text == null ? otherwise : Optional.<Object>of(text).filter(Arguments::isPlain));
        if (text != null && !isPlain(text)) {
            problems.add(
                    declaration.path(),
                    "has the value \"" + text + "\" by " + annotation(name) + ", expected one without ${");
        } else if (text == null && given.isAll() && !declaration.has("default")) {
            problems.add(
                    declaration.path(),
                    "is \"" + name + "\" without a default, expected its value in " + annotation(name)
                            + " of the VirtualService");
        }
    }

    private static boolean isPlain(Object value) {
        return value instanceof String text
                ? !text.contains("${")
                : value instanceof Boolean || value instanceof Number n && Double.isFinite(n.doubleValue());
    }

    private static String annotation(String name) {
        return "the annotation " + Trigger.ARGUMENT + name;
    }

    @SuppressWarnings("NullAway") // Empty fields stay as they are, for those who read them.
    private Object walk(@Nullable Object value, String path) {
        if (++walked > MOST_VALUES) {
            problems.add(
                    "spec", "has more than " + MOST_VALUES + " values, which no API server takes; write it shorter");
            return value;
        }
        return switch (value) {
            case String text when QUERY.matcher(path).matches() -> query(text, path);
            case String text when text.contains("${") -> text(text, path);
            case Map<?, ?> map -> {
                var resolved = new LinkedHashMap<String, Object>();
                Fields.cast(map).forEach((key, item) -> {
                    if (key.contains("${")) {
                        misspelt(path + "." + key, "has ${ in its name, expected arguments in values only");
                    }
                    resolved.put(key, walk(item, path + "." + key));
                });
                yield resolved;
            }
            case List<?> list -> {
                var resolved = new ArrayList<Object>();
                for (int i = 0; i < list.size(); i++) {
                    resolved.add(walk(list.get(i), path + "[" + i + "]"));
                }
                yield resolved;
            }
            case null, default -> value;
        };
    }

    private Object text(String text, String path) {
        List<MatchResult> references = REFERENCE.matcher(text).results().toList();
        Map<String, Optional<Object>> found = new LinkedHashMap<>();
        for (MatchResult reference : references) {
            lookUp(reference, path).ifPresent(name -> found.put(name, use(name)));
        }
        boolean isKnown = found.values().stream().allMatch(Optional::isPresent);
        if (!isKnown || references.stream().anyMatch(reference -> !isDeclared(reference))) {
            return unknown(path);
        }
        String resolved = REFERENCE
                .matcher(text)
                .replaceAll(reference ->
                        Matcher.quoteReplacement(asText(use(name(reference)).orElseThrow())));
        if (resolved.contains("${")) {
            problems.add(path, "becomes \"" + resolved + "\", which has ${ again, expected a text without it");
            return unknown(path);
        }
        problems.setOrigin(path, origins(found.keySet()));
        if (references.getFirst().group().equals(text) && !TEXT.matcher(path).matches()) {
            Object value = found.values().iterator().next().orElseThrow();
            return value instanceof String written ? YamlDocuments.scalar(written) : value;
        }
        return resolved;
    }

    private Object query(String text, String path) {
        Map<String, String> texts = new LinkedHashMap<>();
        boolean isSound = true;
        List<MatchResult> references = REFERENCE.matcher(text).results().toList();
        for (MatchResult reference : references) {
            if (name(reference).startsWith(PREFIX) && !reference.group(2).isEmpty()) {
                Optional<String> name = lookUp(reference, path);
                // Where the value is not known, any number shows whether the rest is well.
                name.ifPresent(known -> texts.put(
                        known.substring(PREFIX.length()), asText(use(known).orElse(1))));
                isSound &= name.isPresent();
            } else {
                isMisspelt |= name(reference).startsWith(PREFIX);
            }
        }
        if (!isSound) {
            return unknown(path);
        }
        if (texts.isEmpty()) {
            return text;
        }
        try {
            String resolved = QueryText.withArguments(text, texts);
            problems.setOrigin(
                    path, origins(texts.keySet().stream().map(PREFIX::concat).toList()));
            return resolved;
        } catch (IllegalArgumentException e) {
            problems.add(path, "is refused: " + e.getMessage());
            return unknown(path);
        }
    }

    private static String origins(Iterable<String> names) {
        var references = new ArrayList<String>();
        names.forEach(name -> references.add("${" + name + "}"));
        return String.join(" and ", references);
    }

    /** The name behind a reference with {@code args.}; empty, after it has been noted, if there is no such argument. */
    private Optional<String> lookUp(MatchResult reference, String path) {
        if (isDeclared(reference)) {
            return Optional.of(name(reference));
        }
        String known = values.isEmpty()
                ? "spec.args declares none"
                : "expected one of "
                        + values.keySet().stream()
                                .map(name -> "${" + PREFIX + name + "}")
                                .collect(Collectors.joining(", "));
        misspelt(
                path,
                reference.group(2).isEmpty()
                        ? "has ${ without }, expected an argument as in ${args.name}"
                        : name(reference).startsWith(PREFIX)
                                ? "has the argument " + reference.group() + ", " + known
                                : "has " + reference.group() + ", expected an argument as in ${args.name}");
        return Optional.empty();
    }

    /** After a slip in a reference nobody can say which arguments nothing uses. */
    private void misspelt(String path, String message) {
        isMisspelt = true;
        problems.add(path, message);
    }

    private boolean isDeclared(MatchResult reference) {
        String name = name(reference);
        return !reference.group(2).isEmpty()
                && name.startsWith(PREFIX)
                && values.containsKey(name.substring(PREFIX.length()));
    }

    private static String name(MatchResult reference) {
        return reference.group(1);
    }

    private Optional<Object> use(String name) {
        String bare = name.substring(PREFIX.length());
        used.add(bare);
        return values.getOrDefault(bare, Optional.empty());
    }

    private Object unknown(String path) {
        problems.setUnknown(path);
        return Unknown.VALUE;
    }

    private static String asText(Object value) {
        return value instanceof Double number
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : value.toString();
    }

    private void requireUse() {
        declaredAt.forEach((name, path) -> {
            if (!isMisspelt && !used.contains(name)) {
                problems.add(
                        path,
                        "is \"" + name + "\", which nothing uses, expected ${args." + name
                                + "} somewhere in the spec; use it or remove it");
            }
        });
    }
}
