package io.serinus;

import static io.serinus.simulation.DemoScenario.CANARY;
import static io.serinus.simulation.DemoScenario.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serinus.simulation.Behaviour;
import io.serinus.testbed.ControllerProcess;
import io.serinus.testbed.KubeApiServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A controller that is killed in the midst of a step, and another one that reads from a real Prometheus what was counted. */
@ExtendWith(KubeApiServer.class)
class ReplayIT {
    private static final Behaviour GOOD = Behaviour.withErrorRatio(0.001);

    /** Long enough for a restart in the midst of it. */
    private static final Duration STEP = Duration.ofSeconds(90);

    @Test
    void goesOnWithTheEvidenceOfAStep(KubeApiServer api) {
        try (var stage = Stage.on(api).start()) {
            template(stage);
            ControllerProcess first = stage.controller("first");
            stage.annotate(CHECKOUT, CANARY);
            JsonNode before = stage.awaitStatus(CHECKOUT, status -> requests(status) > 1_500)
                    .path("status");
            first.kill();

            try (var _ = stage.controller("second")) {
                JsonNode after =
                        stage.awaitStatus(CHECKOUT, ReplayIT::isReplayed).path("status");
                assertThat(requests(after)).isGreaterThan(requests(before));
                assertThat(after.path("inForceSince")).isEqualTo(before.path("inForceSince"));
                assertThat(judged(after)).isGreaterThan(judged(before));

                JsonNode release = stage.awaitPhase(CHECKOUT, "PROMOTED").path("status");
                assertThat(replays(release))
                        .singleElement()
                        .satisfies(entry ->
                                assertThat(entry.path("severity").asText()).isEqualTo("NORMAL"));
            }
        }
    }

    /** It was as good as ever again before the next controller could see it. */
    @Test
    void abortsACanaryThatWasBadWhileNoControllerRan(KubeApiServer api) {
        try (var stage = Stage.on(api).start()) {
            template(stage);
            JsonNode spec = stage.spec(CHECKOUT);
            ControllerProcess first = stage.controller("first");
            stage.annotate(CHECKOUT, CANARY);
            stage.awaitStatus(CHECKOUT, status -> requests(status) > 500);
            first.kill();
            stage.canary(Behaviour.withErrorRatio(0.5));
            // Eight intervals or so, which no judge takes for a burst.
            stage.awaitCanaryRequests(2_000);
            stage.canary(GOOD);
            stage.awaitCanaryRequests(400);

            try (var _ = stage.controller("second")) {
                JsonNode release = stage.awaitPhase(CHECKOUT, "ABORTED").path("status");
                assertThat(release.path("verdict").asText()).isEqualTo("FAIL");
                assertThat(replays(release)).hasSize(1);
                assertThat(stage.spec(CHECKOUT)).isEqualTo(spec);
            }
        }
    }

    private static void template(Stage stage) {
        stage.applyTemplate(
                "default",
                spec -> spec.put(
                        "steps",
                        List.of(Map.of("weight", 30, "minDuration", STEP.toSeconds() + "s", "minRequests", 3_000))));
    }

    private static boolean isReplayed(JsonNode status) {
        return !replays(status).isEmpty();
    }

    private static List<JsonNode> replays(JsonNode status) {
        return StreamSupport.stream(status.path("log").spliterator(), false)
                .filter(entry -> entry.path("reason").asText().equals("EvidenceReplayed"))
                .toList();
    }

    private static long requests(JsonNode status) {
        return status.at("/evidence/canaryRequestsInStep").asLong();
    }

    private static long judged(JsonNode status) {
        return status.at("/metrics/0/canary/total").asLong();
    }
}
