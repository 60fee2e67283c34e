package io.serinus.prometheus;

import java.util.Map;
import java.util.TreeMap;

/** Texts of a backend as they may be shown: on one line, without control characters, and not long. */
final class Shown {
    private static final int CHARACTERS = 300;

    private Shown() {}

    static String text(String text) {
        // Only so much of it is looked at, however long it is.
        String start = text.length() <= 4 * CHARACTERS ? text : text.substring(0, 4 * CHARACTERS);
        String line = start.replaceAll("[\\s\\p{Cntrl}\\p{Cf}\\p{Cs}]+", " ").strip();
        return line.length() <= CHARACTERS && start.length() == text.length()
                ? line
                : line.substring(
                                0,
                                line.offsetByCodePoints(0, Math.min(CHARACTERS, line.codePointCount(0, line.length()))))
                        + "...";
    }

    static String series(Map<String, String> labels) {
        return text(new TreeMap<>(labels).toString());
    }
}
