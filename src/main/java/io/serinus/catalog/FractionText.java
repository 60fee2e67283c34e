package io.serinus.catalog;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Fractions as templates write them: a percentage in a text, {@code "0.02%"}, or a plain number, {@code 0.0002}. A number
 * in a text without the percent sign could be meant as either, so it is neither.
 */
final class FractionText {
    private static final Pattern PERCENTAGE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?) ?%");

    private FractionText() {}

    /** As a ratio, 0.0002 for 0.02 %; empty if the value is no fraction. */
    static Optional<Double> parse(Object value) {
        return switch (value) {
            case Number number when Double.isFinite(number.doubleValue()) -> Optional.of(number.doubleValue());
            case String text -> {
                var matcher = PERCENTAGE.matcher(text);
                yield matcher.matches()
                        ? Optional.of(new BigDecimal(matcher.group(1))
                                .movePointLeft(2)
                                .doubleValue())
                        : Optional.empty();
            }
            default -> Optional.empty();
        };
    }
}
