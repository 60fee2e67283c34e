package io.serinus.release;

import io.serinus.routing.CopyHost;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** What a copy's objects and labels are called. What would be too long is cut, with a digest of the whole instead. */
final class CopyNames {
    /** The most that a name or a label's value may have. */
    static final int MOST = 63;

    /** The most that a Deployment's name may have, so that those of its ReplicaSets and pods are short enough. */
    static final int MOST_OF_DEPLOYMENT = 52;

    private static final int DIGEST_BYTES = 4;

    private CopyNames() {}

    static String deployment(String original) {
        return name(original, MOST_OF_DEPLOYMENT);
    }

    static String service(String original) {
        return name(original, MOST);
    }

    /** A label's value for something of this name, such as a release. */
    static String value(String name) {
        return valueWith(name, "");
    }

    /** A label's value with something behind it, which must end with a letter or digit. */
    static String valueWith(String value, String suffix) {
        return value.length() + suffix.length() <= MOST && !value.isEmpty() ? value + suffix : cut(value, suffix, MOST);
    }

    /** A name that has no dots, and is another one for each original. */
    private static String name(String original, int most) {
        String label = original.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
        String whole = original + CopyHost.SUFFIX;
        return label.equals(original) && whole.length() <= most
                ? whole
                : cut(label, digest(original), CopyHost.SUFFIX, most);
    }

    private static String cut(String value, String suffix, int most) {
        return cut(value, digest(value), suffix, most);
    }

    private static String cut(String value, String digest, String suffix, int most) {
        int room = most - suffix.length() - digest.length() - 1;
        String kept = value.substring(0, Math.min(value.length(), room)).replaceAll("[^A-Za-z0-9]+$", "");
        return (kept.isEmpty() ? "" : kept + "-") + digest + suffix;
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
