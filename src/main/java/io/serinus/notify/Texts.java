package io.serinus.notify;

import java.util.regex.Pattern;

/** Texts from elsewhere, made fit to be shown. */
final class Texts {
    static final int LONGEST = 256;
    static final int LONGEST_SENTENCE = 1024;

    /** Control and format characters, line and paragraph separators, and halves of characters. */
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\s]+");

    private Texts() {}

    /** What somebody else says: on one line, at most {@value #LONGEST} characters. */
    static String shown(String text) {
        return cut(text, LONGEST);
    }

    /** One of our own sentences, which may quote others: on one line, at most {@value #LONGEST_SENTENCE} characters. */
    static String sentence(String text) {
        return cut(text, LONGEST_SENTENCE);
    }

    private static String cut(String text, int longest) {
        String line = UNFIT.matcher(text).replaceAll(" ").strip();
        return line.codePointCount(0, line.length()) <= longest
                ? line
                : line.substring(0, line.offsetByCodePoints(0, longest - 1)) + "…";
    }
}
