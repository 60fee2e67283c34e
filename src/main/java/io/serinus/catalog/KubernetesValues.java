package io.serinus.catalog;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.Construct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The values of scalars as {@link KubernetesTypes} knows them. What no number has room for stays a text, as with {@code kubectl}. */
final class KubernetesValues extends SafeConstructor {
    private static final Pattern WITH_BASE = Pattern.compile("([-+]?)0([xXoObB]?)([0-9a-fA-F]+)");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]+");
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger BEYOND = BigInteger.TWO.pow(Long.SIZE);
    private static final Set<String> TRUE = Set.of("y", "yes", "true", "on");
    private static final Map<String, Boolean> LETTERS = Map.of("y", true, "n", false);

    KubernetesValues(LoaderOptions options) {
        super(options);
        yamlConstructors.put(Tag.INT, scalar(KubernetesValues::number));
        yamlConstructors.put(Tag.FLOAT, scalar(KubernetesValues::number));
        Construct bool = Objects.requireNonNull(yamlConstructors.get(Tag.BOOL), "the superclass reads booleans");
        yamlConstructors.put(Tag.BOOL, new AbstractConstruct() {
            @Override
            public Object construct(Node node) {
                String text = ((ScalarNode) node).getValue();
                Boolean letter = LETTERS.get(text.toLowerCase(Locale.ROOT));
                return letter == null ? bool.construct(node) : letter;
            }
        });
    }

    /** The value of a composed document. */
    @Nullable
    Object of(Node document) {
        return constructDocument(document);
    }

    /** What a text means where it stands without quotes: a number, a boolean, or the text itself. */
    static Object of(String text) {
        Tag tag = new KubernetesTypes().resolve(NodeId.scalar, text, true);
        if (tag.equals(Tag.BOOL)) {
            return TRUE.contains(text.toLowerCase(Locale.ROOT));
        }
        return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? number(text) : text;
    }

    private static Construct scalar(Function<String, Object> read) {
        return new AbstractConstruct() {
            @Override
            public Object construct(Node node) {
                return read.apply(((ScalarNode) node).getValue());
            }
        };
    }

    private static Object number(String written) {
        String plain = written.replace("_", "");
        Matcher based = WITH_BASE.matcher(plain);
        if (based.matches()) {
            Optional<BigInteger> whole = whole(based.group(1), based.group(2), based.group(3));
            if (whole.isPresent()) {
                return smallest(whole.get());
            }
        }
        if (DECIMAL.matcher(plain).matches()) {
            return smallest(new BigInteger(plain));
        }
        return real(plain).map(Object.class::cast).orElse(written);
    }

    /** Empty if there is no such number of 64 bits. */
    private static Optional<BigInteger> whole(String sign, String letter, String digits) {
        int base = switch (letter) {
            case "x", "X" -> 16;
            case "b", "B" -> 2;
            default -> 8;
        };
        if (!digits.chars().allMatch(digit -> Character.digit(digit, base) >= 0)) {
            return Optional.empty();
        }
        var value = new BigInteger(sign + digits, base);
        return value.compareTo(LEAST) >= 0 && value.compareTo(BEYOND) < 0 ? Optional.of(value) : Optional.empty();
    }

    private static Number smallest(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return value.intValue();
        }
        return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
    }

    /** Empty if the text is none, or one that is too large. */
    private static Optional<Double> real(String plain) {
        switch (plain) {
            case ".inf", "+.inf" -> {
                return Optional.of(Double.POSITIVE_INFINITY);
            }
            case "-.inf" -> {
                return Optional.of(Double.NEGATIVE_INFINITY);
            }
            case ".nan" -> {
                return Optional.of(Double.NaN);
            }
            default -> {
                return KubernetesTypes.NUMBER.matcher(plain).matches()
                        ? Optional.of(Double.valueOf(plain)).filter(value -> !value.isInfinite())
                        : Optional.empty();
            }
        }
    }
}
