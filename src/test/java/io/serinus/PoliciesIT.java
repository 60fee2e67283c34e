package io.serinus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.serinus.testbed.KubeApiServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a release does when traffic is thin, when pods or objects are not as they should be, and when people change their
 * minds, on real servers, all in one controller. The limits of the policies are seconds. What happens without traffic, and
 * to {@code onNoData}, is tried by {@link BuiltInTemplatesIT}; what happens without metrics, and to {@code onSourceDown}, by
 * {@link MetricsOutageIT}.
 */
@ExtendWith(KubeApiServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoliciesIT {
    private static final Duration LONGER_THAN_ANY_LIMIT = Duration.ofSeconds(8);

    /** Whose first step ends by a command only. */
    private static final List<Map<String, Object>> SLOW = List.of(step(10, "1h", 20), step(50, "2s", 20));

    private static final List<Map<String, Object>> QUICK = List.of(step(10, "2s", 20), step(50, "2s", 20));

    /** Whose first step never has what it needs. */
    private static final List<Map<String, Object>> ENDLESS = List.of(step(10, "1s", 1_000_000), step(50, "2s", 20));

    private static final List<String> AT_ONE_PER_SECOND = List.of("drip", "drip-low-traffic", "drip-broken");
    private static final List<String> OTHERS = List.of(
            "late",
            "stuck",
            "crashing",
            "relapsing",
            "starting",
            "never-starting",
            "orphaned",
            "forced",
            "careless",
            "hurried",
            "withdrawn",
            "vanishing",
            "telling",
            "edited",
            "alike");

    private final HttpServer hook;
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Town town;

    PoliciesIT(KubeApiServer api) throws IOException {
        hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/", exchange -> {
            try (exchange) {
                told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                exchange.sendResponseHeaders(204, -1);
            }
        });
        hook.start();
        var services = new TreeMap<String, Integer>();
        AT_ONE_PER_SECOND.forEach(service -> services.put(service, 1));
        OTHERS.forEach(service -> services.put(service, 100));
        services.put("alike-serinus-copy", 0);
        town = new Town("policies", api, services, Map.of("SERINUS_HOOKS_ALLOWED_HOSTS", hookHost()));
    }

    private String hookHost() {
        return "127.0.0.1:" + hook.getAddress().getPort();
    }

    private static Map<String, Object> step(int weight, String minDuration, int minRequests) {
        return Map.of("weight", weight, "minDuration", minDuration, "minRequests", minRequests);
    }

    private static Map<String, Object> policy(String name, String then) {
        return Map.of(name, Map.of("after", "4s", "then", then));
    }

    @BeforeAll
    void askForThoseThatTakeTheirTime() {
        ObjectNode lowTraffic = BuiltIn.named("low-traffic").spec();
        lowTraffic.path("steps").forEach(step -> ((ObjectNode) step).put("minRequests", 3));
        town.template("low-traffic", lowTraffic);
        town.template("drip", List.of(step(50, "2s", 3), step(60, "2s", 3)), Map.of());
        town.template("quick", QUICK, Map.of());
        town.template("slow", SLOW, Map.of());
        town.breakCanary("drip-broken", 1);
        town.ask("drip", "v2", "drip");
        town.ask("drip-broken", "v2", "drip");
        town.ask("drip-low-traffic", "v2", "low-traffic");
    }

    @AfterAll
    void close() {
        town.close();
        hook.stop(0);
    }

    @Test
    void atOneRequestPerSecondNobodyTakesAStepBeforeItsEvidence() {
        for (String service : List.of("drip", "drip-low-traffic")) {
            JsonNode status = town.awaitStatus(
                    service, now -> now.at("/evidence/canaryRequestsInStep").asLong() >= 6);
            assertThat(status.path("phase").asText()).isEqualTo("PROGRESSING");
            assertThat(status.path("verdict").asText()).isIn("UNDECIDED", "NO_DATA");
            assertThat(status.path("step").asText()).isEqualTo("1/2");
            town.assertWays(service, "0", service.equals("drip") ? "50" : "20");
        }
    }

    @Test
    void atOneRequestPerSecondABrokenCanaryIsTakenBackAllTheSame() {
        JsonNode status = town.awaitPhase("drip-broken", "ABORTED");
        assertThat(status.path("verdict").asText()).isEqualTo("FAIL");
        town.assertWays("drip-broken", "0", "50", "0");
        assertThat(town.spec("drip-broken")).isEqualTo(town.specBefore("drip-broken"));
    }

    @Test
    void aStepThatIsUndecidedForTooLongIsGivenUpOrHeldAsThePolicySays() {
        town.template("late", ENDLESS, policy("onDeadline", "abort"));
        town.template("stuck", ENDLESS, policy("onDeadline", "hold"));
        town.ask("late", "v2", "late");
        town.ask("stuck", "v2", "stuck");
        JsonNode aborted = town.awaitPhase("late", "ABORTED");
        assertThat(aborted.path("reason").asText())
                .startsWith("Step 1 has not ended for 4s: ")
                .endsWith(". The template's onDeadline says abort.");
        assertThat(town.spec("late")).isEqualTo(town.specBefore("late"));
        town.awaitTrouble("stuck", "DEADLINE", LONGER_THAN_ANY_LIMIT);
        town.assertWays("stuck", "0", "10");
    }

    @Test
    void aCanaryThatCrashesAgainAndAgainIsAbortedBeforeAnyRequestIsLostToIt() {
        town.pod("crashing", "v1", Town.READY);
        town.pod("crashing", "v2", Town.CRASHING);
        town.ask("crashing", "v2", "quick");
        JsonNode status = town.awaitPhase("crashing", "ABORTED");
        assertThat(status.path("reason").asText()).contains("crashing-v2");
        assertThat(town.requests("crashing", "v2")).isZero();
        town.assertWays("crashing", "0");
    }

    /** Its requests are answered as well as the baseline's, so it is not they that tell. */
    @Test
    void aCanaryThatBeginsToCrashMidwayIsAbortedByItsPodsAlone() {
        town.pod("relapsing", "v1", Town.READY);
        town.pod("relapsing", "v2", Town.READY);
        town.ask("relapsing", "v2", "slow");
        town.awaitStep("relapsing", 1);
        town.pod("relapsing", "v2", Town.CRASHING);
        JsonNode status = town.awaitPhase("relapsing", "ABORTED");
        assertThat(status.path("reason").asText()).contains("relapsing-v2");
        assertThat(status.path("verdict").asText()).isNotEqualTo("FAIL");
        town.assertWays("relapsing", "0", "10", "0");
        assertThat(town.spec("relapsing")).isEqualTo(town.specBefore("relapsing"));
    }

    @Test
    void aCanaryWithoutAReadyPodGetsNothingAndIsWaitedForAsThePolicySays() {
        town.template("starting", SLOW, policy("onCanaryPods", "hold"));
        town.template("never-starting", SLOW, policy("onCanaryPods", "abort"));
        for (String service : List.of("starting", "never-starting")) {
            town.pod(service, "v1", Town.READY);
            town.pod(service, "v2", Town.STARTING);
            town.ask(service, "v2", service);
        }
        JsonNode aborted = town.awaitPhase("never-starting", "ABORTED");
        assertThat(aborted.path("reason").asText()).contains("the template's onCanaryPods says abort");
        town.awaitTrouble("starting", "CANARY_PODS", LONGER_THAN_ANY_LIMIT);
        for (String service : List.of("starting", "never-starting")) {
            town.assertWays(service, "0");
            assertThat(town.requests(service, "v2")).isZero();
        }
        town.pod("starting", "v2", Town.READY);
        town.awaitStep("starting", 1);
        assertThat(town.way("starting")).isEqualTo("10");
    }

    @Test
    void noRequestIsSentBackToABaselineThatIsNotThereUnlessSomebodySaysSo() {
        town.template("careless", SLOW, Map.of("onNoBaseline", "restore"));
        List<String> services = List.of("orphaned", "forced", "careless");
        for (String service : services) {
            town.pod(service, "v1", Town.READY);
            town.pod(service, "v2", Town.READY);
            town.ask(service, "v2", service.equals("careless") ? "careless" : "slow");
        }
        for (String service : services) {
            town.awaitStep(service, 1);
            town.pod(service, "v1", Town.STARTING);
        }
        for (String service : services) {
            town.awaitTrouble(service, "BASELINE_PODS");
            town.command(service, "abort by test");
        }
        town.awaitPhase("careless", "ABORTED");
        for (String service : List.of("orphaned", "forced")) {
            JsonNode status = town.awaitTrouble(service, "NO_BASELINE", LONGER_THAN_ANY_LIMIT);
            assertThat(status.path("phase").asText()).isEqualTo("ABORTING");
            town.assertWays(service, "0", "10");
        }
        town.command("forced", "abort by test, a second time");
        town.pod("orphaned", "v1", Town.READY);
        town.awaitPhase("forced", "ABORTED");
        town.awaitPhase("orphaned", "ABORTED");
        for (String service : services) {
            town.assertWays(service, "0", "10", "0");
            assertThat(town.spec(service)).isEqualTo(town.specBefore(service));
        }
    }

    @Test
    void aSecondReleaseTakesThePlaceOfTheFirstByWayOfTheBaseline() {
        town.ask("hurried", "v2", "slow");
        town.awaitStep("hurried", 1);
        town.annotate("hurried", "serinus.io/release=v3");
        town.awaitNewest("hurried", "hurried-v3-2");
        town.awaitStep("hurried", 1);
        assertThat(town.kubectl("get", "canaryrelease", "hurried-v2-1", "-o", "jsonpath={.status.phase}"))
                .isEqualTo("SUPERSEDED");
        town.assertWays("hurried", "0", "10", "0", "10 0");
        assertThat(town.spec("hurried")).contains("\"subset\":\"v3\"},\"weight\":10}");
        town.annotate("hurried", "serinus.io/release-");
        town.awaitPhase("hurried", "CANCELLED");
        assertThat(town.spec("hurried")).isEqualTo(town.specBefore("hurried"));
    }

    @Test
    void anAnnotationThatIsRemovedTakesEverythingBack() {
        town.ask("withdrawn", "v2", "slow");
        town.awaitStep("withdrawn", 1);
        town.annotate("withdrawn", "serinus.io/release-");
        town.awaitPhase("withdrawn", "CANCELLED");
        town.assertWays("withdrawn", "0", "10", "0");
        assertThat(town.spec("withdrawn")).isEqualTo(town.specBefore("withdrawn"));
    }

    @Test
    void aHookIsToldOfTheEndOnceItIsThere() throws IOException {
        Map<String, Object> afterEnd = Map.of("name", "book", "stage", "afterEnd", "url", "http://" + hookHost() + "/");
        town.template("telling", QUICK, Map.of(), List.of(afterEnd));
        town.ask("telling", "v2", "telling");
        town.awaitStep("telling", 2);
        assertThat(told).isEmpty();
        town.awaitPhase("telling", "PROMOTED");
        await().atMost(Duration.ofMinutes(2)).until(() -> !told.isEmpty());
        JsonNode message = new JsonMapper().readTree(told.getFirst());
        assertThat(message.path("stage").asText()).isEqualTo("afterEnd");
        assertThat(message.at("/release/name").asText()).isEqualTo("telling-v2-1");
        assertThat(message.at("/release/phase").asText()).isEqualTo("PROMOTED");
    }

    /** Nobody starts pods here: those of the copy are made by its Deployment's own labels. */
    @Test
    void aCopyOfTheBaselineIsMadeComparedWithAndRemoved() {
        town.copyingTemplate("alike", QUICK);
        town.pod("alike", "v1", Town.READY);
        town.pod("alike", "v2", Town.READY);
        town.deployment("alike", "v1", 3);
        town.deployment("alike", "v2", 1);
        town.ask("alike", "v2", "alike");

        JsonNode held = town.awaitTrouble("alike", "BASELINE_COPY", Duration.ofSeconds(3));
        assertThat(held.at("/trouble/message").asText())
                .isEqualTo("Of the copy of the baseline, Deployment " + town.namespace()
                        + "/alike-v1-serinus-copy, 0 of 1 pods are ready.");
        town.assertWays("alike", "0");
        assertThat(town.kubectl("get", "deployment", "alike-v1-serinus-copy", "-o", "jsonpath={.spec.replicas}"))
                .isEqualTo("1");
        town.podOf("alike-v1-serinus-copy", Town.READY);

        JsonNode promoted = town.awaitPhase("alike", "PROMOTED");
        town.assertWays("alike", "0", "10 10", "50 50", "100");
        long baseline = promoted.at("/metrics/0/baseline/total").asLong();
        long canary = promoted.at("/metrics/0/canary/total").asLong();
        assertThat(baseline).isBetween(canary / 2, canary * 2);
        assertThat(town.requests("alike-serinus-copy", "v1-copy")).isGreaterThanOrEqualTo(baseline);
        await().atMost(Duration.ofMinutes(3))
                .until(() -> !town.kubectl("get", "deployments,services", "-o", "name")
                        .contains("serinus-copy"));
        assertThat(town.kubectl("get", "deployments", "-o", "name")).contains("alike-v1", "alike-v2");
    }

    @Test
    void aVirtualServiceThatIsDeletedEndsItsReleaseAndIsNotMadeAgain() {
        town.ask("vanishing", "v2", "slow");
        town.awaitStep("vanishing", 1);
        town.kubectl("delete", "virtualservice", "vanishing");
        JsonNode status = town.awaitPhase("vanishing", "CANCELLED");
        assertThat(status.path("reason").asText()).startsWith("The VirtualService");
        assertThat(town.kubectl("get", "virtualservices", "-o", "name")).doesNotContain("vanishing");
    }

    @Test
    void aTemplateThatIsEditedOrDeletedChangesNothingThatHasBegun() {
        town.template("mine", SLOW, Map.of());
        town.ask("edited", "v2", "mine");
        town.awaitStep("edited", 1);
        town.template("mine", List.of(step(1, "0s", 0)), Map.of());
        town.command("edited", "skip by test");
        town.awaitStep("edited", 2);
        town.kubectl("delete", "analysistemplate", "mine");
        town.awaitPhase("edited", "PROMOTED");
        town.assertWays("edited", "0", "10", "50", "100");
    }
}
