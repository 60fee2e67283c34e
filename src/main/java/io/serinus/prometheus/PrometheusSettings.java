package io.serinus.prometheus;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where Istio's counters are, and how to ask for them.
 *
 * @param url the base of the HTTP API, to which {@code /api/v1/} is appended; may have a path, such as a tenant's
 * @param timeout for one snapshot: all its queries and retries together
 * @param headers sent with every request, such as {@code Authorization} or {@code X-Scope-OrgID}; values are never shown
 * @param parameters sent with every query beside the ones of the API, such as {@code partial_response=false} for Thanos
 * @param maxQueryBytes the longest query text the backend takes; a snapshot that needs more is asked for in parts
 */
public record PrometheusSettings(
        URI url, Duration timeout, Map<String, String> headers, Map<String, String> parameters, int maxQueryBytes) {
    /** Below the 16,384 bytes that VictoriaMetrics allows. */
    public static final int DEFAULT_MAX_QUERY_BYTES = 12_000;

    private static final int MIN_QUERY_BYTES = 2_000;
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(100);
    private static final Set<String> OWN_PARAMETERS =
            Set.of("query", "time", "start", "end", "step", "timeout", "nocache");

    public PrometheusSettings {
        requireNonNull(url, "url is null");
        requireNonNull(timeout, "timeout is null");
        headers = Map.copyOf(headers);
        parameters = Map.copyOf(parameters);
        validate(url);
        headers.forEach((name, value) -> validateHeader(url, name, value));
        if (timeout.compareTo(MIN_TIMEOUT) < 0) {
            throw new IllegalArgumentException("timeout is " + timeout + "; it must be at least " + MIN_TIMEOUT);
        }
        for (String parameter : parameters.keySet()) {
            if (OWN_PARAMETERS.contains(parameter)) {
                throw new IllegalArgumentException(
                        "parameters holds '" + parameter + "', which every query sets itself; remove it");
            }
        }
        if (maxQueryBytes < MIN_QUERY_BYTES) {
            throw new IllegalArgumentException(
                    "maxQueryBytes is " + maxQueryBytes + "; it must be at least " + MIN_QUERY_BYTES);
        }
    }

    /** One endpoint of the API, such as {@code query}. */
    URI endpoint(String name) {
        String base = url.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/api/v1/" + name);
    }

    private static void validate(URI url) {
        String scheme = url.getScheme();
        if (scheme == null || url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException(
                    "url must be http:// or https:// with a host, such as http://prometheus.istio-system:9090");
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "url of " + url.getHost() + " holds credentials; send them as an Authorization header instead");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "url " + url + " has a query or fragment; give query parameters in parameters instead");
        }
    }

    private static void validateHeader(URI url, String name, String value) {
        try {
            HttpRequest.newBuilder(url).header(name, value);
        } catch (IllegalArgumentException _) {
            // The exception quotes the value, which may be a secret.
            throw new IllegalArgumentException(
                    "header '" + name
                            + "' cannot be sent: its name is reserved, or its name or value holds characters not allowed there");
        }
    }

    /** Names of headers and parameters, never their values. */
    @Override
    public String toString() {
        return "PrometheusSettings[url=" + url + ", timeout=" + timeout + ", headers="
                + new TreeSet<>(headers.keySet()) + ", parameters=" + new TreeSet<>(parameters.keySet())
                + ", maxQueryBytes=" + maxQueryBytes + "]";
    }
}
