package io.serinus.simulation;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Two services of a shop, each with a baseline v1 in service and a canary v2 without traffic. The canary of checkout is as
 * good as its baseline; the canary of payments fails 5 % of its requests.
 *
 * @param namespace the namespace of everything in it
 */
public record DemoScenario(String namespace) {
    /** The scenario in its usual namespace. */
    public static final DemoScenario SHOP = new DemoScenario("shop");

    public static final String CHECKOUT = "checkout";
    public static final String PAYMENTS = "payments";
    public static final String BASELINE = "v1";
    public static final String CANARY = "v2";

    private static final String API_VERSION = "networking.istio.io/v1";
    private static final double USUAL_ERRORS = 0.001;
    private static final double CANARY_ERRORS_OF_PAYMENTS = 0.05;

    public DemoScenario {
        requireNonNull(namespace, "namespace is null");
    }

    /** The services of the scenario. */
    public static List<String> services() {
        return List.of(CHECKOUT, PAYMENTS);
    }

    /** The fully qualified host of a service of the scenario. */
    public String host(String service) {
        return service + "." + namespace + ".svc.cluster.local";
    }

    /**
     * The mesh: two gateway pods and three of a frontend, which together call checkout 200 times and payments 120 times a
     * second.
     *
     * @param routing from a fully qualified host to its VirtualService; null for none
     */
    public SimulatedMesh mesh(Instant start, long seed, Function<String, @Nullable Map<String, Object>> routing) {
        return builder(start, seed, routing).build();
    }

    /** The same mesh, to which more can be added. */
    public SimulatedMesh.Builder builder(
            Instant start, long seed, Function<String, @Nullable Map<String, Object>> routing) {
        return SimulatedMesh.startingAt(start, seed)
                .client(new SimulatedClient("istio-ingressgateway", "istio-system", 2))
                .client(new SimulatedClient("frontend", namespace, 3))
                .service(service(CHECKOUT, 200, Behaviour.withErrorRatio(USUAL_ERRORS)))
                .service(service(PAYMENTS, 120, Behaviour.withErrorRatio(CANARY_ERRORS_OF_PAYMENTS)))
                .routedBy(routing);
    }

    private SimulatedService service(String name, double requestsPerSecond, Behaviour canary) {
        return new SimulatedService(
                host(name),
                requestsPerSecond,
                new SimulatedVersion(BASELINE, name + "-v1", 3, Behaviour.withErrorRatio(USUAL_ERRORS)),
                new SimulatedVersion(CANARY, name + "-v2", 2, canary));
    }

    /** The VirtualService of a service: one HTTP route, all weight on the baseline. A new tree that the caller may edit. */
    public Map<String, Object> virtualService(String service) {
        return resource(
                "VirtualService",
                service,
                map(
                        "hosts",
                        list(service),
                        "http",
                        list(map(
                                "name",
                                "primary",
                                "route",
                                list(destination(service, BASELINE, 100), destination(service, CANARY, 0))))));
    }

    /** The DestinationRule of a service with a subset per version. A new tree that the caller may edit. */
    public Map<String, Object> destinationRule(String service) {
        return resource(
                "DestinationRule", service, map("host", service, "subsets", list(subset(BASELINE), subset(CANARY))));
    }

    private Map<String, Object> resource(String kind, String name, Map<String, Object> spec) {
        return map(
                "apiVersion", API_VERSION,
                "kind", kind,
                "metadata", map("name", name, "namespace", namespace),
                "spec", spec);
    }

    private static Map<String, Object> destination(String service, String subset, int weight) {
        return map("destination", map("host", service, "subset", subset), "weight", weight);
    }

    private static Map<String, Object> subset(String version) {
        return map("name", version, "labels", map("version", version));
    }

    private static Map<String, Object> map(Object... keysAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    private static List<Object> list(Object... items) {
        return new ArrayList<>(List.of(items));
    }
}
