package io.serinus.routing;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** A Service of this cluster. */
public record ServiceName(String namespace, String name) {
    public ServiceName {
        requireNonNull(namespace, "namespace is null");
        requireNonNull(name, "name is null");
    }

    /**
     * The Service that a host names.
     *
     * @param host a full name
     * @param clusterDomain such as {@code cluster.local}
     * @return empty if the host is not {@code <service>.<namespace>.svc.<cluster domain>}: one from elsewhere
     */
    public static Optional<ServiceName> of(String host, String clusterDomain) {
        String[] parts = host.split("\\.", 4);
        return parts.length == 4
                        && parts[2].equals("svc")
                        && parts[3].equals(clusterDomain)
                        && !parts[0].isEmpty()
                        && !parts[1].isEmpty()
                ? Optional.of(new ServiceName(parts[1], parts[0]))
                : Optional.empty();
    }

    /** For example {@code shop/checkout}. */
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
