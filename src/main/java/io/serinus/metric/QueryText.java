package io.serinus.metric;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * PromQL as a person writes it into a template, with variables. A value is put in by where it stands: inside a string
 * literal it is escaped, behind {@code =~} and {@code !~} so that the regular expression matches exactly the value, and
 * outside of one only the interval may stand, as a duration. So no value can end its literal, whatever it holds.
 */
public final class QueryText {
    /** What may be asked for, as {@code ${name}}. */
    public enum Variable {
        /** The version that the query is about. */
        VERSION("version"),
        /** The namespace of the release. */
        NAMESPACE("release.namespace"),
        /** The host of the version that the query is about: the same for both where they are subsets of one host. */
        HOST("release.host"),
        /** The first name of that host. */
        SERVICE("release.service"),
        /** The version in service. */
        BASELINE("release.baseline.version"),
        /** The version to be released. */
        CANARY("release.canary.version"),
        /** The template's interval, as a PromQL duration. */
        INTERVAL("interval");

        private final String name;

        Variable(String name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return "${" + name + "}";
        }

        private static Optional<Variable> named(String name) {
            return Arrays.stream(values())
                    .filter(variable -> variable.name.equals(name))
                    .findFirst();
        }
    }

    /** What may stand outside a string: nothing that could be another query. */
    private static final Pattern NUMBER_OR_DURATION =
            Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?|(\\d+(ms|[smhdwy]))+");

    private static final Pattern ARGUMENT = Pattern.compile("\\$\\{args\\.[^}]*}");

    private static final String KNOWN =
            Arrays.stream(Variable.values()).map(Variable::toString).collect(Collectors.joining(", "));

    private QueryText() {}

    /**
     * The complete query.
     *
     * @param values of the variables but the interval; one that is absent has no value for this release
     * @throws IllegalArgumentException if a variable is unknown, has no value or stands where it may not; the message is a
     *     sentence
     */
    public static String expand(String text, Map<Variable, String> values, Duration interval) {
        var all = new EnumMap<Variable, String>(Variable.class);
        all.putAll(values);
        all.put(Variable.INTERVAL, duration(interval));
        return new Scan(text, all, null).expanded();
    }

    /**
     * The text with the arguments put in, all other variables left as they are written. A number or a duration may also
     * stand outside a string.
     *
     * @param arguments what stands for {@code ${args.name}}, by the name; none of them holds <code>${</code>
     * @throws IllegalArgumentException if a value may not stand where it would; the message is a sentence
     */
    public static String withArguments(String text, Map<String, String> arguments) {
        String expanded = new Scan(text, Map.of(), arguments).expanded();
        long before =
                Pattern.compile("${", Pattern.LITERAL).matcher(text).results().count();
        long put = ARGUMENT.matcher(text).results().count();
        long after = Pattern.compile("${", Pattern.LITERAL)
                .matcher(expanded)
                .results()
                .count();
        if (after > before - put) {
            throw new IllegalArgumentException(
                    "with the arguments put in, the query has another ${, expected values that make none");
        }
        return expanded;
    }

    /**
     * What is wrong with the variables of the text whatever their values are, as a sentence; empty if nothing is. Whether it
     * is PromQL otherwise only a backend can say.
     */
    public static Optional<String> problem(String text) {
        var any = new EnumMap<Variable, String>(Variable.class);
        for (Variable variable : Variable.values()) {
            any.put(variable, "1s");
        }
        try {
            new Scan(text, any, null).expanded();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** A duration as PromQL writes it, to the millisecond. */
    static String duration(Duration duration) {
        return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    /** A regular expression that matches exactly this text. */
    public static String regexQuoted(String text) {
        var quoted = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ("\\.+*?()|[]{}^$".indexOf(c) >= 0) {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.toString();
    }

    /** One walk through the text; it knows strings and comments, and nothing else of PromQL. */
    private static final class Scan {
        private static final char NO_STRING = 0;
        private static final char RAW = '`';

        private final String text;
        private final Map<Variable, String> values;
        /** If there are any, variables stay as they are. */
        private final @Nullable Map<String, String> arguments;

        private final StringBuilder expanded = new StringBuilder();
        private int position;
        private char quote = NO_STRING;
        private boolean isRegex;

        /** The last two characters before a string that are not blank. */
        private String operator = "";

        Scan(String text, Map<Variable, String> values, @Nullable Map<String, String> arguments) {
            this.text = requireNonNull(text, "text is null");
            this.values = values;
            this.arguments = arguments;
        }

        String expanded() {
            while (position < text.length()) {
                if (text.startsWith("${", position)) {
                    if (arguments == null) {
                        variable();
                    } else {
                        argument(arguments);
                    }
                } else if (quote == NO_STRING) {
                    outside();
                } else {
                    inside();
                }
            }
            if (quote != NO_STRING) {
                throw new IllegalArgumentException(
                        "the query ends inside a string, expected another " + quote + " to end it");
            }
            return expanded.toString();
        }

        private void outside() {
            char c = text.charAt(position);
            if (c == '#') {
                int end = text.indexOf('\n', position);
                // A comment says nothing to the backend, and a variable in it nothing at all.
                position = end < 0 ? text.length() : end;
                return;
            }
            take(1);
            if (c == '"' || c == '\'' || c == RAW) {
                quote = c;
                isRegex = operator.equals("=~") || operator.equals("!~");
                operator = "";
            } else if (!Character.isWhitespace(c)) {
                operator = (operator + c).substring(Math.max(0, operator.length() - 1));
            }
        }

        private void inside() {
            char c = text.charAt(position);
            if (c == '\\' && quote != RAW && position + 1 < text.length()) {
                take(2);
                return;
            }
            take(1);
            if (c == quote) {
                quote = NO_STRING;
            }
        }

        private void take(int characters) {
            expanded.append(text, position, position + characters);
            position += characters;
        }

        private void argument(Map<String, String> all) {
            int end = text.indexOf('}', position);
            String reference = text.substring(position, end < 0 ? text.length() : end + 1);
            String value = ARGUMENT.matcher(reference).matches()
                    ? all.get(reference.substring("${args.".length(), reference.length() - 1))
                    : null;
            if (value == null) {
                take(reference.length());
                return;
            }
            if (quote == NO_STRING) {
                requireNumber(reference, value, end + 1);
            }
            expanded.append(quote == NO_STRING ? value : escaped(reference, isRegex ? regexQuoted(value) : value));
            position = end + 1;
        }

        private void requireNumber(String reference, String value, int next) {
            if (!NUMBER_OR_DURATION.matcher(value).matches()) {
                throw new IllegalArgumentException("the query has " + reference + " outside a string with the value \""
                        + value + "\", expected a number or a duration there, or the argument between quotes");
            }
            boolean isPart = isOfWord(expanded, expanded.length() - 1) || isOfWord(text, next);
            if (isPart) {
                throw new IllegalArgumentException("the query has " + reference
                        + " as a part of a word, expected it between quotes, or by itself");
            }
        }

        private static boolean isOfWord(CharSequence characters, int index) {
            return index >= 0
                    && index < characters.length()
                    && (Character.isLetterOrDigit(characters.charAt(index))
                            || "_.$".indexOf(characters.charAt(index)) >= 0);
        }

        private void variable() {
            int end = text.indexOf('}', position);
            if (end < 0) {
                throw new IllegalArgumentException("the query has ${ without }, expected one of " + KNOWN);
            }
            String name = text.substring(position + 2, end);
            Variable variable = Variable.named(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the query has the variable ${" + name + "}, expected one of " + KNOWN));
            if (quote == NO_STRING && variable != Variable.INTERVAL) {
                throw new IllegalArgumentException("the query has " + variable
                        + " outside a string, expected it between quotes; only " + Variable.INTERVAL
                        + " may stand elsewhere");
            }
            String value = values.get(variable);
            if (value == null) {
                throw new IllegalArgumentException("the query has " + variable
                        + ", which has no value here: the version has a host of its own and no label");
            }
            expanded.append(
                    quote == NO_STRING ? value : escaped(variable.toString(), isRegex ? regexQuoted(value) : value));
            position = end + 1;
        }

        private String escaped(String variable, String value) {
            if (quote != RAW) {
                return value.replace("\\", "\\\\")
                        .replace(String.valueOf(quote), "\\" + quote)
                        .replace("\n", "\\n");
            }
            if (value.indexOf(RAW) >= 0) {
                throw new IllegalArgumentException("the query has " + variable
                        + " between backquotes, where a value that holds one cannot stand; expected other quotes");
            }
            return value;
        }
    }
}
