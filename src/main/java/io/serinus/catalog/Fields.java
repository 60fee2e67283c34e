package io.serinus.catalog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one object. What is absent reads as its default; so does what is wrong, after it has been noted, so
 * that reading goes on to the next mistake.
 *
 * @param path of the object, such as {@code spec.steps[1]}
 */
record Fields(String path, Map<String, Object> tree, Problems problems) {
    private static final Pattern SAYS_FIELD = Pattern.compile("(\\w+) (?:is|are) (.*), (expected .*)");

    static Fields of(@Nullable Object value, String path, Problems problems) {
        if (value instanceof Map<?, ?> map) {
            return new Fields(path, cast(map), problems);
        }
        problems.add(path, "is " + Problems.shown(value) + ", expected an object");
        return new Fields(path, Map.of(), problems);
    }

    @SuppressWarnings("unchecked") // Objects from JSON and YAML have string keys only.
    static Map<String, Object> cast(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }

    boolean has(String field) {
        return tree.containsKey(field);
    }

    String at(String field) {
        return path + "." + field;
    }

    /** The object in a field; one without fields if it is absent. */
    Fields object(String field) {
        return has(field) ? of(tree.get(field), at(field), problems) : new Fields(at(field), Map.of(), problems);
    }

    /** The elements of a list that must be there, as far as they are objects; what else stands there is noted. */
    List<Fields> objects(String field) {
        var objects = new ArrayList<Fields>();
        List<?> values = list(field);
        for (int i = 0; i < values.size(); i++) {
            Fields object = of(values.get(i), at(field) + "[" + i + "]", problems);
            if (values.get(i) instanceof Map<?, ?>) {
                objects.add(object);
            }
        }
        return objects;
    }

    List<?> list(String field) {
        if (tree.get(field) instanceof List<?> list) {
            return list;
        }
        if (has(field)) {
            problems.add(at(field), "is " + Problems.shown(tree.get(field)) + ", expected a list");
        } else {
            problems.add(at(field), "is missing, expected a list");
        }
        return List.of();
    }

    Duration duration(String field, Duration absent) {
        return read(field, "a duration such as 15s, 2m or 1h30m", Fields::duration)
                .orElse(absent);
    }

    /** A positive duration as it is written; empty if the field is absent or, after it has been noted, is none. */
    Optional<String> durationText(String field) {
        return read(
                field,
                "a positive duration such as 300ms, 3s or 1m",
                value -> duration(value).filter(Duration::isPositive).map(_ -> String.valueOf(value)));
    }

    static Optional<Duration> duration(Object value) {
        return value instanceof String text ? DurationText.parse(text) : Optional.empty();
    }

    /** A fraction as a ratio: 0.2 for {@code 20%}. */
    double fraction(String field, double absent) {
        return read(field, "a percentage such as 0.5% or a plain number such as 0.005", FractionText::parse)
                .orElse(absent);
    }

    double number(String field, double absent) {
        return read(
                        field,
                        "a number",
                        value -> value instanceof Number n && Double.isFinite(n.doubleValue())
                                ? Optional.of(n.doubleValue())
                                : Optional.empty())
                .orElse(absent);
    }

    Optional<Long> whole(String field, String expected) {
        return read(field, expected, Fields::whole);
    }

    static Optional<Long> whole(Object value) {
        // Every whole number up to 2^53 is exact as a double.
        return value instanceof Number n
                        && n.doubleValue() == Math.rint(n.doubleValue())
                        && Math.abs(n.doubleValue()) <= 0x1p53
                ? Optional.of(n.longValue())
                : Optional.empty();
    }

    /** A text that must be there; empty, after it has been noted, if it is not or does not have the form. */
    Optional<String> text(String field, Pattern form, String expected) {
        if (!has(field)) {
            problems.add(at(field), "is missing, expected " + expected);
            return Optional.empty();
        }
        if (tree.get(field) instanceof String text && form.matcher(text).matches()) {
            return Optional.of(text);
        }
        problems.add(at(field), "is " + Problems.shown(tree.get(field)) + ", expected " + expected);
        return Optional.empty();
    }

    boolean flag(String field, boolean absent) {
        return read(field, "true or false", value -> value instanceof Boolean is ? Optional.of(is) : Optional.empty())
                .orElse(absent);
    }

    /** One of an enumeration's constants, written as {@link Words} says. */
    <E extends Enum<E>> E word(String field, Set<E> allowed, E absent) {
        return read(field, Words.list(allowed), value -> Words.find(allowed, value))
                .orElse(absent);
    }

    /** The elements of a list, those aside that cannot be read so, which are noted; empty if the field is absent. */
    <T> Optional<List<T>> each(String field, String expected, Reading<T> reading) {
        if (!has(field)) {
            return Optional.empty();
        }
        List<?> values = list(field);
        var elements = new ArrayList<T>();
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            Optional<T> element = value == null ? Optional.empty() : reading.read(value);
            if (element.isEmpty()) {
                problems.add(at(field) + "[" + i + "]", "is " + Problems.shown(value) + ", expected " + expected);
            }
            element.ifPresent(elements::add);
        }
        return Optional.of(elements);
    }

    /** Empty if the field is absent, or after it has been noted that its value is not what was expected. */
    <T> Optional<T> read(String field, String expected, Reading<T> reading) {
        if (!has(field)) {
            return Optional.empty();
        }
        Object value = tree.get(field);
        Optional<T> read = value == null ? Optional.empty() : reading.read(value);
        if (read.isEmpty()) {
            problems.add(at(field), "is " + Problems.shown(value) + ", expected " + expected);
        }
        return read;
    }

    /**
     * What the supplier makes of values that were read, or the default after the supplier's objection has been noted: a
     * sentence that begins with the field's name, whose value is then shown as it was written.
     */
    <T> T checked(T otherwise, Supplier<T> supplier) {
        try {
            return supplier.get();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            Matcher matcher = SAYS_FIELD.matcher(message);
            if (matcher.matches() && has(matcher.group(1))) {
                Object value = tree.get(matcher.group(1));
                String shown = value instanceof List<?> ? String.valueOf(value) : Problems.shown(value);
                problems.add(at(matcher.group(1)), "is " + shown + ", " + matcher.group(3));
            } else {
                problems.add(path, "is refused: " + message);
            }
            return otherwise;
        }
    }

    /** One way to understand a value; empty if it cannot be understood so. */
    interface Reading<T> {
        Optional<T> read(Object value);
    }
}
