package io.serinus.prometheus;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a backend is.
 *
 * @param version as it says itself; empty if it does not
 */
public record Identity(Flavor flavor, String version) {
    /** What nobody has found out. */
    static final Identity UNKNOWN = new Identity(Flavor.UNKNOWN, "");

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern CLUSTER_PATH = Pattern.compile(".*/select/[^/]+/prometheus(/.*)?");
    private static final Pattern MAJOR = Pattern.compile("v?(\\d+)[.].*");

    public Identity {
        requireNonNull(flavor, "flavor is null");
        requireNonNull(version, "version is null");
    }

    /**
     * Read from the answer to {@code /api/v1/status/buildinfo}: Mimir names itself; VictoriaMetrics tells no build, but sends
     * a header of its own; the versions of Thanos begin with 0, those of Cortex with 1.
     *
     * @param status of HTTP
     * @param path of the address that was asked
     * @param victorian whether the header {@code X-Server-Hostname} is there
     * @return empty if the answer says nothing about the backend, for example because it is just starting
     */
    static Optional<Identity> read(int status, String path, boolean victorian, String body) {
        if (victorian) {
            boolean cluster = CLUSTER_PATH.matcher(path).matches();
            return Optional.of(new Identity(cluster ? Flavor.VICTORIAMETRICS_CLUSTER : Flavor.VICTORIAMETRICS, ""));
        }
        if (status == 404 || status == 400 || status == 405 || status == 501) {
            return Optional.of(UNKNOWN);
        }
        if (status != 200) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(JSON.readTree(body).path("data"), path));
        } catch (JacksonException _) {
            return Optional.of(UNKNOWN);
        }
    }

    private static Identity of(JsonNode data, String path) {
        String version = data.path("version").asText("");
        String application = data.path("application").asText("");
        if (application.contains("Mimir") || application.contains("Cortex")) {
            return new Identity(Flavor.MIMIR, version);
        }
        boolean toldByABuild = data.has("goVersion") || data.has("revision");
        if (!toldByABuild) {
            return data.isObject() ? read(200, path, true, "").orElse(UNKNOWN) : UNKNOWN;
        }
        Matcher major = MAJOR.matcher(version);
        if (!major.matches()) {
            return new Identity(Flavor.UNKNOWN, version);
        }
        return new Identity(
                switch (major.group(1)) {
                    case "0" -> Flavor.THANOS;
                    case "1" -> Flavor.MIMIR;
                    default -> Flavor.PROMETHEUS;
                },
                version);
    }

    /** Such as {@code Prometheus 3.5.3}. */
    @Override
    public String toString() {
        return version.isEmpty() ? flavor.title() : flavor.title() + " " + version;
    }
}
