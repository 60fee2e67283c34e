package io.serinus.prometheus;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where Istio's counters are, and how to ask for them.
 *
 * @param url the base of the HTTP API, to which {@code /api/v1/} is appended; may have a path, such as a tenant's
 * @param timeout for one query, its second try included
 * @param headers sent with every request, such as {@code Authorization} or {@code X-Scope-OrgID}; values are never shown
 * @param parameters sent with every query beside the ones of the API, such as {@code partial_response=false} for Thanos
 * @param maxQueryBytes the longest query text the backend takes; a snapshot that needs more is asked for in parts
 * @param connection how to get through
 */
public record PrometheusSettings(
        URI url,
        Duration timeout,
        Map<String, String> headers,
        Map<String, String> parameters,
        int maxQueryBytes,
        Connection connection) {
    /** Below the 16,384 bytes that VictoriaMetrics allows. */
    public static final int DEFAULT_MAX_QUERY_BYTES = 12_000;

    private static final int MIN_QUERY_BYTES = 2_000;
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(100);
    private static final Set<String> OWN_PARAMETERS =
            Set.of("query", "time", "start", "end", "step", "timeout", "nocache");

    /** Without credentials, proxy and files. */
    public PrometheusSettings(
            URI url, Duration timeout, Map<String, String> headers, Map<String, String> parameters, int maxQueryBytes) {
        this(url, timeout, headers, parameters, maxQueryBytes, Connection.PLAIN);
    }

    /** @throws IllegalArgumentException if anything is wrong; the message names all that is */
    public PrometheusSettings {
        requireNonNull(url, "url is null");
        requireNonNull(timeout, "timeout is null");
        requireNonNull(connection, "connection is null");
        headers = Map.copyOf(headers);
        parameters = Map.copyOf(parameters);
        var problems = new ArrayList<String>();
        validate(url).ifPresent(problems::add);
        new TreeMap<>(headers)
                .forEach((name, value) -> validateHeader(name, value).ifPresent(problems::add));
        problems.addAll(connection.problems(url, headers));
        if (timeout.compareTo(MIN_TIMEOUT) < 0) {
            problems.add("timeout is " + timeout + "; it must be at least " + MIN_TIMEOUT);
        }
        for (String parameter : new TreeSet<>(parameters.keySet())) {
            if (OWN_PARAMETERS.contains(parameter)) {
                problems.add("parameters holds '" + parameter + "', which every query sets itself; remove it");
            }
        }
        if (maxQueryBytes < MIN_QUERY_BYTES) {
            problems.add("maxQueryBytes is " + maxQueryBytes + "; it must be at least " + MIN_QUERY_BYTES);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** What is wrong with the files that the connection needs, in words; empty if they can be used. */
    public List<String> fileProblems() {
        return Connector.problems(this);
    }

    /** One endpoint of the API, such as {@code query}. */
    URI endpoint(String name) {
        String base = url.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/api/v1/" + name);
    }

    /** Scheme, host and port: whatever else an address has may hold a secret. */
    static String origin(URI url) {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    private static Optional<String> validate(URI url) {
        String scheme = url.getScheme();
        if (scheme == null || url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            return Optional.of(
                    "url must be http:// or https:// with a host, such as http://prometheus.istio-system:9090");
        }
        if (url.getRawUserInfo() != null) {
            return Optional.of(
                    "url of " + url.getHost()
                            + " holds credentials; use username and password-file, bearer-token-file, or an Authorization header instead");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            return Optional.of(
                    "url " + origin(url) + " has a query or fragment; give query parameters in parameters instead");
        }
        return Optional.empty();
    }

    private static Optional<String> validateHeader(String name, String value) {
        try {
            HttpRequest.newBuilder(URI.create("http://backend")).header(name, value);
            return Optional.empty();
        } catch (IllegalArgumentException _) {
            // The exception quotes the value, which may be a secret.
            return Optional.of(
                    "header '" + name
                            + "' cannot be sent: its name is reserved, or its name or value holds characters not allowed there");
        }
    }

    /** Names of headers and parameters, never their values. */
    @Override
    public String toString() {
        return "PrometheusSettings[url=" + url + ", timeout=" + timeout + ", headers="
                + new TreeSet<>(headers.keySet()) + ", parameters=" + new TreeSet<>(parameters.keySet())
                + ", maxQueryBytes=" + maxQueryBytes + ", connection=" + connection + "]";
    }
}
