package io.serinus.report;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a browser sends a request on behalf of another site. Tokens are in a header that no browser sends by itself, so this
 * could do no harm; it is refused all the same.
 */
final class CrossSite {
    private CrossSite() {}

    /**
     * Whether it does. What is no browser sends none of these headers.
     *
     * @param fetchSite the header {@code Sec-Fetch-Site}; browsers send it to https and localhost, and scripts cannot set it
     * @param origin the header {@code Origin}
     * @param hosts the names that the request was sent to: {@code Host}, and {@code X-Forwarded-Host} where a proxy is before us
     */
    static boolean is(@Nullable String fetchSite, @Nullable String origin, @Nullable String... hosts) {
        if (fetchSite != null) {
            String site = fetchSite.strip().toLowerCase(Locale.ROOT);
            return !site.equals("same-origin") && !site.equals("none");
        }
        if (origin == null) {
            return false;
        }
        String from = authority(origin);
        for (String host : hosts) {
            if (host != null && !from.isEmpty() && from.equals(host.strip().toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        return true;
    }

    /** Empty if it has none, as {@code null} of a sandboxed frame. */
    private static String authority(String origin) {
        try {
            String authority = new URI(origin.strip()).getRawAuthority();
            return authority == null ? "" : authority.toLowerCase(Locale.ROOT);
        } catch (URISyntaxException e) {
            return "";
        }
    }
}
