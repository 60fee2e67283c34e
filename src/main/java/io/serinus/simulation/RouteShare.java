package io.serinus.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a route's requests that one destination gets. Read from VirtualServices without the product's own routing
 * code, so that one can be checked against the other.
 *
 * @param host fully qualified
 * @param subset null for all pods of the host
 * @param weight relative to the other shares of the same route
 */
record RouteShare(String host, @Nullable String subset, double weight) {

    /**
     * The shares of the first HTTP route that takes a plain request: GET of the path {@code /}, without query, cookies,
     * special headers or known source labels. Empty if no route takes it or the weights are all zero.
     *
     * @param host the host that the request is addressed to
     */
    static List<RouteShare> of(Map<String, Object> virtualService, String host) {
        if (!(virtualService.get("spec") instanceof Map<?, ?> spec) || !(spec.get("http") instanceof List<?> routes)) {
            return List.of();
        }
        String namespace = virtualService.get("metadata") instanceof Map<?, ?> metadata
                        && metadata.get("namespace") instanceof String given
                ? given
                : "default";
        for (Object route : routes) {
            if (route instanceof Map<?, ?> fields && takesPlainRequest(fields.get("match"), host)) {
                return fields.get("route") instanceof List<?> destinations
                        ? shares(destinations, namespace)
                        : List.of();
            }
        }
        return List.of();
    }

    private static List<RouteShare> shares(List<?> destinations, String namespace) {
        var shares = new ArrayList<RouteShare>();
        for (Object entry : destinations) {
            if (entry instanceof Map<?, ?> fields
                    && fields.get("destination") instanceof Map<?, ?> destination
                    && destination.get("host") instanceof String name) {
                String host = name.contains(".") ? name : name + "." + namespace + ".svc.cluster.local";
                double unsaid = destinations.size() == 1 ? 100 : 0;
                double weight = fields.get("weight") instanceof Number number ? number.doubleValue() : unsaid;
                if (weight > 0) {
                    shares.add(new RouteShare(
                            host, destination.get("subset") instanceof String subset ? subset : null, weight));
                }
            }
        }
        return List.copyOf(shares);
    }

    private static boolean takesPlainRequest(@Nullable Object match, String host) {
        return !(match instanceof List<?> blocks)
                || blocks.isEmpty()
                || blocks.stream().anyMatch(block -> holdsForPlainRequest(block, host));
    }

    private static boolean holdsForPlainRequest(@Nullable Object block, String host) {
        if (!(block instanceof Map<?, ?> conditions)) {
            return true;
        }
        return conditions.entrySet().stream().allMatch(condition -> switch (String.valueOf(condition.getKey())) {
            case "uri" -> matches(condition.getValue(), "/");
            case "method" -> matches(condition.getValue(), "GET");
            case "scheme" -> matches(condition.getValue(), "http");
            case "authority" -> matches(condition.getValue(), host);
            case "headers", "queryParams", "sourceLabels" ->
                !(condition.getValue() instanceof Map<?, ?> required) || required.isEmpty();
            case "sourceNamespace" -> false;
            default -> true;
        });
    }

    private static boolean matches(@Nullable Object stringMatch, String value) {
        if (!(stringMatch instanceof Map<?, ?> kinds)) {
            return true;
        }
        return kinds.entrySet().stream().allMatch(kind -> {
            String wanted = String.valueOf(kind.getValue());
            return switch (String.valueOf(kind.getKey())) {
                case "exact" -> value.equals(wanted);
                case "prefix" -> value.startsWith(wanted);
                case "regex" -> Pattern.matches(wanted, value);
                default -> false;
            };
        });
    }
}
