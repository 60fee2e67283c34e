package io.serinus.report;

import io.serinus.report.ExplanationDocument.RangeDocument;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Numbers and times as the page writes them. */
final class Wording {
    private static final DateTimeFormatter TO_THE_SECOND = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final MathContext THREE_DIGITS = new MathContext(3);
    /** Larger e-values differ in nothing that a person would do. */
    private static final double LARGEST_LOG10 = 5;

    private Wording() {}

    static String time(Instant instant) {
        return TO_THE_SECOND.format(instant);
    }

    /** How long ago, in its two largest units; a clock that runs behind reads as no time at all. */
    static String age(Instant since, Instant now) {
        return duration(Duration.between(since, now));
    }

    static String duration(Duration duration) {
        if (duration.toDays() > 0) {
            return duration.toDays() + " d" + more(duration.toHoursPart(), " h");
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + " h" + more(duration.toMinutesPart(), " min");
        }
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + " min" + more(duration.toSecondsPart(), " s");
        }
        return Math.max(0, duration.toSeconds()) + " s";
    }

    private static String more(int count, String unit) {
        return count == 0 ? "" : " " + count + unit;
    }

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A fraction in percent, to three digits. */
    static String percent(@Nullable Double fraction) {
        return fraction == null ? "no requests" : digits(fraction * 100) + " %";
    }

    /** An e-value, from its logarithm. */
    static String evidence(@Nullable Double log10) {
        if (log10 == null) {
            return "not known";
        }
        if (log10 >= LARGEST_LOG10) {
            return "more than 100,000";
        }
        return log10 < 0 ? "less than 1" : digits(Math.pow(10, log10));
    }

    /** To three digits. */
    static String number(@Nullable Double number) {
        return number == null ? "not known" : digits(number);
    }

    static String millis(@Nullable Double millis) {
        return millis == null ? "not known" : digits(millis) + " ms";
    }

    /** For example p99.9. */
    static String quantile(double quantile) {
        return "p"
                + BigDecimal.valueOf(quantile)
                        .movePointRight(2)
                        .stripTrailingZeros()
                        .toPlainString();
    }

    /** An estimate and its limits, such as "2.4 (1.1 to 5.3)". */
    static String range(RangeDocument range, Function<Double, String> number) {
        Double low = range.low();
        Double high = range.high();
        String limits;
        if (low != null && high != null) {
            limits = number.apply(low) + " to " + number.apply(high);
        } else if (low != null) {
            limits = number.apply(low) + " or more";
        } else if (high != null) {
            limits = number.apply(high) + " or less";
        } else {
            limits = "no limits known";
        }
        Double estimate = range.estimate();
        return estimate == null ? limits : number.apply(estimate) + " (" + limits + ")";
    }

    private static String digits(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value, THREE_DIGITS);
        return rounded.stripTrailingZeros().toPlainString();
    }

    /** Words of the API in running text: {@code NO_DATA} is "no data". */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
