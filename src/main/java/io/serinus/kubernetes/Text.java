package io.serinus.kubernetes;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Texts of other people's objects, in which anything may be missing. */
final class Text {
    private static final int BRIEF = 200;

    private Text() {}

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** On one line, of bounded length, with a full stop; empty if there is nothing. */
    static String brief(@Nullable String text) {
        String line = orEmpty(text).replaceAll("\\s+", " ").strip();
        if (line.isEmpty()) {
            return "";
        }
        if (line.length() > BRIEF) {
            int end = Character.isHighSurrogate(line.charAt(BRIEF - 1)) ? BRIEF - 1 : BRIEF;
            return line.substring(0, end).strip() + "…";
        }
        return line.endsWith(".") ? line : line + ".";
    }

    /** A time of the API server's; empty if it is missing or none. */
    static Optional<Instant> instant(@Nullable String text) {
        try {
            return text == null
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
