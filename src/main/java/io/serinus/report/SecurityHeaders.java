package io.serinus.report;

import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Tells browsers that our pages load nothing but their own stylesheets, scripts and data, run nothing that is written into a
 * page, and are shown in no frame: what a release's name or reason contains can then do no harm even if it were written into
 * a page as it is.
 */
class SecurityHeaders {
    private static final String CACHE_CONTROL = "Cache-Control";

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:;"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            CACHE_CONTROL,
            "no-store");

    @ServerResponseFilter
    public void add(ContainerResponseContext response) {
        var headers = response.getHeaders();
        forEach((name, value) -> {
            if (!(name.equals(CACHE_CONTROL) && headers.containsKey(name))) {
                headers.putSingle(name, value);
            }
        });
    }

    /** Every header with its value. */
    static void forEach(BiConsumer<String, String> header) {
        HEADERS.forEach(header);
    }
}
