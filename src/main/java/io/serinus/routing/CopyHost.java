package io.serinus.routing;

import java.util.regex.Pattern;

/** The names of Services that Serinus makes for copies of a baseline; they are reserved, nobody else's may be called so. */
public final class CopyHost {
    /** What the name of such a Service ends with. */
    public static final String SUFFIX = "-serinus-copy";

    private static final Pattern HOST =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?" + SUFFIX + "(\\.[A-Za-z0-9.-]+)?");

    private CopyHost() {}

    /** Whether a host, short or complete, is called so. */
    public static boolean isReserved(String host) {
        return HOST.matcher(host).matches();
    }
}
