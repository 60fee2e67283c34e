package io.serinus.metric;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One version of a service as Istio's metrics name it.
 *
 * @param host the fully qualified host, the value of {@code destination_service}
 * @param label the value of {@code destination_version}; null where the version has a host of its own and needs no label
 */
public record Version(String host, @Nullable String label) {
    public Version {
        requireNonNull(host, "host is null");
    }

    @Override
    public String toString() {
        return label == null ? host : host + " " + label;
    }
}
