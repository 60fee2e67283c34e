package io.serinus.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DemoScenarioTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void startsWithAllTrafficOnTheBaselines() {
        var mesh = DemoScenario.SHOP.mesh(
                START, 1, host -> DemoScenario.SHOP.virtualService(SimulatedService.nameOf(host)));
        mesh.advance(START.plusSeconds(60));
        assertThat(mesh.ledger().requests(DemoScenario.SHOP.host(DemoScenario.CHECKOUT), "v1"))
                .isPositive();
        assertThat(mesh.ledger().requests(DemoScenario.SHOP.host(DemoScenario.PAYMENTS), "v1"))
                .isPositive();
        assertThat(mesh.ledger().count(line -> !line.version().equals("v1"))).isZero();
    }

    @Test
    void hasAGoodAndABadCanary() {
        var mesh = DemoScenario.SHOP.mesh(START, 1, host -> null);
        mesh.advance(START.plusSeconds(1_200));
        assertThat(errorRatio(mesh.ledger(), DemoScenario.CHECKOUT, DemoScenario.CANARY))
                .isCloseTo(0.001, within(5e-4));
        assertThat(errorRatio(mesh.ledger(), DemoScenario.PAYMENTS, DemoScenario.BASELINE))
                .isCloseTo(0.001, within(5e-4));
        assertThat(errorRatio(mesh.ledger(), DemoScenario.PAYMENTS, DemoScenario.CANARY))
                .isCloseTo(0.05, within(5e-3));
    }

    @Test
    void describesBothSubsetsInTheDestinationRule() {
        assertThat(DemoScenario.SHOP.destinationRule(DemoScenario.CHECKOUT).get("spec"))
                .isEqualTo(Yaml.tree("""
                        host: checkout
                        subsets:
                        - {name: v1, labels: {version: v1}}
                        - {name: v2, labels: {version: v2}}
                        """));
    }

    private static double errorRatio(Ledger ledger, String service, String version) {
        String host = DemoScenario.SHOP.host(service);
        return (double) ledger.errors(host, version) / ledger.requests(host, version);
    }
}
