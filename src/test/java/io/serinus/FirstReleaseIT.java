package io.serinus;

import static io.serinus.simulation.DemoScenario.CANARY;
import static io.serinus.simulation.DemoScenario.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serinus.simulation.Behaviour;
import io.serinus.testbed.ControllerProcess;
import io.serinus.testbed.KubeApiServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole controller, as a process, against a real API server and a real Prometheus that scrapes a simulated mesh. */
@ExtendWith(KubeApiServer.class)
class FirstReleaseIT {

    @Test
    void promotesAGoodCanaryThroughAllSteps(KubeApiServer api) {
        try (var stage = Stage.on(api).start();
                var controller = stage.controller("only")) {
            stage.annotate(CHECKOUT, CANARY);
            JsonNode release = stage.awaitPhase(CHECKOUT, "PROMOTED");

            assertThat(stage.weights(CHECKOUT)).containsExactly(0, 100);
            assertThat(release.at("/status/history").findValues("weight"))
                    .extracting(JsonNode::asInt)
                    .containsExactly(5, 10, 25, 50);
            assertThat(release.at("/status/verdict").asText()).isEqualTo("PASS");
            assertThat(release.at("/status/reason").asText()).contains("All steps passed");
            assertThat(controller
                            .json("/api/v1/releases/" + stage.namespace() + "/checkout-v2-1")
                            .path("phase")
                            .asText())
                    .isEqualTo("PROMOTED");

            stage.showsInKubectl();
        }
    }

    @Test
    void abortsACanaryThatFailsAFewRequestsAndRestoresTheSpecExactly(KubeApiServer api) {
        try (var stage = Stage.on(api).canary(Behaviour.withErrorRatio(0.05)).start();
                var controller = stage.controller("only")) {
            JsonNode before = stage.spec(CHECKOUT);
            stage.annotate(CHECKOUT, CANARY);
            JsonNode release = stage.awaitPhase(CHECKOUT, "ABORTED");

            assertThat(stage.spec(CHECKOUT)).isEqualTo(before);
            assertThat(release.at("/status/verdict").asText()).isEqualTo("FAIL");
            assertThat(release.at("/status/reason").asText()).contains("errors");
            assertThat(controller.get("/metrics").body())
                    .contains("serinus_releases_ended_total{outcome=\"ABORTED\"} 1");
        }
    }

    @Test
    void abortsACanaryThatAnswersOnlyErrorsWithinTwoScrapesAndATick(KubeApiServer api) {
        Duration scrape = Duration.ofSeconds(5);
        try (var stage = Stage.on(api)
                        .canary(Behaviour.withErrorRatio(1))
                        .scrapedEvery(scrape)
                        .start();
                var _ = stage.controller("only")) {
            JsonNode before = stage.spec(CHECKOUT);
            stage.annotate(CHECKOUT, CANARY);
            Instant patched = stage.awaitBaselineAgain(CHECKOUT);
            stage.awaitPhase(CHECKOUT, "ABORTED");

            Instant firstBad = stage.firstBadRequest(CHECKOUT);
            Duration reaction = Duration.between(firstBad, patched);
            System.out.printf(
                    "First bad request to patched VirtualService: %d ms, at a scrape interval of %d s and a tick of %d s%n",
                    reaction.toMillis(), scrape.toSeconds(), Stage.TICK.toSeconds());
            assertThat(stage.spec(CHECKOUT)).isEqualTo(before);
            assertThat(reaction)
                    .isLessThanOrEqualTo(scrape.multipliedBy(2).plus(Stage.TICK).plus(Stage.DELAY));
        }
    }

    @Test
    void goesOnWhereItWasAfterAKill(KubeApiServer api) {
        try (var stage = Stage.on(api).start()) {
            ControllerProcess first = stage.controller("first");
            stage.annotate(CHECKOUT, CANARY);
            stage.awaitStatus(CHECKOUT, status -> status.path("weight").asInt() == 25);
            first.kill();
            assertThat(stage.weights(CHECKOUT)).containsExactly(75, 25);

            try (var second = stage.controller("second")) {
                stage.awaitStatus(CHECKOUT, status -> !stage.leader().equals("first"));
                JsonNode release = stage.awaitPhase(CHECKOUT, "PROMOTED");
                assertThat(release.at("/status/history").findValues("weight"))
                        .extracting(JsonNode::asInt)
                        .containsExactly(5, 10, 25, 50);
                assertThat(stage.weights(CHECKOUT)).containsExactly(0, 100);
                assertThat(stage.weightsSeen(CHECKOUT)).isSorted();
                assertThat(second.get("/q/health/live").statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void oneOfTwoControllersWritesAndTheOtherTakesOver(KubeApiServer api) {
        try (var stage = Stage.on(api).start()) {
            ControllerProcess one = stage.controller("one");
            try (var two = stage.controller("two")) {
                stage.annotate(CHECKOUT, CANARY);
                stage.awaitStatus(CHECKOUT, status -> status.path("weight").asInt() >= 5);
                assertThat(stage.leader()).isEqualTo("one");
                assertThat(one.get("/metrics").body()).contains("serinus_leader 1");
                assertThat(two.get("/metrics").body())
                        .contains("serinus_leader 0")
                        .contains("serinus_routing_writes_total{result=\"applied\"} 0.0");
                assertThat(two.json("/api/v1/releases").at("/releases/0/phase").asText())
                        .isEqualTo("PROGRESSING");

                one.kill();
                Instant killed = Instant.now();
                stage.awaitLeader("two", Duration.ofSeconds(20));
                System.out.printf(
                        "Hand-over after a kill of the leader: %d ms%n",
                        Duration.between(killed, Instant.now()).toMillis());
                stage.awaitPhase(CHECKOUT, "PROMOTED");
                assertThat(stage.weights(CHECKOUT)).containsExactly(0, 100);
            }
        }
    }

    @Test
    void refusesWhatCannotWorkAndBeginsOnceItIsCorrected(KubeApiServer api) {
        try (var stage = Stage.on(api).withoutRule().start();
                var _ = stage.controller("only")) {
            JsonNode before = stage.spec(CHECKOUT);
            stage.annotate(CHECKOUT, CANARY);
            stage.awaitRefusal(CHECKOUT, "DestinationRule", "checkout");

            stage.applyRule(CHECKOUT, List.of("v1"));
            stage.awaitRefusal(CHECKOUT, "DestinationRule", "v2", "v1");

            stage.annotate(CHECKOUT, Map.of("serinus.io/template", "strict"));
            stage.applyRule(CHECKOUT, List.of("v1", "v2"));
            stage.awaitRefusal(CHECKOUT, "AnalysisTemplate", "strict");

            stage.applyTemplate("strict", spec -> spec.put("intervall", "2s"));
            stage.awaitRefusal(CHECKOUT, "AnalysisTemplate", "strict", "intervall");
            assertThat(stage.applyTemplate("heavy", spec -> Stage.setWeight(spec, 0, 140)))
                    .contains("spec.steps", "weight", "140", "99");

            stage.annotate(CHECKOUT, Map.of("serinus.io/routes", "nowhere"));
            stage.awaitRefusal(CHECKOUT, "VirtualService", "nowhere", "primary");
            assertThat(stage.spec(CHECKOUT)).isEqualTo(before);
            assertThat(stage.kubectl("describe", "virtualservice", CHECKOUT)).contains("ReleaseRefused");

            stage.annotate(CHECKOUT, Map.of("serinus.io/routes", ""));
            stage.applyTemplate("strict", spec -> spec.remove("intervall"));
            stage.awaitStatus(CHECKOUT, status -> status.path("weight").asInt() >= 5);
        }
    }
}
