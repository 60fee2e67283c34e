package io.serinus.release;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What selects pods by their labels. One that asks for nothing selects none.
 *
 * @param owner whose it is, as a sentence names it
 * @param equal the labels that a pod must have
 * @param expressions what else must hold
 */
record PodSelector(String owner, Map<String, String> equal, List<Expression> expressions) {
    PodSelector {
        requireNonNull(owner, "owner is null");
        equal = Map.copyOf(equal);
        expressions = List.copyOf(expressions);
    }

    /** Of a Service. */
    static PodSelector of(String owner, Map<String, String> equal) {
        return new PodSelector(owner, equal, List.of());
    }

    /** Of a Deployment, whose selector is an object with matchLabels and matchExpressions. */
    static PodSelector ofLabelSelector(String owner, Map<String, Object> selector) {
        List<Expression> expressions = Json.objectsAt(selector, "matchExpressions").stream()
                .map(Expression::of)
                .toList();
        return new PodSelector(owner, Json.textsAt(selector, "matchLabels"), expressions);
    }

    boolean selects(Map<String, String> labels) {
        return (!equal.isEmpty() || !expressions.isEmpty())
                && labels.entrySet().containsAll(equal.entrySet())
                && expressions.stream().allMatch(expression -> expression.holds(labels));
    }

    /** The labels of which another value makes a pod that it selects one that it does not select. */
    Set<String> keys() {
        var keys = new TreeSet<>(equal.keySet());
        expressions.stream()
                .filter(expression -> expression.operator().equals("In"))
                .forEach(expression -> keys.add(expression.key()));
        return keys;
    }

    /** By what it selects, as a sentence says it. */
    String shown() {
        var parts = new ArrayList<String>();
        new TreeMap<>(equal).forEach((key, value) -> parts.add(key + "=" + value));
        expressions.forEach(expression -> parts.add(expression.shown()));
        return String.join(", ", parts);
    }

    /** A condition on one label, as in a Deployment's matchExpressions. */
    record Expression(String key, String operator, List<String> values) {
        Expression {
            values = List.copyOf(values);
        }

        private static Expression of(Map<String, Object> tree) {
            List<String> values = Json.at(tree, "values").orElse(null) instanceof List<?> list
                    ? list.stream().map(String::valueOf).toList()
                    : List.of();
            return new Expression(
                    Json.textAt(tree, "key").orElse(""),
                    Json.textAt(tree, "operator").orElse(""),
                    values);
        }

        /** One that nobody knows is taken to hold, since then it is no reason why a pod is not selected. */
        private boolean holds(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case "In" -> value != null && values.contains(value);
                case "NotIn" -> value == null || !values.contains(value);
                case "Exists" -> value != null;
                case "DoesNotExist" -> value == null;
                default -> true;
            };
        }

        private String shown() {
            return key + " " + operator
                    + (values.isEmpty() ? "" : values.stream().collect(Collectors.joining(", ", " (", ")")));
        }
    }
}
