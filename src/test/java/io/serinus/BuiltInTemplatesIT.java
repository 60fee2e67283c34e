package io.serinus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serinus.testbed.KubeApiServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every template that comes with the program, made faster (see {@link BuiltIn}), on real servers: with a good canary, with a
 * broken one, without any traffic, and with traffic that stops midway. All releases run at the same time in one controller,
 * which reads what the called pods count, since a mirror is seen nowhere else. {@code onNoData} is a twentieth, but at least
 * 10 s.
 */
@ExtendWith(KubeApiServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BuiltInTemplatesIT {
    /** Those whose {@code onNoData} says abort. */
    private static final Map<String, String> IMPATIENT = Map.of("cautious", "30s", "fast", "10s");

    /** So that traffic can be stopped in it; it is over 8 s later, when the missing data are noticed, or soon after. */
    private static final String FIRST_STEP = "15s";

    /** Longer than any step, or what is left of it. */
    private static final Duration A_WHILE = Duration.ofSeconds(12);

    private final Town town;

    BuiltInTemplatesIT(KubeApiServer api) {
        var services = new TreeMap<String, Integer>();
        for (BuiltIn template : BuiltIn.ALL) {
            services.put("good-" + template, template.rate());
            services.put("broken-" + template, template.rate() / 2);
            services.put("silent-" + template, 0);
            if (!template.beginsWithGate()) {
                services.put("stopping-" + template, template.rate());
            }
        }
        town = new Town("templates", api, services, Map.of());
    }

    @BeforeAll
    void askForAll() {
        var specs = new TreeMap<String, Object>();
        for (BuiltIn template : BuiltIn.ALL) {
            specs.put("quick-" + template, impatient(template, template.spec()));
            specs.put("held-" + template, impatient(template, template.spec(FIRST_STEP)));
        }
        town.templates(specs);
        for (BuiltIn template : BuiltIn.ALL) {
            town.breakCanary("broken-" + template, 0.5);
            for (String service : List.of("good-", "broken-", "silent-")) {
                town.ask(service + template, "v2", "quick-" + template);
            }
        }
        templatesThatBeginWithAStep().forEach(template -> town.ask("stopping-" + template, "v2", "held-" + template));
        templatesThatBeginWithAStep().forEach(template -> {
            town.awaitBegun("stopping-" + template);
            town.rate("stopping-" + template, 0);
        });
    }

    private static ObjectNode impatient(BuiltIn template, ObjectNode spec) {
        String after = IMPATIENT.get(template.name());
        if (after != null) {
            ((ObjectNode) spec.at("/policies/onNoData")).put("after", after);
        }
        return spec;
    }

    @AfterAll
    void close() {
        town.close();
    }

    static List<BuiltIn> templates() {
        return BuiltIn.ALL;
    }

    /** At a gate it is people who look whether there is anything to see. */
    static Stream<BuiltIn> templatesThatBeginWithAStep() {
        return BuiltIn.ALL.stream().filter(template -> !template.beginsWithGate());
    }

    @Order(0)
    @Test
    void areAllHere() {
        assertThat(BuiltIn.ALL).extracting(BuiltIn::name).containsExactlyInAnyOrderElementsOf(BuiltIn.files());
    }

    @Order(2)
    @ParameterizedTest
    @MethodSource("templates")
    void leadAGoodCanaryToItsEnd(BuiltIn template) {
        String service = "good-" + template;
        if (!template.gate().isEmpty()) {
            town.awaitTrouble(service, template.gate());
            assertThat(town.way(service)).isEqualTo("match 0");
            town.command(service, template.command());
        }
        JsonNode status = town.awaitPhase(service, "PROMOTED");
        assertThat(status.path("verdict").asText()).isNotEqualTo("FAIL");
        town.assertWays(service, template.ways().toArray(String[]::new));
        assertThat(town.spec(service)).isEqualTo(promoted(town.specBefore(service)));
    }

    /** Nothing but two numbers. */
    private static String promoted(String spec) {
        return spec.replace("\"weight\":100", "\"weight\":all")
                .replace("\"weight\":0", "\"weight\":100")
                .replace("\"weight\":all", "\"weight\":0");
    }

    @Order(0)
    @ParameterizedTest
    @MethodSource("templates")
    void takeABrokenCanaryBackFromItsFirstStep(BuiltIn template) {
        String service = "broken-" + template;
        JsonNode status = town.awaitPhase(service, "ABORTED");
        assertThat(status.path("verdict").asText()).isEqualTo("FAIL");
        assertThat(status.path("reason").asText()).contains("errors");
        town.assertWays(service, "0", template.ways().get(1), "0");
        assertThat(town.spec(service)).isEqualTo(town.specBefore(service));
    }

    @Order(0)
    @ParameterizedTest
    @MethodSource("templates")
    void takeNoStepWhereNobodySendsAnything(BuiltIn template) {
        String service = "silent-" + template;
        String first = template.ways().get(1);
        if (IMPATIENT.containsKey(template.name())) {
            assertAbortedByPolicy(service);
            town.assertWays(service, "0", first, "0");
        } else {
            String trouble = template.beginsWithGate() ? template.gate() : "NO_DATA";
            JsonNode status = town.awaitTrouble(service, trouble, A_WHILE);
            assertThat(status.path("phase").asText()).isEqualTo("PROGRESSING");
            town.assertWays(service, "0", first);
        }
    }

    private void assertAbortedByPolicy(String service) {
        JsonNode status = town.awaitPhase(service, "ABORTED");
        assertThat(status.path("reason").asText()).contains("no data: ", ". The template's policy says abort.");
        assertThat(town.spec(service)).isEqualTo(town.specBefore(service));
    }

    @Order(1)
    @ParameterizedTest
    @MethodSource("templatesThatBeginWithAStep")
    void holdTheWayToTheCanaryWhileTrafficHasStopped(BuiltIn template) {
        String service = "stopping-" + template;
        if (IMPATIENT.containsKey(template.name())) {
            assertAbortedByPolicy(service);
            return;
        }
        town.awaitTrouble(service, "NO_DATA");
        long generation = town.generation(service);
        JsonNode status = town.awaitTrouble(service, "NO_DATA", A_WHILE);
        assertThat(status.path("phase").asText()).isEqualTo("PROGRESSING");
        assertThat(town.generation(service)).isEqualTo(generation);
        town.rate(service, template.rate());
    }

    @Order(3)
    @ParameterizedTest
    @MethodSource("templatesThatBeginWithAStep")
    void goOnWhereTheyWereWhenTrafficComesBack(BuiltIn template) {
        String service = "stopping-" + template;
        if (IMPATIENT.containsKey(template.name())) {
            return;
        }
        if (!template.gate().isEmpty()) {
            town.awaitTrouble(service, template.gate());
            town.command(service, template.command());
        }
        town.awaitPhase(service, "PROMOTED");
        town.assertWays(service, template.ways().toArray(String[]::new));
    }
}
