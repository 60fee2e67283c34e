package io.serinus.report;

import java.util.regex.Pattern;

/** Text of others within a line of ours. */
final class Line {
    /** What could begin a line of its own, turn the order of its characters around, or be obeyed by a terminal. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+");

    private static final int LONGEST = 200;

    private Line() {}

    /** What people wrote, in one line and as they see it. */
    static String whole(String text) {
        return INVISIBLE.matcher(text).replaceAll(" ").strip();
    }

    /** The same, cut where it is longer than anything that helps. */
    static String of(String text) {
        String line = whole(text);
        if (line.length() <= LONGEST) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return line.substring(0, end) + "…";
    }
}
