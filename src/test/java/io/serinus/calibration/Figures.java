package io.serinus.calibration;

import java.util.Locale;

/** Numbers as they stand in tables. */
final class Figures {
    private Figures() {}

    static String percent(double fraction) {
        double percent = 100 * fraction;
        return percent == 0 || percent >= 99.95 || Math.rint(percent) == percent
                ? String.format(Locale.ROOT, "%.0f", percent)
                : String.format(Locale.ROOT, "%.1f", percent);
    }

    /** Three digits that count; a dash where there is no number. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        if (value >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.0f" : "%.1f", value);
    }

    /** As in {@code 95 s}; minutes from two on, hours from two on. */
    static String duration(double seconds) {
        if (!Double.isFinite(seconds)) {
            return "–";
        }
        if (seconds < 120) {
            return String.format(Locale.ROOT, "%.0f s", seconds);
        }
        double minutes = seconds / 60;
        return minutes < 120
                ? String.format(Locale.ROOT, "%.0f min", minutes)
                : String.format(Locale.ROOT, "%,.0f h", minutes / 60);
    }

    /** How often, and when half of all releases had been aborted. */
    static String detection(Aborts aborts) {
        double median = aborts.medianSeconds();
        return percent(aborts.rate()) + (Double.isFinite(median) ? " (" + number(median) + ")" : "");
    }

    static String row(Object... cells) {
        var row = new StringBuilder("|");
        for (Object cell : cells) {
            row.append(' ').append(cell).append(" |");
        }
        return row.append('\n').toString();
    }

    static String header(String... names) {
        return row((Object[]) names) + "| --- ".repeat(names.length) + "|\n";
    }
}
