package io.serinus.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class SimulatedMeshPropertyTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String CHECKOUT = "checkout.shop.svc.cluster.local";

    @Property(tries = 100)
    void everyRequestIsCountedOnceByItsCallerAndOnceByThePodThatItReached(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 100) int weight,
            @ForAll @DoubleRange(max = 1) double errors,
            @ForAll @DoubleRange(max = 1) double refusals,
            @ForAll @IntRange(min = 1, max = 4) int clients,
            @ForAll @IntRange(min = 1, max = 4) int pods) {
        var mesh = SimulatedMesh.startingAt(START, seed)
                .client(new SimulatedClient("gateway", "istio-system", clients))
                .service(new SimulatedService(
                        CHECKOUT,
                        50,
                        new SimulatedVersion("v1", "checkout-v1", pods, Behaviour.withErrorRatio(errors)),
                        new SimulatedVersion(
                                "v2",
                                "checkout-v2",
                                pods,
                                Behaviour.withErrorRatio(errors).withRefusals(FaultRatio.constant(refusals)))))
                .routedBy(host -> Yaml.weights(100 - weight, weight))
                .build();
        mesh.advance(START.plusSeconds(20));

        SimulatedMeshTest.assertCountersEqualLedger(mesh);
        assertThat(mesh.ledger().total()).isPositive();
        if (weight == 0) {
            assertThat(mesh.ledger().requests(CHECKOUT, "v2")).isZero();
        }
    }
}
