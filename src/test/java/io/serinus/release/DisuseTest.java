package io.serinus.release;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serinus.release.Disuse.Decision;
import io.serinus.release.Inventory.Deployment;
import io.serinus.release.Inventory.Service;
import io.serinus.release.ScaleDown.Candidate;
import io.serinus.routing.DestinationRule;
import io.serinus.routing.Endpoint;
import io.serinus.routing.VirtualService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DisuseTest {
    private static final String HOST = "checkout.shop.svc.cluster.local";
    private static final LostVersion LOST = new LostVersion(new Endpoint(HOST, "v1"), new Endpoint(HOST, "v2"), "shop");
    private static final Service CHECKOUT = new Service("checkout", Map.of("app", "checkout"));
    private static final Candidate V1 = new Candidate("checkout-v1", "a", 7, 3);

    private static Deployment deployment(String name, Map<String, String> labels) {
        return new Deployment("shop", name, "a", "100", 7, 3, labels);
    }

    private static Deployment v1() {
        return deployment("checkout-v1", Map.of("app", "checkout", "version", "v1", "tier", "web"));
    }

    private static DestinationRule rule() {
        return new DestinationRule(
                "shop",
                "checkout",
                Map.of(
                        "spec",
                        Map.of(
                                "host",
                                "checkout",
                                "subsets",
                                List.of(subset("v1", "v1"), subset("v2", "v2"), subset("old", "v1")))));
    }

    private static Map<String, Object> subset(String name, String version) {
        return Map.of("name", name, "labels", Map.of("version", version));
    }

    private static Disuse disuse(Inventory inventory) {
        return Disuse.of(LOST, inventory, List.of(rule()));
    }

    private static Inventory inventory(Service... more) {
        var services = new ArrayList<>(List.of(CHECKOUT));
        services.addAll(List.of(more));
        return new Inventory("shop", services, List.of(v1()), Map.of());
    }

    private static VirtualService vs(String name, Map<String, Object> spec) {
        return new VirtualService("shop", name, "1", Map.of(), Map.of("spec", spec));
    }

    private static VirtualService own() {
        return vs("checkout", Map.of("hosts", List.of("checkout"), "http", List.of(route(to("v1", 0), to("v2", 100)))));
    }

    private static Map<String, Object> route(Object... destinations) {
        return Map.of("route", List.of(destinations));
    }

    private static Map<String, Object> to(String subset, int weight) {
        return Map.of("destination", Map.of("host", "checkout", "subset", subset), "weight", weight);
    }

    private static String kept(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Keep.class);
        return ((Decision.Keep) decision).message().replace("Deployment shop/checkout-v1 keeps its 3 replicas: ", "");
    }

    @Test
    void theVersionsDeploymentsAreThoseThatItsServiceAndItsSubsetSelect() {
        var inventory = new Inventory(
                "shop",
                List.of(CHECKOUT),
                List.of(
                        v1(),
                        deployment("checkout-v2", Map.of("app", "checkout", "version", "v2")),
                        deployment("payments-v1", Map.of("app", "payments", "version", "v1"))),
                Map.of());
        assertThat(disuse(inventory).candidates()).containsExactly(V1);

        assertThat(disuse(new Inventory("shop", List.of(), List.of(v1()), Map.of()))
                        .candidates())
                .isEmpty();
        assertThat(Disuse.of(LOST, inventory, List.of()).candidates())
                .as("nobody knows what the subset is")
                .isEmpty();
    }

    @Test
    void isAboutTheNamespaceOfTheServiceOnly() {
        assertThatThrownBy(() -> disuse(new Inventory("other", List.of(), List.of(), Map.of()))
                        .candidates())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names no Service of namespace other");
    }

    @Test
    void whatNobodyNeedsMayBeScaled() {
        assertThat(disuse(inventory()).decide(V1, own(), List.of())).isEqualTo(new Decision.Scale(v1()));
    }

    @Test
    void whatIsGoneOrEmptyNeedsNothing() {
        assertThat(disuse(inventory()).decide(new Candidate("checkout-v1", "b", 7, 3), own(), List.of()))
                .isEqualTo(new Decision.Nothing("Deployment shop/checkout-v1 does not exist any more."));
        var empty = new Deployment("shop", "checkout-v1", "a", "100", 8, 0, v1().labels());
        assertThat(disuse(new Inventory("shop", List.of(CHECKOUT), List.of(empty), Map.of()))
                        .decide(V1, own(), List.of()))
                .isEqualTo(new Decision.Nothing("Deployment shop/checkout-v1 has no replicas."));
    }

    @Test
    void anotherServiceMayNeedThePods() {
        var all = new Service("checkout-all", Map.of("tier", "web"));
        assertThat(kept(disuse(inventory(all)).decide(V1, own(), List.of())))
                .isEqualTo("Service shop/checkout-all selects its pods, too.");

        var elsewhere = new Service("payments", Map.of("app", "payments"));
        var external = new Service("external", Map.of());
        assertThat(disuse(inventory(elsewhere, external)).decide(V1, own(), List.of()))
                .isInstanceOf(Decision.Scale.class);
    }

    /** Each version has a Service of its own: who calls the old one from outside the mesh would find nobody. */
    @Test
    void theOwnServiceOfAVersionKeepsItsPods() {
        var lost = new LostVersion(
                new Endpoint("shop-v1.shop.svc.cluster.local", null),
                new Endpoint("shop-v2.shop.svc.cluster.local", null),
                "shop");
        var services = List.of(
                new Service("shop-v1", Map.of("app", "checkout", "version", "v1")),
                new Service("shop-v2", Map.of("app", "checkout", "version", "v2")));
        var inventory = new Inventory("shop", services, List.of(v1()), Map.of());
        Map<String, Object> toV2 = Map.of(
                "hosts",
                List.of("shop-v1"),
                "http",
                List.of(route(Map.of("destination", Map.of("host", "shop-v2"), "weight", 100))));

        assertThat(kept(Disuse.of(lost, inventory, List.of()).decide(V1, vs("checkout", toV2), List.of())))
                .isEqualTo(
                        "Service shop/shop-v1 selects its pods and not all of shop-v2.shop.svc.cluster.local, so that"
                                + " callers who do not come by the VirtualService would find nobody.");
    }

    @Test
    void aServiceWhoseCallersComeByTheVirtualServiceDoesNotNeedThem() {
        var root = new Service("shopfront", Map.of("app", "checkout"));
        Map<String, Object> spec = Map.of("hosts", List.of("shopfront"), "http", List.of(route(to("v2", 100))));
        assertThat(disuse(inventory(root)).decide(V1, vs("checkout", spec), List.of()))
                .isInstanceOf(Decision.Scale.class);

        Map<String, Object> ofGateway = Map.of(
                "hosts", List.of("shopfront"), "gateways", List.of("ingress"), "http", List.of(route(to("v2", 100))));
        assertThat(kept(disuse(inventory(root)).decide(V1, vs("checkout", ofGateway), List.of())))
                .isEqualTo("Service shop/shopfront selects its pods, too.");
    }

    @Test
    void aWayToThePodsIsFoundWhateverItIsCalled() {
        Map<String, Map<String, Object>> served = Map.of(
                "another subset", Map.of("http", List.of(route(to("old", 1), to("v2", 99)))),
                "an unknown subset", Map.of("http", List.of(route(to("v3", 1), to("v2", 99)))),
                "no subset", Map.of("http", List.of(route(Map.of("destination", Map.of("host", HOST))))),
                "the only one", Map.of("http", List.of(route(to("v1", 0)))),
                "a weight that nobody can read",
                        Map.of(
                                "http",
                                List.of(route(
                                        Map.of(
                                                "destination",
                                                Map.of("host", "checkout", "subset", "v1"),
                                                "weight",
                                                "0"),
                                        to("v2", 100)))),
                "a mirror",
                        Map.of(
                                "http",
                                List.of(Map.of(
                                        "route",
                                        List.of(to("v2", 100)),
                                        "mirror",
                                        Map.of("host", "checkout", "subset", "v1")))),
                "mirrors",
                        Map.of(
                                "http",
                                List.of(Map.of(
                                        "route",
                                        List.of(to("v2", 100)),
                                        "mirrors",
                                        List.of(Map.of("destination", Map.of("host", "checkout", "subset", "v1")))))),
                "tcp", Map.of("tcp", List.of(route(to("v1", 5), to("v2", 95)))));
        served.forEach((what, spec) -> {
            VirtualService other = vs("other", spec);
            assertThat(disuse(inventory()).isConcerned(other, List.of(V1)))
                    .as(what)
                    .isTrue();
            assertThat(kept(disuse(inventory()).decide(V1, own(), List.of(other))))
                    .as(what)
                    .startsWith("VirtualService shop/other sends requests to its pods, at spec.");
        });
    }

    @Test
    void aVersionWithAHostOfItsOwnMustNotShareItsPods() {
        var lost = new LostVersion(
                new Endpoint("checkout-v1.shop.svc.cluster.local", null), new Endpoint(HOST, null), "shop");
        var inventory = inventory(new Service("checkout-v1", Map.of("version", "v1")));

        assertThat(kept(Disuse.of(lost, inventory, List.of()).decide(V1, vs("checkout", Map.of()), List.of())))
                .isEqualTo("its pods are those of " + HOST + ", too.");
    }

    /** What the rules come to, said in another way: of each pod's ways, who sends anything by one. */
    @Property(tries = 3000)
    void scalesExactlyWhatNobodySendsAnythingTo(
            @ForAll("specs") Map<String, Object> spec,
            @ForAll("services") List<Service> others,
            @ForAll Set<Boolean> autoscaled) {
        Map<String, String> scalers = autoscaled.contains(true) ? Map.of("checkout-v1", "hpa") : Map.of();
        var services = new ArrayList<>(List.of(CHECKOUT));
        services.addAll(others);
        var inventory = new Inventory("shop", services, List.of(v1()), scalers);

        Decision decision = disuse(inventory).decide(V1, own(), List.of(vs("other", spec)));

        boolean isSelected = others.stream()
                .anyMatch(service -> !service.selector().isEmpty()
                        && v1().labels()
                                .entrySet()
                                .containsAll(service.selector().entrySet()));
        boolean isNeeded = isSelected || !scalers.isEmpty() || isRouted(spec);
        assertThat(decision instanceof Decision.Scale).isEqualTo(!isNeeded);
    }

    private static boolean isRouted(Map<String, Object> spec) {
        return list(spec.get("http")).stream()
                .map(route -> list(object(route).get("route")))
                .anyMatch(destinations -> {
                    boolean isUnweighted =
                            destinations.stream().mapToInt(DisuseTest::weight).sum() == 0;
                    return destinations.stream()
                            .filter(destination -> weight(destination) > 0 || isUnweighted)
                            .map(destination -> object(object(destination).get("destination")))
                            // Of the subsets only v2 is known not to be v1's pods.
                            .anyMatch(
                                    named -> "checkout".equals(named.get("host")) && !"v2".equals(named.get("subset")));
                });
    }

    private static List<?> list(@Nullable Object value) {
        return (List<?>) requireNonNull(value);
    }

    private static Map<?, ?> object(@Nullable Object value) {
        return (Map<?, ?>) requireNonNull(value);
    }

    private static int weight(Object destination) {
        return object(destination).get("weight") instanceof Integer weight ? weight : 0;
    }

    @Provide
    Arbitrary<List<Service>> services() {
        return Combinators.combine(
                        Arbitraries.of("a", "b", "c"),
                        Arbitraries.maps(
                                        Arbitraries.of("app", "version", "tier"),
                                        Arbitraries.of("checkout", "v1", "v2"))
                                .ofMaxSize(2))
                .as(Service::new)
                .list()
                .ofMaxSize(2)
                .uniqueElements(Service::name);
    }

    @Provide
    Arbitrary<Map<String, Object>> specs() {
        Arbitrary<Object> destinations = Combinators.combine(
                        Arbitraries.of("checkout", "checkout", "payments", "checkout.example.com"),
                        Arbitraries.of("v1", "v2", "v2", "v3"),
                        Arbitraries.of(0, 0, 1, 50))
                .as((host, subset, weight) ->
                        Map.of("destination", Map.of("host", host, "subset", subset), "weight", weight));
        return destinations
                .list()
                .ofMaxSize(3)
                .map(route -> (Object) Map.of("route", route))
                .list()
                .ofMaxSize(3)
                .map(routes -> Map.of("hosts", List.of("other"), "http", routes));
    }
}
