package io.serinus.prometheus;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How to get through to a backend. Files are read when a connection is made, and again after they have changed.
 *
 * @param tenant sent as {@code X-Scope-OrgID}
 * @param bearerTokenFile its text is sent as a bearer token
 * @param username for basic authentication, with the password of passwordFile
 * @param caFile PEM; the only authorities that are trusted, instead of those of the Java runtime
 * @param certFile PEM; the certificate by which this client shows who it is, and those between it and the authority
 * @param keyFile PEM, PKCS #8, not encrypted; the key of certFile
 * @param proxy {@code host:port} of an HTTP proxy
 */
public record Connection(
        Optional<String> tenant,
        Optional<Path> bearerTokenFile,
        Optional<String> username,
        Optional<Path> passwordFile,
        Optional<Path> caFile,
        Optional<Path> certFile,
        Optional<Path> keyFile,
        Optional<String> proxy) {
    /** Without any of it. */
    public static final Connection PLAIN = new Connection(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    static final String TENANT = "X-Scope-OrgID";
    private static final String AUTHORIZATION = "Authorization";
    private static final Pattern PROXY = Pattern.compile("([^\\s:/@]+|\\[[0-9a-fA-F:]+]):(\\d{1,5})");
    private static final Pattern HARMLESS_PROXY = Pattern.compile("[A-Za-z0-9.-]*(:\\d*)?");
    private static final String NOT_SHOWN = "not shown, since it may hold a password";
    private static final int HIGHEST_PORT = 65_535;

    /** What does not fit together, in words; files are not looked at. */
    List<String> problems(URI url, Map<String, String> headers) {
        var problems = new ArrayList<String>();
        boolean authorized = headers.keySet().stream().anyMatch(AUTHORIZATION::equalsIgnoreCase);
        if (bearerTokenFile.isPresent() && username.isPresent()) {
            problems.add("bearer-token-file and username are both given; expected one of them");
        } else if (authorized && (bearerTokenFile.isPresent() || username.isPresent())) {
            problems.add("the header Authorization is given beside "
                    + (username.isPresent() ? "username" : "bearer-token-file") + "; expected one of them");
        }
        if (username.isPresent() != passwordFile.isPresent()) {
            problems.add(
                    username.isPresent()
                            ? "username is " + shown(username.get()) + ", but password-file is missing"
                            : "password-file is " + passwordFile.get() + ", but username is missing");
        }
        username.filter(name -> name.isEmpty() || name.contains(":"))
                .ifPresent(name ->
                        problems.add("username is " + shown(name) + "; expected at least one character, and no colon"));
        if (tenant.isPresent() && headers.keySet().stream().anyMatch(TENANT::equalsIgnoreCase)) {
            problems.add("the header X-Scope-OrgID is given beside tenant; expected one of them");
        }
        tenant.filter(name -> !name.matches("[!-~]{1,150}"))
                .ifPresent(name -> problems.add(
                        "tenant is '" + name + "'; expected 1 to 150 letters, digits and signs without blanks"));
        if (certFile.isPresent() != keyFile.isPresent()) {
            problems.add(
                    certFile.isPresent()
                            ? "cert-file is " + certFile.get() + ", but key-file is missing"
                            : "key-file is " + keyFile.get() + ", but cert-file is missing");
        }
        boolean tls = caFile.isPresent() || certFile.isPresent() || keyFile.isPresent();
        // Any other scheme is refused for itself.
        if (tls && "http".equals(url.getScheme()) && url.getHost() != null) {
            problems.add("url is " + PrometheusSettings.origin(url) + ", but "
                    + (caFile.isPresent() ? "ca-file" : certFile.isPresent() ? "cert-file" : "key-file")
                    + " is for https:// only");
        }
        if (proxy.isPresent() && proxyAddress().isEmpty()) {
            problems.add(
                    "proxy is " + (HARMLESS_PROXY.matcher(proxy.get()).matches() ? "'" + proxy.get() + "'" : NOT_SHOWN)
                            + "; expected host:port, such as proxy.example.org:3128");
        }
        return problems;
    }

    /** A username, unless it is followed by what may be its password. */
    private static String shown(String username) {
        return username.contains(":") ? NOT_SHOWN : "'" + username + "'";
    }

    /** The proxy, its name not resolved yet. */
    Optional<InetSocketAddress> proxyAddress() {
        return proxy.flatMap(text -> {
            Matcher parts = PROXY.matcher(text);
            if (!parts.matches()) {
                return Optional.empty();
            }
            int port = Integer.parseInt(parts.group(2));
            return port == 0 || port > HIGHEST_PORT
                    ? Optional.empty()
                    : Optional.of(InetSocketAddress.createUnresolved(parts.group(1), port));
        });
    }
}
