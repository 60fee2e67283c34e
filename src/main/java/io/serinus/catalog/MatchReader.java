package io.serinus.catalog;

import io.serinus.routing.Stickiness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads a block of conditions on requests, and writes it as Istio's HTTPMatchRequest. */
final class MatchReader {
    private static final String TEXT = "a text, or one of exact, prefix and regex with a text";
    private static final List<String> KINDS = List.of("exact", "prefix", "regex");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_./-]*[A-Za-z0-9])?");

    private MatchReader() {}

    /** As far as it can be read; what cannot is noted. */
    static Map<String, Object> read(Fields block) {
        var tree = new LinkedHashMap<String, Object>();
        if (block.tree().isEmpty()) {
            block.problems()
                    .add(block.path(), "is empty, expected at least one of " + String.join(", ", Shape.MATCH_FIELDS));
        }
        text(block, "uri").ifPresent(condition -> tree.put("uri", condition));
        text(block, "method").ifPresent(condition -> tree.put("method", condition));
        Map<String, Object> headers = texts(block, "headers");
        cookie(block).ifPresent(regex -> {
            if (headers.keySet().stream().anyMatch("cookie"::equalsIgnoreCase)) {
                block.problems().add(block.at("cookies"), "stands beside a header \"cookie\", expected one of the two");
            }
            headers.put("cookie", Map.of("regex", regex));
        });
        putIfAny(tree, "headers", headers);
        putIfAny(tree, "queryParams", texts(block, "query"));
        putIfAny(tree, "sourceLabels", labels(block));
        return tree;
    }

    private static void putIfAny(Map<String, Object> tree, String field, Map<String, Object> conditions) {
        if (!conditions.isEmpty()) {
            tree.put(field, conditions);
        }
    }

    private static Map<String, Object> texts(Fields block, String field) {
        var conditions = new LinkedHashMap<String, Object>();
        Fields named = block.object(field);
        for (String name : named.tree().keySet()) {
            text(named, name)
                    .ifPresent(condition -> conditions.put(field.equals("headers") ? lower(name) : name, condition));
        }
        requireSome(block, field, named);
        return conditions;
    }

    /** Envoy's headers are in lower case, and Istio matches the names as they are written. */
    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static void requireSome(Fields block, String field, Fields named) {
        if (block.tree().get(field) instanceof Map<?, ?> map && map.isEmpty()) {
            block.problems().add(named.path(), "is empty, expected at least one name with a condition");
        }
    }

    private static Map<String, Object> labels(Fields block) {
        var labels = new LinkedHashMap<String, Object>();
        Fields named = block.object("sourceLabels");
        named.tree().forEach((name, value) -> {
            if (value instanceof String text && LABEL.matcher(name).matches()) {
                labels.put(name, text);
            } else {
                named.problems()
                        .add(
                                named.at(name),
                                "is " + Problems.shown(value) + ", expected a label's name and its value as a text");
            }
        });
        requireSome(block, "sourceLabels", named);
        return labels;
    }

    /** One regular expression for the whole header; several cookies would need several, and a header has one condition. */
    private static Optional<String> cookie(Fields block) {
        Fields named = block.object("cookies");
        requireSome(block, "cookies", named);
        if (named.tree().size() > 1) {
            named.problems()
                    .add(
                            named.path(),
                            "has " + named.tree().size()
                                    + " cookies, expected one: Istio takes one condition on a header."
                                    + " Write a block for each if any of them will do");
            return Optional.empty();
        }
        return named.tree().keySet().stream().findFirst().flatMap(name -> {
            if (!Stickiness.TOKEN.matcher(name).matches()) {
                named.problems().add(named.at(name), "is no name of a cookie");
                return Optional.empty();
            }
            return text(named, name).map(condition -> Stickiness.regex(name, value(condition)));
        });
    }

    private static String value(Map<String, Object> condition) {
        String kind = condition.keySet().iterator().next();
        String text = String.valueOf(condition.get(kind));
        return switch (kind) {
            case "exact" -> Stickiness.quoted(text);
            case "prefix" -> Stickiness.quoted(text) + "[^;]*";
            default -> "(?:" + text + ")";
        };
    }

    /** A condition on a text; one without a word for its kind is exact. */
    private static Optional<Map<String, Object>> text(Fields fields, String field) {
        if (fields.tree().get(field) instanceof Map<?, ?> map && !KINDS.containsAll(map.keySet())) {
            // Refused already, as a field that does not exist.
            return Optional.empty();
        }
        return fields.read(field, TEXT, value -> switch (value) {
            case String text when !text.isEmpty() -> Optional.of(Map.<String, Object>of("exact", text));
            case Map<?, ?> map
            when map.size() == 1 -> {
                String kind = String.valueOf(map.keySet().iterator().next());
                yield KINDS.contains(kind) && map.get(kind) instanceof String text && isSound(kind, text)
                        ? Optional.of(Map.<String, Object>of(kind, text))
                        : Optional.empty();
            }
            default -> Optional.empty();
        });
    }

    /** Java's regular expressions are more than Istio's, so this finds mistakes, not all of them. */
    private static boolean isSound(String kind, String text) {
        if (text.isEmpty()) {
            return false;
        }
        try {
            return !kind.equals("regex") || Pattern.compile(text) != null;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
