package io.serinus.routing;

import java.util.Optional;

/**
 * Host names as Istio reads them in VirtualServices and DestinationRules: a name without a dot is short for a service in
 * the namespace of the object that mentions it; a name with a dot is complete as it stands. In particular {@code
 * reviews.prod} and {@code reviews.prod.svc} are not expanded: to Istio they are other hosts than {@code
 * reviews.prod.svc.cluster.local}. IP addresses are complete, too.
 */
public final class Hosts {
    private Hosts() {}

    /**
     * The full name of a host.
     *
     * @param host as written in the object
     * @param namespace the namespace of the object that mentions it
     * @param clusterDomain such as {@code cluster.local}
     * @return empty for a wildcard ({@code *}, {@code *.example.com}) or a blank name: they name no single host
     */
    public static Optional<String> resolve(String host, String namespace, String clusterDomain) {
        if (host.isBlank() || host.startsWith("*")) {
            return Optional.empty();
        }
        return Optional.of(isShort(host) ? host + "." + namespace + ".svc." + clusterDomain : host);
    }

    /** Whether a host as written in an object of this namespace means this full name, whatever the cluster domain. */
    static boolean means(String host, String namespace, String fullName) {
        return isShort(host) ? fullName.startsWith(host + "." + namespace + ".svc.") : host.equals(fullName);
    }

    /** The namespace of a service's full name; empty if the host is not a service of the cluster. */
    static Optional<String> namespace(String fullName) {
        String[] parts = fullName.split("\\.", 4);
        return parts.length == 4 && parts[2].equals("svc") ? Optional.of(parts[1]) : Optional.empty();
    }

    private static boolean isShort(String host) {
        // A colon without a dot is an IPv6 address.
        return !host.contains(".") && !host.contains(":");
    }
}
