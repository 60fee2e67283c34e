package io.serinus.metric;

import static java.util.Objects.requireNonNull;

/**
 * Where a request went, as the labels of one series say it. An absent label is the empty string.
 *
 * @param host {@code destination_service}
 * @param version {@code destination_version}
 * @param revision {@code destination_canonical_revision}
 * @param workload {@code destination_workload}
 */
public record Destination(String host, String version, String revision, String workload) {
    private static final String UNKNOWN = "unknown";

    public Destination {
        requireNonNull(host, "host is null");
        requireNonNull(version, "version is null");
        requireNonNull(revision, "revision is null");
        requireNonNull(workload, "workload is null");
    }

    /**
     * Whether the series counts requests meant for the version. A request that never reached its pod carries the version
     * "unknown" but, where Envoy had chosen an endpoint, the right canonical revision; without an endpoint (no workload
     * either) the revision says nothing and the request belongs to no version.
     */
    public boolean belongsTo(Version candidate) {
        if (!host.equals(candidate.host())) {
            return false;
        }
        if (candidate.label() == null) {
            return true;
        }
        if (isKnown(version)) {
            return version.equals(candidate.label());
        }
        return isKnown(workload) && revision.equals(candidate.label());
    }

    private static boolean isKnown(String label) {
        return !label.isEmpty() && !label.equals(UNKNOWN);
    }
}
