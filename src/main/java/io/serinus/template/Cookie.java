package io.serinus.template;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The cookie that keeps a user on the canary.
 *
 * @param name letters, digits, hyphens and underscores
 * @param maxAge how long a browser keeps it; at least a second
 */
public record Cookie(String name, Duration maxAge) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public Cookie {
        requireNonNull(name, "name is null");
        requireNonNull(maxAge, "maxAge is null");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name is \"" + name + "\", expected 1 to 64 letters, digits, hyphens and underscores");
        }
        if (maxAge.toSeconds() < 1) {
            throw new IllegalArgumentException("maxAge is " + maxAge + ", expected at least 1s");
        }
    }
}
