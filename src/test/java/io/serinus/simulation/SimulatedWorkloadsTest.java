package io.serinus.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.release.PodTrouble;
import io.serinus.release.Workload;
import io.serinus.release.Workloads;
import io.serinus.routing.Endpoint;
import io.serinus.routing.Pair;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedWorkloadsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String HOST = DemoScenario.SHOP.host(DemoScenario.CHECKOUT);
    private static final Endpoint BASELINE = new Endpoint(HOST, DemoScenario.BASELINE);
    private static final Endpoint CANARY = new Endpoint(HOST, DemoScenario.CANARY);

    private final SimulatedMesh mesh = DemoScenario.SHOP.mesh(START, 1, host -> null);
    private final SimulatedWorkloads workloads = new SimulatedWorkloads(mesh);

    @Test
    void podsThatRunAreReadyAndOthersAreNotThere() {
        int before = pods(CANARY);
        assertThat(before).isPositive();
        String added = mesh.addPod(HOST, DemoScenario.CANARY).pod();
        assertThat(see(CANARY)).isEqualTo(new Workload.Seen(before + 1, before + 1, List.of()));

        mesh.kill(added);
        assertThat(pods(CANARY)).isEqualTo(before);
        mesh.killAll(HOST, DemoScenario.CANARY);
        assertThat(see(CANARY)).isEqualTo(new Workload.Seen(0, 0, List.of()));
        assertThat(pods(BASELINE)).isPositive();
    }

    @Test
    void showsTheTroublesOfTheVersionThatHasThem() {
        var crash = new PodTrouble(PodTrouble.Kind.CRASH_LOOP, "Pod shop/checkout-v2-1 crashes.");
        workloads.setTroubles(CANARY, List.of(crash));

        Workloads both = workloads.workloads(new Pair(BASELINE, CANARY), "shop", START);

        assertThat(((Workload.Seen) both.canary()).troubles()).containsExactly(crash);
        assertThat(((Workload.Seen) both.baseline()).troubles()).isEmpty();
    }

    @Test
    void aHostThatIsNotInTheMeshIsUnknown() {
        assertThat(see(new Endpoint("elsewhere.example.com", null))).isInstanceOf(Workload.Unknown.class);
        assertThat(see(new Endpoint(HOST, "v9"))).isInstanceOf(Workload.Unknown.class);
    }

    private int pods(Endpoint version) {
        return ((Workload.Seen) see(version)).pods();
    }

    private Workload see(Endpoint version) {
        return workloads.workload(version, "shop", START);
    }
}
