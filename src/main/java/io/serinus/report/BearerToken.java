package io.serinus.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The token in the header {@code Authorization}. */
final class BearerToken {
    /** What a 401 says is wanted. */
    static final String CHALLENGE = "Bearer realm=\"serinus\"";

    private static final String BEARER = "bearer ";

    private BearerToken() {}

    /** Empty if there is none. */
    static String of(@Nullable String authorization) {
        return authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? authorization.substring(BEARER.length()).strip()
                : "";
    }
}
