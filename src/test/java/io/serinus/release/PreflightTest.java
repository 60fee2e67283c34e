package io.serinus.release;

import static io.serinus.release.Fixtures.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Series;
import io.serinus.metric.Backends;
import io.serinus.metric.Version;
import io.serinus.release.Signals.Ground;
import io.serinus.routing.DestinationRule;
import io.serinus.routing.Endpoint;
import io.serinus.routing.VirtualService;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Policies.Policy.Then;
import io.serinus.template.TemplateCatalog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each refusal is one sentence that names the object, the field, the value and what was expected. */
class PreflightTest {
    private static final String HOST = "checkout.shop.svc.cluster.local";

    private final TemplateCatalog templates = new TemplateCatalog() {
        @Override
        public Lookup find(String namespace, String name, Map<String, String> arguments) {
            return name.equals("default")
                    ? new Lookup.Found(Fixtures.plan(Then.HOLD).template(), Map.of("steps", List.of()))
                    : new Lookup.Refused("serinus.io/template is \"" + name + "\", expected an AnalysisTemplate");
        }

        @Override
        public AnalysisTemplate parse(String name, Map<String, Object> spec) {
            throw new UnsupportedOperationException();
        }
    };

    private static Map<String, Object> destination(String subset, int weight) {
        return Map.of("destination", Map.of("host", "checkout", "subset", subset), "weight", weight);
    }

    private static VirtualService routing(Map<String, Object> route) {
        return new VirtualService("shop", "checkout", "1", Map.of(), Map.of("spec", Map.of("http", List.of(route))));
    }

    private static VirtualService toBaseline() {
        return routing(Map.of("name", "primary", "route", List.of(destination("v1", 100))));
    }

    private static Map<String, Object> subset(String name, Map<String, String> labels) {
        return Map.of("name", name, "labels", labels);
    }

    private static DestinationRule rule(List<Map<String, Object>> subsets) {
        return new DestinationRule("shop", "checkout", Map.of("spec", Map.of("host", "checkout", "subsets", subsets)));
    }

    private static DestinationRule bothSubsets() {
        return rule(List.of(subset("v1", Map.of("version", "1.4.2")), subset("v2", Map.of("version", "1.5.0"))));
    }

    private Ground check(
            Request request, VirtualService virtualService, List<DestinationRule> rules, Release... others) {
        Release release = Release.requested(new ReleaseId("shop", "checkout-v2-1"), request, T0);
        return new Preflight(templates, "cluster.local", Duration.ofSeconds(5), Optional.of(Set.of(Backends.DEFAULT)))
                .check(release, Optional.of(virtualService), rules, List.of(others));
    }

    private void assertRefused(Ground ground, String... words) {
        assertThat(ground)
                .isInstanceOfSatisfying(
                        Ground.Refused.class,
                        refused -> assertThat(refused.reason())
                                .contains(words)
                                .endsWith(".")
                                .doesNotContain("\n"));
    }

    @Test
    void resolvesTheRequestToDestinationsVersionsAndPlan() {
        Ground ground = check(Fixtures.request("v2"), toBaseline(), List.of(bothSubsets()));
        assertThat(ground).isInstanceOfSatisfying(Ground.Good.class, good -> {
            assertThat(good.plan().pair().baseline()).isEqualTo(new Endpoint(HOST, "v1"));
            assertThat(good.plan().pair().canary()).isEqualTo(new Endpoint(HOST, "v2"));
            assertThat(good.plan().target().baseline()).isEqualTo(new Version(HOST, "1.4.2"));
            assertThat(good.plan().target().canary()).isEqualTo(new Version(HOST, "1.5.0"));
            assertThat(good.plan().original().routes()).hasSize(1);
        });
    }

    @Test
    void refusesWithoutADestinationRule() {
        assertRefused(
                check(Fixtures.request("v2"), toBaseline(), List.of()),
                "VirtualService shop/checkout",
                "DestinationRule",
                HOST,
                "v1");
    }

    @Test
    void refusesAnUnknownSubsetAndListsThoseThereAre() {
        var rules = List.of(rule(List.of(subset("v1", Map.of("version", "1")), subset("v3", Map.of("version", "3")))));
        assertRefused(
                check(Fixtures.request("v2"), toBaseline(), rules), "DestinationRule shop/checkout", "v2", "v1", "v3");
    }

    @Test
    void refusesSubsetsThatMetricsCannotTellApart() {
        var other = List.of(rule(List.of(subset("v1", Map.of("version", "1")), subset("v2", Map.of("track", "new")))));
        assertRefused(
                check(Fixtures.request("v2"), toBaseline(), other),
                "DestinationRule shop/checkout",
                "v2",
                "track",
                "version");
        var same = List.of(rule(List.of(subset("v1", Map.of("version", "1")), subset("v2", Map.of("version", "1")))));
        assertRefused(
                check(Fixtures.request("v2"), toBaseline(), same), "VirtualService shop/checkout", "same version");
    }

    @Test
    void refusesAVirtualServiceWithoutARouteToManage() {
        var redirect = routing(Map.of("redirect", Map.of("uri", "/")));
        assertRefused(
                check(Fixtures.request("v2"), redirect, List.of(bothSubsets())),
                "VirtualService shop/checkout",
                "http");
    }

    @Test
    void refusesAnAmbiguousBaseline() {
        var split = routing(Map.of("route", List.of(destination("v1", 50), destination("v3", 50))));
        assertRefused(
                check(Fixtures.request("v2"), split, List.of(bothSubsets())),
                "VirtualService shop/checkout",
                "v1",
                "v3");
    }

    @Test
    void refusesACanaryThatServesAlready() {
        assertRefused(
                check(Fixtures.request("v1"), toBaseline(), List.of(bothSubsets())),
                "VirtualService shop/checkout",
                "v1");
    }

    @Test
    void refusesAnUnreadableAnnotation() {
        assertRefused(
                check(Fixtures.request("v2 please"), toBaseline(), List.of(bothSubsets())),
                "VirtualService shop/checkout",
                "serinus.io/release",
                "v2 please");
    }

    @Test
    void refusesAnUnknownTemplateOrOneThatTheTickDoesNotDivide() {
        var unknown = new Request("checkout", "v2", Optional.empty(), "strict", List.of());
        assertRefused(check(unknown, toBaseline(), List.of(bothSubsets())), "serinus.io/template", "strict");

        Release release = Release.requested(new ReleaseId("shop", "checkout-v2-1"), Fixtures.request("v2"), T0);
        Ground ground = new Preflight(
                        templates, "cluster.local", Duration.ofSeconds(2), Optional.of(Set.of(Backends.DEFAULT)))
                .check(release, Optional.of(toBaseline()), List.of(bothSubsets()), List.of());
        assertRefused(ground, "AnalysisTemplate default", "spec.tick", "5s", "2s");
    }

    @Test
    void refusesATemplateWhoseBackendNobodyHasConfigured() {
        Release release = Release.requested(new ReleaseId("shop", "checkout-v2-1"), Fixtures.request("v2"), T0);
        Ground ground = new Preflight(
                        templates, "cluster.local", Duration.ofSeconds(5), Optional.of(Set.of("thanos", "mimir")))
                .check(release, Optional.of(toBaseline()), List.of(bothSubsets()), List.of());
        assertRefused(ground, "AnalysisTemplate default", "spec.backend is \"default\"", "mimir, thanos");
    }

    @Test
    void refusesWhileAnotherReleaseShiftsTheSameHost() {
        var other = new Release(
                new ReleaseId("shop", "checkout-internal-v2-1"),
                new Request("checkout-internal", "v2", Optional.empty(), "default", List.of()),
                T0,
                Optional.of(Fixtures.plan(Then.HOLD)),
                new State.Progressing(Fixtures.plan(Then.HOLD), 0, T0, Optional.of(T0), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                "",
                false,
                Map.of(),
                Optional.empty(),
                Series.NONE);
        Ground ground = check(Fixtures.request("v2"), toBaseline(), List.of(bothSubsets()), other);
        assertRefused(ground, "VirtualService shop/checkout", "shop/checkout-internal-v2-1", HOST);
    }
}
