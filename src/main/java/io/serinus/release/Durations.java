package io.serinus.release;

import java.time.Duration;
import java.util.Locale;

/** Durations as users write them. */
final class Durations {
    private Durations() {}

    /** For example {@code 1h30m} or {@code 15s}; fractions of a second are kept. */
    static String text(Duration duration) {
        return duration.isZero() ? "0s" : duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
