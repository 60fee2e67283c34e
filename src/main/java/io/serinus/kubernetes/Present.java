package io.serinus.kubernetes;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads fields that must be there. */
final class Present {
    private Present() {}

    static <T> T in(String path, @Nullable T value) throws UnreadableReleaseException {
        if (value == null) {
            throw new UnreadableReleaseException(path + " is missing");
        }
        return value;
    }

    static Instant instant(String path, @Nullable String text) throws UnreadableReleaseException {
        String present = in(path, text);
        try {
            return Instant.parse(present);
        } catch (DateTimeException e) {
            throw new UnreadableReleaseException(
                    path + " is \"" + present + "\", expected a time like 2026-01-31T12:00:00Z", e);
        }
    }

    static <E extends Enum<E>> E word(String path, @Nullable String text, Class<E> type)
            throws UnreadableReleaseException {
        String present = in(path, text);
        var words = new ArrayList<String>();
        for (E constant : List.of(type.getEnumConstants())) {
            if (constant.name().equals(present)) {
                return constant;
            }
            words.add(constant.name());
        }
        throw new UnreadableReleaseException(
                path + " is \"" + present + "\", expected one of " + String.join(", ", words));
    }
}
