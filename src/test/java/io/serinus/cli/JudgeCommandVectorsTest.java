package io.serinus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the command prints against values computed at 40 digits; the file says how. */
class JudgeCommandVectorsTest {
    private static final String FILE = "src/test/resources/io/serinus/cli/counts-cases.json";
    private static final String FRACTIONAL = "fractional counts";
    private static final ObjectMapper JSON = new ObjectMapper();

    record Case(JsonNode json) {
        String name() {
            return json.path("name").asText();
        }

        @Override
        public String toString() {
            return name();
        }
    }

    private static Stream<Case> all() throws IOException {
        JsonNode cases = JSON.readTree(new File(FILE)).path("cases");
        return StreamSupport.stream(cases.spliterator(), false).map(Case::new);
    }

    static Stream<Case> wholeCounts() throws IOException {
        return all().filter(it -> !it.name().equals(FRACTIONAL));
    }

    @ParameterizedTest
    @MethodSource("wholeCounts")
    void printsTheEvidenceOfEveryInterval(Case it) throws IOException {
        Invocation judged = Invocation.of("judge", "--counts", FILE, "--case", it.name(), "--output", "json");
        assertThat(judged.err().lines()).allMatch(line -> line.endsWith("so it is left out"));
        JsonNode printed = JSON.readTree(judged.out());
        assertThat(printed.path("name").asText()).isEqualTo(it.name());
        assertSame(printed, it.json());
        String verdict = printed.path("summary").path("verdict").asText();
        assertThat(judged.exitCode()).isEqualTo(verdict.equals("PASS") ? 0 : verdict.equals("FAIL") ? 1 : 3);
    }

    @Test
    void judgesEveryCaseInTurnAndSaysWhichItCannot() throws IOException {
        Invocation judged = Invocation.of("judge", "--counts", FILE, "-o", "json");
        assertThat(judged.exitCode()).isEqualTo(2);
        assertThat(judged.err().lines().filter(line -> !line.endsWith("so it is left out")))
                .hasSize(8)
                .allSatisfy(line -> assertThat(line).contains("case \"" + FRACTIONAL + "\": interval "));
        JsonNode printed = JSON.readTree(judged.out()).path("cases");
        var expected = wholeCounts().toList();
        assertThat(printed).hasSize(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            assertSame(printed.get(i), expected.get(i).json());
        }
    }

    private static void assertSame(JsonNode printed, JsonNode it) {
        JsonNode intervals = it.path("intervals");
        JsonNode expected = it.path("expected");
        assertThat(printed.path("intervals")).hasSameSizeAs(intervals);
        boolean large = StreamSupport.stream(intervals.spliterator(), false)
                .anyMatch(row ->
                        Math.max(row.path("n1").asDouble(), row.path("n2").asDouble()) >= 1e6);
        for (int i = 0; i < intervals.size(); i++) {
            JsonNode row = printed.path("intervals").get(i);
            assertThat(row.path("interval").asInt()).isEqualTo(i + 1);
            for (String field : new String[] {"n1", "x1", "n2", "x2"}) {
                assertThat(row.path(field).asLong())
                        .isEqualTo(intervals.get(i).path(field).asLong());
            }
            assertClose(row.path("logE"), expected.path("abortLogE").get(i), large);
            assertClose(
                    row.path("logELeaveOneOut"), expected.path("abortLooLogE").get(i), large);
            assertClose(
                    row.path("alwaysValidP"), expected.path("abortAlwaysValidP").get(i), large);
            assertClose(row.path("logESafety"), expected.path("promoteLogE").get(i), large);
        }
        JsonNode ratio = printed.path("summary").path("ratio");
        JsonNode confidence = expected.path("confidence");
        assertLogRatio(ratio.path("low"), confidence.path("lowerLogRatio"));
        assertLogRatio(ratio.path("estimate"), confidence.path("mleLogRatio"));
        assertLogRatio(ratio.path("high"), confidence.path("upperLogRatio"));
        assertThat(ratio.path("alpha").doubleValue())
                .isEqualTo(it.path("config").path("confidenceAlpha").doubleValue());
    }

    /** The vectors say -Infinity for a ratio of 0; JSON of the command has no number for an infinite or undefined one. */
    private static void assertLogRatio(JsonNode printed, JsonNode expected) {
        if (expected.isNull() || expected.asText().equals("Infinity")) {
            assertThat(printed.isNull()).isTrue();
        } else if (expected.asText().equals("-Infinity")) {
            assertThat(printed.doubleValue()).isZero();
        } else {
            assertThat(Math.log(printed.doubleValue())).isCloseTo(expected.doubleValue(), within(1e-6));
        }
    }

    private static void assertClose(JsonNode printed, JsonNode expected, boolean large) {
        double value = expected.doubleValue();
        assertThat(printed.isNumber()).isTrue();
        assertThat(printed.doubleValue()).isCloseTo(value, within(large ? 1e-6 : 1e-9 * Math.max(1, Math.abs(value))));
    }
}
