package io.serinus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serinus.testbed.FaultyProxy.Mode;
import io.serinus.testbed.KubeApiServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A metrics backend that fails in every way, one after the other, during a release by each of the templates that come with
 * the program (made faster, see {@link BuiltIn}) and others, all in one controller. In every outage each release could take
 * its next step if it were not for the outage: steps last 2 s then, and traffic goes on.
 *
 * <p>An outage of 30 s is as long as it says, or as long as {@link #OUTAGE} is told. That a policy ends an outage of 5
 * minutes is tried with one that outlasts the limit of {@code onSourceDown}, which is 6 s for those that it is meant for, and
 * as the templates say for all others.
 */
@ExtendWith(KubeApiServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MetricsOutageIT {
    private static final String LIMIT = "6s";

    /** How long Prometheus is really gone; {@code -Dtestbed.outage=PT5M} for whoever has the time. */
    private static final Duration OUTAGE = Duration.parse(System.getProperty("testbed.outage", "PT30S"));

    /** The one built-in template that gives up by itself says so in its onSourceDown. */
    private static final Duration PATIENCE_OF_FAST = Duration.ofMinutes(5);

    /** Longer than any step has to last. */
    private static final Duration A_WHILE = Duration.ofSeconds(7);

    /** So that none of its outages comes too late for it. */
    private static final List<Map<String, Object>> NINETY_NINE_STEPS = IntStream.rangeClosed(1, 99)
            .mapToObj(weight -> Map.<String, Object>of("weight", weight, "minDuration", "2s", "minRequests", 1))
            .toList();

    private static final List<String> ABORTING = List.of("impatient", "limited-fast", "limited-cautious");
    private static final List<String> HOLDING = List.of("persistent", "limited-default");

    private final Town town;

    MetricsOutageIT(KubeApiServer api) {
        var services = new TreeMap<String, Integer>();
        BuiltIn.ALL.forEach(template -> services.put(template.name(), template.rate()));
        services.put("patient", 400);
        services.put("turning", 400);
        limited().forEach(service -> services.put(service, 200));
        town = new Town("outage", api, services, Map.of("SERINUS_PROMETHEUS_REPORTER", "destination"));
    }

    private static Stream<String> limited() {
        return Stream.concat(ABORTING.stream(), HOLDING.stream());
    }

    @BeforeAll
    void begin() {
        var specs = new TreeMap<String, Object>();
        BuiltIn.ALL.forEach(template -> specs.put(template.name(), template.spec("20s")));
        for (String template : List.of("fast", "cautious", "default")) {
            ObjectNode spec = BuiltIn.named(template).spec("10s");
            ((ObjectNode) spec.at("/policies/onSourceDown")).put("after", LIMIT);
            specs.put("limited-" + template, spec);
        }
        town.templates(specs);
        town.template("patient", NINETY_NINE_STEPS, Map.of());
        town.template("impatient", NINETY_NINE_STEPS, Map.of("onSourceDown", Map.of("after", LIMIT, "then", "abort")));
        town.template("persistent", NINETY_NINE_STEPS, Map.of("onSourceDown", Map.of("after", LIMIT, "then", "hold")));
    }

    @AfterAll
    void close() {
        town.close();
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(Mode.DOWN, "no connection or no complete answer"),
                arguments(Mode.UNAVAILABLE, "HTTP 503"),
                arguments(Mode.SLOW, "no complete answer within 4000 ms"),
                arguments(Mode.PARTIAL, "the answer is incomplete: partial response"),
                arguments(Mode.NAN, "NaN"));
    }

    /** With the server's process gone, and nothing of what it had counted lost. */
    @Order(0)
    @Test
    void anOutageOfPrometheusFreezesAllTemplatesAndEndsNone() {
        List<String> all = Stream.concat(BuiltIn.ALL.stream().map(BuiltIn::name), Stream.of("patient", "turning"))
                .toList();
        all.forEach(service -> town.ask(service, "v2", service.equals("turning") ? "patient" : service));
        all.forEach(service -> town.awaitBegun(service));
        Instant killed = Instant.now();
        town.prometheus.kill();
        BuiltIn.ALL.stream()
                .filter(template -> !template.beginsWithGate())
                .forEach(template -> town.awaitTrouble(template.name(), "SOURCE_DOWN"));
        var generations = new TreeMap<String, Long>();
        all.forEach(service -> generations.put(service, town.generation(service)));
        town.command("blue-green", BuiltIn.named("blue-green").command());
        town.awaitTrouble("blue-green", "SOURCE_DOWN");
        town.awaitTrouble("turning", "SOURCE_DOWN");
        int step = town.newest("turning").orElseThrow().at("/status/stepIndex").asInt();
        town.breakCanary("turning", 1);
        await().atMost(OUTAGE.plusMinutes(1)).until(() -> Instant.now().isAfter(killed.plus(OUTAGE)));
        for (String service : all) {
            assertThat(town.newest(service).orElseThrow().at("/status/phase").asText())
                    .isEqualTo("PROGRESSING");
            assertThat(town.generation(service)).as(service).isEqualTo(generations.get(service));
        }
        town.prometheus.start();
        town.awaitWrite("patient", generations.getOrDefault("patient", 0L));
        // What turned bad while nobody could see gets no step by what was seen before.
        JsonNode aborted = town.awaitPhase("turning", "ABORTED");
        assertThat(aborted.path("stepIndex").asInt()).isEqualTo(step);
        assertThat(town.spec("turning")).isEqualTo(town.specBefore("turning"));
        town.awaitPhase("blue-green", "PROMOTED");
    }

    @Order(1)
    @ParameterizedTest
    @MethodSource("failures")
    void anOutageFreezesTheWeightAndTheReleaseGoesOnAfterwards(Mode failure, String message) {
        town.metrics.turn(failure);
        town.awaitTrouble("patient", "SOURCE_DOWN");
        long generation = town.generation("patient");
        JsonNode held = town.awaitTrouble("patient", "SOURCE_DOWN", A_WHILE);
        assertThat(held.at("/trouble/message").asText()).contains(message);
        assertThat(held.path("phase").asText()).isEqualTo("PROGRESSING");
        assertThat(town.generation("patient")).isEqualTo(generation);
        town.metrics.turn(Mode.WELL);
        town.awaitWrite("patient", generation);
    }

    @Order(2)
    @Test
    void anOutageThatOutlastsThePolicyAbortsOrHoldsAsItSays() {
        limited().forEach(service -> town.ask(service, "v2", service));
        limited().forEach(service -> town.awaitBegun(service));
        town.metrics.turn(Mode.DOWN);
        for (String service : ABORTING) {
            JsonNode aborted = town.awaitPhase(service, "ABORTED");
            assertThat(aborted.path("reason").asText())
                    .startsWith("For " + LIMIT + ": ")
                    .contains("metrics backend")
                    .endsWith(". The template's policy says abort.");
            assertThat(town.spec(service)).isEqualTo(town.specBefore(service));
        }
        for (String service : HOLDING) {
            long generation = town.generation(service);
            JsonNode held = town.awaitTrouble(service, "SOURCE_DOWN", A_WHILE);
            assertThat(held.path("phase").asText()).isEqualTo("PROGRESSING");
            assertThat(town.generation(service)).isEqualTo(generation);
        }
        town.metrics.turn(Mode.WELL);
        town.awaitWell("persistent");
        town.awaitWell("limited-default");
    }

    static List<BuiltIn> templates() {
        return BuiltIn.ALL;
    }

    /** One that has its evidence is promoted by it, whatever became of the backend meanwhile. */
    @Order(3)
    @ParameterizedTest
    @MethodSource("templates")
    void allTemplatesPromoteTheirCanaryAfterAllOutages(BuiltIn template) {
        if (!template.gate().isEmpty() && !template.name().equals("blue-green")) {
            town.awaitTrouble(template.name(), template.gate());
            town.command(template.name(), template.command());
        }
        if (template.name().equals("fast") && OUTAGE.compareTo(PATIENCE_OF_FAST) >= 0) {
            town.awaitPhase(template.name(), "ABORTED");
            return;
        }
        town.awaitPhase(template.name(), "PROMOTED");
        town.assertWays(template.name(), template.ways().toArray(String[]::new));
    }
}
