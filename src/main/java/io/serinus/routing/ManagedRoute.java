package io.serinus.routing;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A route whose weights a release changes, and how to know it again after somebody has edited the list.
 *
 * @param kind the list it is in
 * @param position in that list when it was chosen, not counting routes that Serinus has added
 * @param name its name; null if it has none
 * @param match a digest of its {@code match}, which tells routes without a name apart
 */
public record ManagedRoute(
        RouteKind kind, int position, @Nullable String name, String match) {
    public ManagedRoute {
        requireNonNull(kind, "kind is null");
        requireNonNull(match, "match is null");
        if (position < 0) {
            throw new IllegalArgumentException("position is " + position + ", expected 0 or more");
        }
    }

    static ManagedRoute of(Route route) {
        return new ManagedRoute(route.kind(), route.rank(), route.name(), matchOf(route));
    }

    /** Where it was when it was chosen, with its name if it has one, as a person reads it. */
    public String path() {
        return "spec." + kind.field() + "[" + position + "]" + (name == null ? "" : " (" + name + ")");
    }

    static String matchOf(Route route) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Tree.canonical(route.tree().get("match")).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
