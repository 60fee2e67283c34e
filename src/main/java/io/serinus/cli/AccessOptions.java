package io.serinus.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to get to a backend that the command line names; the options of the controller by the same names. */
final class AccessOptions {
    @Option(names = "--timeout", paramLabel = "TIME", description = "How long one query may take. Default: 4s.")
    @Nullable
    String timeout;

    @Option(names = "--flavor", paramLabel = "FLAVOR", description = "What it is, such as thanos. Default: found out.")
    @Nullable
    String flavor;

    @Option(names = "--tenant", paramLabel = "NAME", description = "Sent as X-Scope-OrgID.")
    @Nullable
    String tenant;

    @Option(names = "--bearer-token-file", paramLabel = "FILE", description = "Its text is sent as bearer token.")
    @Nullable
    String bearerTokenFile;

    @Option(names = "--username", paramLabel = "NAME", description = "User of basic authentication.")
    @Nullable
    String username;

    @Option(names = "--password-file", paramLabel = "FILE", description = "That user's password.")
    @Nullable
    String passwordFile;

    @Option(names = "--ca-file", paramLabel = "FILE", description = "PEM: who may vouch for the backend.")
    @Nullable
    String caFile;

    @Option(names = "--cert-file", paramLabel = "FILE", description = "PEM: the certificate to show.")
    @Nullable
    String certFile;

    @Option(names = "--key-file", paramLabel = "FILE", description = "PEM, PKCS #8: its key.")
    @Nullable
    String keyFile;

    @Option(names = "--proxy", paramLabel = "HOST:PORT", description = "An HTTP proxy on the way.")
    @Nullable
    String proxy;

    @Option(
            names = "--parameter",
            paramLabel = "NAME=VALUE",
            description = "A further parameter of every query; may be given several times.")
    Map<String, String> parameters = new LinkedHashMap<>();

    /** What is given, by the names that the controller's options have behind the backend's. */
    Map<String, String> given() {
        var given = new TreeMap<String, String>();
        put(given, "timeout", timeout);
        put(given, "flavor", flavor);
        put(given, "tenant", tenant);
        put(given, "bearer-token-file", bearerTokenFile);
        put(given, "username", username);
        put(given, "password-file", passwordFile);
        put(given, "ca-file", caFile);
        put(given, "cert-file", certFile);
        put(given, "key-file", keyFile);
        put(given, "proxy", proxy);
        parameters.forEach((name, value) -> given.put("parameters.\"" + name + "\"", value));
        return given;
    }

    private static void put(Map<String, String> given, String name, @Nullable String value) {
        if (value != null) {
            given.put(name, value);
        }
    }
}
