package io.serinus.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Evidence on the way to its threshold, on the scale of logarithms: there each request moves it by about as much as the one
 * before.
 *
 * @param value from 0 to {@code max}, for the bar
 * @param max the threshold, for the bar
 * @param low where a bar that warns turns from calm to warning: half way
 * @param high where it turns to alarm: close to the threshold
 * @param text the same for people
 */
record Meter(String value, String max, String low, String high, String text) {
    static Meter of(@Nullable Double log10, @Nullable Double thresholdLog10) {
        double max = thresholdLog10 == null || thresholdLog10 <= 0 ? 1 : thresholdLog10;
        double value = log10 == null ? 0 : Math.clamp(log10, 0, max);
        return new Meter(
                decimal(value),
                decimal(max),
                decimal(max * 0.5),
                decimal(max * 0.95),
                Wording.evidence(log10) + " of " + Wording.evidence(thresholdLog10));
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
