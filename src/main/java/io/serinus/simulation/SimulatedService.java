package io.serinus.simulation;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One simulated service.
 *
 * @param host fully qualified, {@code <service>.<namespace>.svc.cluster.local}
 * @param requestsPerSecond mean rate of the requests that clients address to this host, 0 or more. Another host's
 *     VirtualService may route further requests here
 * @param versions its versions, told apart by label
 * @param subsets the version label behind each subset name, as a DestinationRule would say
 */
public record SimulatedService(
        String host, double requestsPerSecond, List<SimulatedVersion> versions, Map<String, String> subsets) {
    public SimulatedService {
        if (host.split("\\.", -1).length < 3) {
            throw new IllegalArgumentException(
                    "host must be fully qualified, like checkout.shop.svc.cluster.local, is " + host);
        }
        requireRate(requestsPerSecond);
        versions = List.copyOf(versions);
        subsets = Map.copyOf(requireNonNull(subsets, "subsets is null"));
    }

    /** A service whose subsets are named like its versions. */
    public SimulatedService(String host, double requestsPerSecond, SimulatedVersion... versions) {
        this(host, requestsPerSecond, List.of(versions), namedLike(List.of(versions)));
    }

    private static Map<String, String> namedLike(List<SimulatedVersion> versions) {
        return versions.stream().collect(Collectors.toMap(SimulatedVersion::label, SimulatedVersion::label));
    }

    static void requireRate(double requestsPerSecond) {
        if (!(requestsPerSecond >= 0) || Double.isInfinite(requestsPerSecond)) {
            throw new IllegalArgumentException("requestsPerSecond must be 0 or more, is " + requestsPerSecond);
        }
    }

    static String nameOf(String host) {
        return host.substring(0, host.indexOf('.'));
    }

    static String namespaceOf(String host) {
        return host.split("\\.", 3)[1];
    }
}
