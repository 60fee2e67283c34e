package io.serinus.prometheus;

import java.util.Map;
import java.util.TreeMap;

/** Texts of a backend as they may be shown: on one line, without control characters, and not long. */
final class Shown {
    private static final int CHARACTERS = 300;

    private Shown() {}

    /** The text, or its beginning if it is long. */
    static String text(String text) {
        // Only so much of it is looked at, however long it is.
        String start = text.length() <= 4 * CHARACTERS ? text : text.substring(0, 4 * CHARACTERS);
        String line = onOneLine(start);
        boolean isWhole = line.codePointCount(0, line.length()) <= CHARACTERS && start.length() == text.length();
        return isWhole ? line : first(line, CHARACTERS) + "...";
    }

    /** The text, or its beginning and end if it is long: backends put the cause of an error last. */
    static String ends(String text) {
        int half = CHARACTERS / 2;
        if (text.length() <= CHARACTERS) {
            return onOneLine(text);
        }
        return onOneLine(text.substring(0, half)) + " ... " + onOneLine(text.substring(text.length() - half));
    }

    private static String onOneLine(String text) {
        return text.replaceAll("[\\s\\p{Cntrl}\\p{Cf}\\p{Cs}]+", " ").strip();
    }

    private static String first(String line, int characters) {
        return line.substring(
                0, line.offsetByCodePoints(0, Math.min(characters, line.codePointCount(0, line.length()))));
    }

    static String series(Map<String, String> labels) {
        return text(new TreeMap<>(labels).toString());
    }
}
