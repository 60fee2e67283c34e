package io.serinus.routing;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Keeps a user on the canary by a cookie: answers of the canary set it, and a route above the managed one takes requests
 * that carry it. The value is the release's own, so a cookie that outlives its release matches nothing.
 *
 * @param cookie its name
 * @param value its value
 * @param maxAge how long a browser keeps it, whole seconds
 */
public record Stickiness(String cookie, String value, Duration maxAge) {
    /** A cookie name as RFC 6265 has it. */
    public static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    public Stickiness {
        requireNonNull(cookie, "cookie is null");
        requireNonNull(value, "value is null");
        requireNonNull(maxAge, "maxAge is null");
        if (!TOKEN.matcher(cookie).matches() || !TOKEN.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "cookie is \"" + cookie + "=" + value + "\", expected letters, digits and !#$%&'*+.^_`|~- in both");
        }
        if (maxAge.toSeconds() < 1) {
            throw new IllegalArgumentException("maxAge is " + maxAge + ", expected at least 1s");
        }
    }

    /** What an answer of the canary says. */
    String header() {
        return pair() + "; Path=/; Max-Age=" + maxAge.toSeconds() + "; HttpOnly; SameSite=Lax";
    }

    String pair() {
        return cookie + "=" + value;
    }

    /** The requests that carry it, as Istio's HTTPMatchRequest. */
    Map<String, Object> block() {
        return Map.of("headers", Map.of("cookie", Map.of("regex", regex(cookie, quoted(value)))));
    }

    /**
     * A regular expression (RE2) for a {@code Cookie} header that holds a cookie.
     *
     * @param cookie its name
     * @param value a regular expression for its value
     */
    public static String regex(String cookie, String value) {
        return "(.*;\\s*)?" + quoted(cookie) + "=" + value + "(;.*)?";
    }

    /** The text as a regular expression for nothing else. */
    public static String quoted(String text) {
        return text.replaceAll("[^A-Za-z0-9_-]", "\\\\$0");
    }

    /** All but the blocks as they are. */
    List<Map<String, Object>> blocks() {
        return List.of(block());
    }
}
