package io.serinus.routing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One weighted destination of a route.
 *
 * @param position in the route's list
 * @param entry as it stands there
 */
record RouteDestination(int position, Map<String, Object> entry) {

    /** The host as written; null if there is none. */
    @Nullable
    String host() {
        return Tree.text(destination().get("host"));
    }

    @Nullable
    String subset() {
        String subset = Tree.text(destination().get("subset"));
        return subset == null || subset.isEmpty() ? null : subset;
    }

    Map<String, Object> destination() {
        return Tree.object(entry.get("destination"));
    }

    @Nullable
    Object weightValue() {
        return entry.get("weight");
    }

    /** Whether the weight is one that Istio takes: absent, or a whole number that is not negative. */
    boolean hasReadableWeight() {
        return switch (weightValue()) {
            case null -> true;
            case Number number -> {
                double value = number.doubleValue();
                yield value >= 0 && value <= Integer.MAX_VALUE && value == Math.rint(value);
            }
            default -> false;
        };
    }

    /** Why nobody can read what this destination is, with the path below the entry; empty if host, subset and weight can be read. */
    Optional<String> unreadable() {
        Object written = entry.get("destination");
        if (written != null && !(written instanceof Map<?, ?>)) {
            return Optional.of(".destination is " + Tree.shown(written) + ", expected an object with host");
        }
        for (String field : List.of("host", "subset")) {
            Object value = destination().get(field);
            if (value != null && !(value instanceof String)) {
                return Optional.of(".destination." + field + " is " + Tree.shown(value)
                        + ", expected text; put it in quotes if it is a number");
            }
        }
        return hasReadableWeight()
                ? Optional.empty()
                : Optional.of(".weight is " + Tree.shown(weightValue()) + ", expected a whole number from 0 to "
                        + Integer.MAX_VALUE);
    }

    /** The weight; 0 if absent, as Istio reads it next to other destinations. */
    int weight() {
        return hasReadableWeight() && weightValue() instanceof Number number ? number.intValue() : 0;
    }

    boolean is(Endpoint endpoint, String namespace) {
        return leadsTo(endpoint.host(), namespace) && Objects.equals(subset(), endpoint.subset());
    }

    /** Whether its host is this one, which is fully qualified, whatever the subset. */
    boolean leadsTo(String fullHost, String namespace) {
        String host = host();
        return host != null && Hosts.means(host, namespace, fullHost);
    }

    /** Whether its host has a name that only copies of a baseline have. */
    boolean isReserved() {
        String host = host();
        return host != null && CopyHost.isReserved(host);
    }

    /** Where it stands in a route, as a JSON pointer. */
    String pointer(Route route) {
        return route.pointer() + "/route/" + position;
    }

    /** Tests that it still stands there. */
    List<PatchOperation> test(Route route) {
        var tests = new ArrayList<PatchOperation>();
        String pointer = pointer(route) + "/destination/";
        tests.add(new PatchOperation.Test(pointer + "host", requireNonNull(host())));
        if (subset() != null) {
            tests.add(new PatchOperation.Test(pointer + "subset", subset()));
        }
        return tests;
    }
}
