package io.serinus.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.catalog.Catalog;
import io.serinus.catalog.TemplateFiles;
import io.serinus.metric.Backends;
import io.serinus.metric.OneBackend;
import io.serinus.metric.Reporter;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.release.Copies;
import io.serinus.release.HookDesk;
import io.serinus.release.Outbox;
import io.serinus.release.Preflight;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.Request;
import io.serinus.release.Scaling;
import io.serinus.release.Signals.Ground;
import io.serinus.release.Workload;
import io.serinus.routing.DestinationRule;
import io.serinus.simulation.DemoScenario;
import io.serinus.simulation.SimulatedCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two VirtualServices of one host, as for the mesh and for a gateway, both asking at the same moment. */
class GroundsTest {
    private static final String NAMESPACE = DemoScenario.SHOP.namespace();

    private static final Map<String, Object> WITH_HOOK = Map.of(
            "apiVersion",
            "serinus.io/v1alpha1",
            "kind",
            "AnalysisTemplate",
            "metadata",
            Map.of("name", "asking"),
            "spec",
            Map.of(
                    "metrics", List.of(Map.of("name", "errors", "errorRate", Map.of())),
                    "steps", List.of(Map.of("weight", 5)),
                    "hooks",
                            List.of(Map.of(
                                    "name", "smoke",
                                    "stage", "beforeStep",
                                    "url", "https://hooks.example/"))));

    private final Release mesh = release("mesh");
    private final Release gateway = release("gateway");
    private final Grounds grounds;

    GroundsTest() {
        var cluster = new SimulatedCluster();
        cluster.apply(virtualService("mesh"));
        cluster.apply(virtualService("gateway"));
        cluster.apply(new DestinationRule(
                NAMESPACE, DemoScenario.CHECKOUT, DemoScenario.SHOP.destinationRule(DemoScenario.CHECKOUT)));
        var catalog = new Catalog(
                (namespace, name) -> Optional.of(WITH_HOOK).filter(_ -> name.equals("asking")),
                Optional.empty(),
                TemplateFiles.load(Optional.empty()));
        var ports = new Ports(
                new OneBackend(
                        Reporter.SOURCE,
                        query -> {
                            throw new SourceUnavailableException("nobody should ask");
                        },
                        query -> Optional.empty(),
                        (at, queries) -> Map.of(),
                        Duration.ZERO),
                cluster,
                (version, namespace, since) -> new Workload.Unknown("Nobody looks."),
                cluster,
                cluster,
                catalog,
                (release, announcement) -> {},
                HookDesk.NONE,
                Outbox.NONE,
                Scaling.NONE,
                Copies.NONE,
                () -> true);
        grounds = new Grounds(
                ports,
                new Preflight(catalog, "cluster.local", Duration.ofSeconds(5), Optional.of(Set.of(Backends.DEFAULT))));
    }

    private static Release release(String virtualService) {
        return release(virtualService, "default");
    }

    private static Release release(String virtualService, String template) {
        return Release.requested(
                new ReleaseId(NAMESPACE, virtualService + "-v2-1"),
                new Request(virtualService, "v2", Optional.empty(), template, List.of()),
                Instant.EPOCH);
    }

    private static Map<String, Object> virtualService(String name) {
        var tree = new LinkedHashMap<>(DemoScenario.SHOP.virtualService(DemoScenario.CHECKOUT));
        tree.put("metadata", Map.of("name", name, "namespace", NAMESPACE));
        return tree;
    }

    @Test
    void isGoodForTheFirstToClaimAHostAndForTheNextWhenThatOneIsOver() {
        // Neither knows of the other yet: each is alone among the releases under way.
        assertThat(grounds.check(mesh, List.of())).isInstanceOf(Ground.Good.class);
        assertThat(grounds.check(gateway, List.of()))
                .isInstanceOfSatisfying(
                        Ground.Refused.class,
                        refused -> assertThat(refused.reason())
                                .contains(NAMESPACE + "/mesh-v2-1", "checkout.shop.svc.cluster.local"));
        assertThat(grounds.check(mesh, List.of())).as("its own claim").isInstanceOf(Ground.Good.class);

        grounds.retain(Set.of(gateway.id()));
        assertThat(grounds.check(gateway, List.of())).isInstanceOf(Ground.Good.class);
    }

    /** As in the demo. */
    @Test
    void refusesATemplateWithHooksWhereNobodyIsCalled() {
        assertThat(grounds.check(release("mesh", "asking"), List.of()))
                .isEqualTo(new Ground.Refused(
                        "AnalysisTemplate asking has hooks or notifications, and nobody is called from"
                                + " here; remove them, or use another template."));
    }
}
