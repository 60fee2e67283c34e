package io.serinus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeCommandTest {
    private static final String GOOD = "{\"n1\": 10000, \"x1\": 10, \"n2\": 10000, \"x2\": 10}";
    private static final String BAD = "{\"n1\": 950, \"x1\": 1, \"n2\": 50, \"x2\": 20}";
    private static final String UNCLEAR = "{\"n1\": 95, \"x1\": 1, \"n2\": 5, \"x2\": 0}";
    private static final String NO_CANARY = "{\"n1\": 950, \"x1\": 1, \"n2\": 0, \"x2\": 0}";

    @TempDir
    Path folder = Path.of("");

    private Invocation judge(String json, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("counts.json"), json);
        var arguments = new String[more.length + 3];
        arguments[0] = "judge";
        arguments[1] = "--counts";
        arguments[2] = file.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return Invocation.of(arguments);
    }

    private static String intervals(String... each) {
        return "{\"intervals\": [" + String.join(",\n", each) + "]}";
    }

    @Test
    void namesTheIntervalsInWhichOnlyTheCanaryHasRequests() throws IOException {
        String alone = "{\"n1\": 0, \"x1\": 0, \"n2\": 50, \"x2\": 50}";
        assertThat(judge(intervals(GOOD, alone, alone)).err())
                .contains("counts.json: interval 2, and 1 more like it: n1 is 0 although the canary has requests (n2)");
        assertThat(judge(intervals(GOOD, NO_CANARY)).err()).isEmpty();
    }

    private static JsonNode tree(Invocation judged) throws IOException {
        assertThat(judged.err()).isEmpty();
        return new ObjectMapper().readTree(judged.out());
    }

    /** Each line of what it refused with, without the path of the file. */
    private static String refusal(Invocation judged) {
        assertThat(judged.exitCode()).isEqualTo(2);
        assertThat(judged.out()).isEmpty();
        assertThat(judged.err().lines())
                .allSatisfy(line -> assertThat(line).startsWith("serinus: ").contains("counts.json"));
        return judged.err()
                .lines()
                .map(line -> line.substring(line.indexOf("counts.json: ") + "counts.json: ".length()))
                .collect(Collectors.joining("\n"));
    }

    private String refusalOf(String... intervals) throws IOException {
        return refusal(judge(intervals(intervals)));
    }

    private static String timed(String start, String end, String rest) {
        return "{\"start\": \"2026-03-01T" + start + "Z\", \"end\": \"2026-03-01T" + end + "Z\", " + rest + "}";
    }

    private static final String SOME = "\"n1\": 950, \"x1\": 1, \"n2\": 50, \"x2\": 0";

    @Nested
    class ExitCodes {
        @Test
        void tellTheVerdict() throws IOException {
            assertThat(judge(intervals(GOOD, GOOD, GOOD)).exitCode()).isZero();
            assertThat(judge(intervals(BAD, BAD, BAD)).exitCode()).isEqualTo(1);
            assertThat(judge(intervals(UNCLEAR)).exitCode()).isEqualTo(3);
            assertThat(judge(intervals(NO_CANARY)).exitCode()).isEqualTo(3);
            assertThat(judge(intervals()).exitCode()).isEqualTo(3);
        }

        @Test
        void ofSeveralCasesTellTheWorst() throws IOException {
            String pass = intervals(GOOD, GOOD, GOOD);
            assertThat(judge("{\"cases\": [" + pass + "," + pass + "]}").exitCode())
                    .isZero();
            assertThat(judge("{\"cases\": [" + pass + "," + intervals(UNCLEAR) + "]}")
                            .exitCode())
                    .isEqualTo(3);
            assertThat(judge("{\"cases\": [" + intervals(BAD, BAD, BAD) + "," + intervals(UNCLEAR) + "]}")
                            .exitCode())
                    .isEqualTo(1);
            assertThat(judge("{\"cases\": []}").exitCode()).isEqualTo(3);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "judge",
                    "judge --counts",
                    "judge --case x",
                    "judge --counts no-such-file.json",
                    "judge --counts src",
                    "judge --counts docs/examples/judge/safe.json --next-weight 0",
                    "judge --counts docs/examples/judge/safe.json --next-weight 101",
                    "judge --counts docs/examples/judge/safe.json --next-weight ten",
                    "judge --counts docs/examples/judge/safe.json --output yaml",
                    "judge --counts docs/examples/judge/safe.json --template defualt",
                    "judge --counts docs/examples/judge/safe.json --template README.md",
                    "judge --counts docs/examples/judge/safe.json --case x",
                    "judge --counts docs/examples/judge/safe.json extra",
                    "judge --counts docs/examples/judge/safe.json --kayenta config.json --samples samples.json",
                    "judge --counts docs/examples/judge/safe.json --pass 95",
                })
        void tellBadInput(String arguments) {
            Invocation judged = Invocation.of(arguments.split(" "));
            assertThat(judged.exitCode()).isEqualTo(2);
            assertThat(judged.out()).isEmpty();
            assertThat(judged.err()).isNotEmpty();
        }

        @Test
        void tellThatTheResultReachedNobody() {
            var closed = new Writer() {
                @Override
                public void write(char[] text, int from, int length) throws IOException {
                    throw new IOException("closed");
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };
            var err = new StringWriter();
            int exitCode = Main.commandLine()
                    .setOut(new PrintWriter(closed))
                    .setErr(new PrintWriter(err))
                    .execute("judge", "--counts", "docs/examples/judge/safe.json");
            assertThat(exitCode).isEqualTo(2);
            assertThat(err.toString()).contains("the result cannot be written");
        }
    }

    @Test
    void explainsItsExitCodes() {
        assertThat(Invocation.of("judge", "--help").out())
                .contains("0   PASS", "1   FAIL", "2   bad input", "3   UNDECIDED", "Examples:", "--counts");
    }

    @Test
    void readsStandardInput() {
        Invocation judged = Invocation.reading(intervals(GOOD, GOOD, GOOD), "judge", "--counts", "-");
        assertThat(judged.exitCode()).isZero();
        assertThat(judged.out()).startsWith("standard input\n");
    }

    @Test
    void printsTheSameInEveryCountry() throws IOException {
        String here = judge(intervals(GOOD, UNCLEAR)).out();
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(judge(intervals(GOOD, UNCLEAR)).out()).isEqualTo(here).contains("10,000 (0.10 %)");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void leavesOutTheIntervalsIfAsked() throws IOException {
        Invocation full = judge(intervals(GOOD, GOOD, GOOD));
        Invocation quiet = judge(intervals(GOOD, GOOD, GOOD), "--quiet");
        assertThat(quiet.out()).hasLineCount(9).doesNotContain("verdict");
        assertThat(full.out()).contains(quiet.out().lines().toList().getLast());
        JsonNode tree = tree(judge(intervals(GOOD, GOOD, GOOD), "--quiet", "-o", "json"));
        assertThat(tree.has("intervals")).isFalse();
        assertThat(tree.path("summary").path("verdict").asText()).isEqualTo("PASS");
    }

    @Test
    void marksIntervalsWithoutDataWithoutLosingTheVerdict() throws IOException {
        JsonNode tree = tree(judge(intervals(GOOD, GOOD, NO_CANARY, "{\"missing\": true}"), "-o", "json"));
        assertThat(tree.path("intervals").findValuesAsText("verdict")).endsWith("NO_DATA", "NO_DATA");
        assertThat(tree.path("intervals").get(3).path("missing").asBoolean()).isTrue();
        assertThat(tree.path("intervals").get(3).has("n1")).isFalse();
        assertThat(tree.path("summary").path("verdict").asText()).isEqualTo("PASS");
        assertThat(tree.path("summary").path("judgedIntervals").asInt()).isEqualTo(2);
        assertThat(tree.path("summary").path("n1").asLong()).isEqualTo(20_000);
    }

    @Test
    void hasNoRatioWhereNoneIsDefined() throws IOException {
        for (String interval : new String[] {NO_CANARY, "{\"n1\": 9, \"x1\": 0, \"n2\": 9, \"x2\": 1}"}) {
            JsonNode summary = tree(judge(intervals(interval), "-o", "json")).path("summary");
            assertThat(summary.path("ratio").fieldNames())
                    .toIterable()
                    .containsExactly("low", "estimate", "high", "alpha");
            assertThat(summary.path("ratio").path("estimate").isNull()).isTrue();
            assertThat(summary.path("ratio").path("high").isNull()).isTrue();
        }
    }

    @Test
    void takesLargeCountsAsTheyAre() throws IOException {
        String large = "{\"n1\": 1000000000000, \"x1\": 1.0, \"n2\": 9007199254740992, \"x2\": 1e3}";
        JsonNode row =
                tree(judge(intervals(large), "-o", "json")).path("intervals").get(0);
        assertThat(row.path("n1").asText()).isEqualTo("1000000000000");
        assertThat(row.path("x1").asText()).isEqualTo("1");
        assertThat(row.path("n2").asText()).isEqualTo("9007199254740992");
        assertThat(row.path("x2").asText()).isEqualTo("1000");
        assertThat(row.path("logE").isNumber()).isTrue();
    }

    /** Without noise as an excuse, which is quick; the memory per interval is the same. */
    @Test
    void judgesAHundredThousandIntervals() throws IOException {
        String many = IntStream.range(0, 100_000)
                .mapToObj(i -> i % 2 == 0 ? "{\"n1\": 950, \"x1\": 1, \"n2\": 50, \"x2\": 0}" : GOOD)
                .collect(Collectors.joining(
                        ",\n", "{\"intervals\": [", "], \"config\": {\"phi\": [1], \"tau\": [0], \"eps\": [0]}}"));
        JsonNode summary = tree(judge(many, "--quiet", "-o", "json")).path("summary");
        assertThat(summary.path("judgedIntervals").asInt()).isEqualTo(100_000);
        assertThat(summary.path("n1").asLong()).isEqualTo(50_000L * (950 + 10_000));
        assertThat(summary.path("verdict").asText()).isEqualTo("PASS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"intervals\": [}|this is not JSON; check quotes, commas and brackets up to here",
                "{intervals: []}|this is not JSON; check quotes, commas and brackets up to here",
                "{\"intervals\": [{\"n1\": 1, \"n1\": 2}]}|the field n1 is given twice, expected once; remove one of them",
                "{\"intervals\": [{\"n1\": DIGITS}]}|a number has more than 1000 characters, expected at most so many;"
                        + " round it",
                "{\"note\": DEEP}|objects and lists stand in each other more than 1000 deep, expected at most so deep;"
                        + " flatten them",
            })
    void saysWhereAFileIsNoJson(String json, String sentence) throws IOException {
        Invocation judged =
                judge("\n" + json.replace("DIGITS", "7".repeat(2000)).replace("DEEP", "[".repeat(2000)));
        assertThat(judged.exitCode()).isEqualTo(2);
        assertThat(judged.out()).isEmpty();
        assertThat(judged.err().strip()).matches("serinus: .*: line 2, column \\d+: " + Pattern.quote(sentence));
    }

    @Nested
    class Rules {
        private JsonNode rules(String json, String... more) throws IOException {
            var arguments = new String[more.length + 2];
            System.arraycopy(more, 0, arguments, 0, more.length);
            arguments[more.length] = "-o";
            arguments[more.length + 1] = "json";
            return tree(judge(json, arguments)).path("rules");
        }

        @Test
        void areThoseOfTheBuiltInTemplate() throws IOException {
            JsonNode rules = rules(intervals(UNCLEAR));
            assertThat(rules.path("harm").toString()).isEqualTo("{\"ratio\":1.2,\"difference\":2.0E-4}");
            assertThat(rules.path("safety").toString()).isEqualTo("{\"ratio\":1.25,\"difference\":0.005}");
            assertThat(rules.path("falseAbort").asDouble()).isEqualTo(0.01);
            assertThat(rules.path("falsePromotion").asDouble()).isEqualTo(0.05);
        }

        @Test
        void areMilderForASmallerNextWeight() throws IOException {
            JsonNode rules = rules(intervals(UNCLEAR), "--next-weight", "10");
            assertThat(rules.path("safety").path("difference").asDouble()).isEqualTo(0.05);
        }

        @Test
        void comeFromATemplateFile() throws IOException {
            String template = Files.readString(Path.of("analysis-templates/default.yaml"))
                    .replace("falseAbort: 1%", "falseAbort: 3%")
                    .replace("impact: 0.5%", "impact: 0.7%");
            Path file = Files.writeString(folder.resolve("own.yaml"), template);
            JsonNode rules = rules(intervals(UNCLEAR), "--template", file.toString());
            assertThat(rules.path("falseAbort").asDouble()).isEqualTo(0.03);
            assertThat(rules.path("safety").path("difference").asDouble()).isCloseTo(0.007, within(1e-12));
        }

        @Test
        void comeFromTheArgumentsOfATemplateFile() throws IOException {
            String template = Files.readString(Path.of("analysis-templates/default.yaml"))
                    .replace("falseAbort: 1%", "falseAbort: ${args.abort}")
                    .replace("impact: 0.5%", "impact: \"${args.impact}\"")
                    .replace("spec:", "spec:\n  args: [{name: abort}, {name: impact, default: 0.7%}]");
            String file =
                    Files.writeString(folder.resolve("own.yaml"), template).toString();
            JsonNode rules = rules(intervals(UNCLEAR), "--template", file, "--arg", "abort=3%");
            assertThat(rules.path("falseAbort").asDouble()).isEqualTo(0.03);
            assertThat(rules.path("safety").path("difference").asDouble()).isCloseTo(0.007, within(1e-12));
            JsonNode both = rules(
                    intervals(UNCLEAR), "--arg", "impact=0.9%", "--template", file, "--quiet", "--arg", "abort=2%");
            assertThat(both.path("falseAbort").asDouble()).isEqualTo(0.02);
            assertThat(both.path("safety").path("difference").asDouble()).isCloseTo(0.009, within(1e-12));

            String at = file + ":%s: AnalysisTemplate default: spec.";
            assertRefused(
                    at.formatted("10:10")
                            + "args[0] is \"abort\" without a default, expected its value by --arg abort=VALUE",
                    file);
            assertRefused(
                    at.formatted("10:3") + "args has no \"abrot\", but --arg abrot gives one a value, expected one of"
                            + " abort, impact; correct or remove it",
                    file,
                    "abort=2%",
                    "abrot=2%");
            assertRefused(at.formatted("20:5") + "risk.falseAbort is \"often\"", file, "abort=often");
            assertRefused(
                    "--arg is \"abort\", expected the name of an argument and its value, such as threshold=1%",
                    file, "abort");
            assertRefused("--arg abort is given twice, expected one value for it", file, "abort=1%", "abort=2%");
            assertRefused(
                    "AnalysisTemplate default: spec.args is missing, but --arg abort gives one a value; correct or remove it",
                    "default",
                    "abort=1%");
        }

        private void assertRefused(String sentence, String template, String... arguments) throws IOException {
            var options = new ArrayList<>(List.of("--template", template));
            for (String argument : arguments) {
                options.addAll(List.of("--arg", argument));
            }
            Invocation refused = judge(intervals(UNCLEAR), options.toArray(String[]::new));
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err()).contains(sentence).doesNotContain("annotation");
        }

        @Test
        void ofATemplateFileWithMistakesOrWithoutErrorsAreRefused() throws IOException {
            Path file = folder.resolve("own.yaml");
            String template = Files.readString(Path.of("analysis-templates/default.yaml"));
            Files.writeString(file, template.replace("falseAbort: 1%", "falseAbbort: 1%"));
            assertThat(judge(intervals(UNCLEAR), "--template", file.toString()).err())
                    .contains("own.yaml:19:5: AnalysisTemplate default: spec.risk.falseAbbort is not a field,"
                            + " did you mean falseAbort?");
            Files.writeString(file, template.replaceAll("(?s)    - name: errors.*?    # Requests that took", "    #"));
            assertThat(judge(intervals(UNCLEAR), "--template", file.toString()).err())
                    .contains("AnalysisTemplate default has no errorRate metric");
            Files.writeString(file, "");
            assertThat(judge(intervals(UNCLEAR), "--template", file.toString()).err())
                    .contains("own.yaml: the file is empty");
        }

        @Test
        void ofTheFileComeFirst() throws IOException {
            JsonNode rules = rules("{\"risk\": {\"falsePromotion\": 0.2}, \"config\": {\"abort\":"
                    + " {\"rho0\": 1.1, \"d0\": 0}}, \"intervals\": []}");
            assertThat(rules.path("harm").path("ratio").asDouble()).isEqualTo(1.1);
            assertThat(rules.path("harm").path("difference").asDouble()).isZero();
            assertThat(rules.path("safety").path("ratio").asDouble()).isEqualTo(1.25);
            assertThat(rules.path("falseAbort").asDouble()).isEqualTo(0.01);
            assertThat(rules.path("passAtLogESafety").asDouble()).isEqualTo(Math.log(5));
        }

        @Test
        void contradictTheNextWeightIfTheFileSaysWhatIsSafe() throws IOException {
            String json = "{\"config\": {\"promote\": {\"rho1\": 1.1, \"d1\": 0}}, \"intervals\": []}";
            assertThat(refusal(judge(json, "--next-weight", "10")))
                    .startsWith("config.promote is given although --next-weight is given too");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{'iccMax': 0.8}|config.iccMax is 0.8, expected 0.9: no other is supported",
                    "{'abort': {'rho0': 1.2}}|config.abort.d0 is missing, expected a number from 0 to below 1",
                    "{'abort': {'rho0': 0, 'd0': 0}}|config.abort.rho0 is 0, expected a number above 0, at most 1000",
                    "{'abort': {'rho0': NaN, 'd0': 0}}|config.abort.rho0 is",
                    "{'abort': 3}|config.abort is 3, expected an object with rho0, d0",
                    "{'promote': {'rho': 1.2, 'd1': 0}}|config.promote.rho is not a field, did you mean rho1?",
                    "{'phi': [1, 2]}|config.tau is missing, expected a list of 1 to 16 numbers",
                    "{'phi': [0.5], 'tau': [0], 'eps': [0]}|config.phi[0] is 0.5, expected a number from 1 to 1000",
                    "{'phi': [1], 'tau': [0], 'eps': [1]}|config.eps[0] is 1, expected a number from 0 to below 1",
                    "{'phi': [1], 'tau': [], 'eps': [0]}|config.tau is an empty list, expected a list of 1 to 16",
                    "{'start': []}|config.start is not a field, did you mean starts?",
                    "{'starts': []}|config.starts is an empty list, expected a list of 1 to 64 objects",
                    "{'starts': [{'startInterval': 0.5, 'weight': 1}]}|config.starts[0].startInterval is 0.5, expected a",
                    "{'starts': [{'startInterval': 0, 'weight': 2}]}|config.starts[0].weight is 2, expected a number above",
                    "{'starts': [{'startInterval': 1, 'weight': 0.1}, {'startInterval': 1, 'weight': 0.1}]}|ascending",
                    "{'starts': [{'startInterval': 0, 'weight': 0.7}, {'startInterval': 1, 'weight': 0.7}]}|at most 1",
                    "{'confidenceAlpha': 0}|config.confidenceAlpha is 0, expected a probability between 0 and 1",
                    "7|config is 7, expected an object with abort, promote",
                })
        void thatCannotBeAreRefused(String config, String message) throws IOException {
            String json = "{\"config\": " + config.replace('\'', '"') + ", \"intervals\": []}";
            assertThat(refusal(judge(json))).contains(message);
        }
    }

    @Nested
    class Times {
        @Test
        void areShown() throws IOException {
            String json = intervals(
                    timed("12:00:00", "12:00:15", SOME),
                    timed("12:00:15", "12:00:30", "\"missing\": true"),
                    timed("12:00:30", "12:00:45.5", SOME));
            assertThat(judge(json).out()).contains("2  2026-03-01T12:00:15Z", "missing");
            JsonNode rows = tree(judge(json, "-o", "json")).path("intervals");
            assertThat(rows.get(1).path("verdict").asText()).isEqualTo("NO_DATA");
            assertThat(rows.get(1).path("end").asText()).isEqualTo("2026-03-01T12:00:30Z");
            assertThat(rows.get(2).path("end").asText()).isEqualTo("2026-03-01T12:00:45.500Z");
        }

        @Test
        void mayNotLeaveAGap() throws IOException {
            assertThat(refusalOf(timed("12:00:00", "12:00:15", SOME), timed("12:00:30", "12:00:45", SOME)))
                    .isEqualTo("interval 2 (2026-03-01T12:00:30Z): start is 2026-03-01T12:00:30Z, expected"
                            + " 2026-03-01T12:00:15Z, the end of interval 1: an interval is missing; add it, or say"
                            + " {\"start\": \"2026-03-01T12:00:15Z\", \"end\": \"2026-03-01T12:00:30Z\","
                            + " \"missing\": true}");
        }

        @Test
        void mayNotOverlap() throws IOException {
            assertThat(refusalOf(timed("12:00:00", "12:00:15", SOME), timed("12:00:10", "12:00:25", SOME)))
                    .contains("interval 2 (2026-03-01T12:00:10Z): start is", "before the end of interval 1");
        }

        @Test
        void mustAscend() throws IOException {
            assertThat(refusalOf(timed("12:00:15", "12:00:30", SOME), timed("12:00:00", "12:00:15", SOME)))
                    .contains("before that of interval 1", "put the intervals in the order of time");
            assertThat(refusalOf(timed("12:00:15", "12:00:15", SOME))).contains("expected a time after start");
        }

        @Test
        void mustBeWhole() throws IOException {
            assertThat(refusalOf(timed("12:00:00", "12:00:15", SOME), GOOD))
                    .contains("interval 2: start is missing, unlike in the intervals before");
            assertThat(refusalOf("{\"start\": \"2026-03-01T12:00:15Z\", " + SOME + "}"))
                    .contains("interval 1 (2026-03-01T12:00:15Z): end is missing beside start");
            assertThat(refusalOf("{\"start\": \"noon\", \"end\": 7, " + SOME + "}"))
                    .contains("start is \"noon\", expected an instant such as", "end is 7, expected an instant");
        }
    }

    @Nested
    class Counts {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "'n1': -1, 'x1': 0, 'n2': 0, 'x2': 0|interval 1: n1 is -1, expected a whole number, 0 or more",
                    "'n1': 9, 'x1': 0.5, 'n2': 0, 'x2': 0|interval 1: x1 is 0.5, expected a whole number",
                    "'n1': 9, 'x1': 1e-999999999, 'n2': 0, 'x2': 0|interval 1: x1 is 1e-999999999, expected a whole",
                    "'n1': NaN, 'x1': 0, 'n2': 0, 'x2': 0|interval 1: n1 is NaN, expected a whole number",
                    "'n1': '9', 'x1': 0, 'n2': 0, 'x2': 0|interval 1: n1 is \"9\", expected a whole number",
                    "'n1': null, 'x1': 0, 'n2': 0, 'x2': 0|interval 1: n1 is null, expected a whole number",
                    "'n1': [1], 'x1': 0, 'n2': 0, 'x2': 0|interval 1: n1 is a list, expected a whole number",
                    "'n1': 9007199254740993, 'x1': 0, 'n2': 0, 'x2': 0|expected at most 9007199254740992",
                    "'n1': 1e999999999, 'x1': 0, 'n2': 0, 'x2': 0|expected at most 9007199254740992",
                    "'n1': 1e9999999999, 'x1': 0, 'n2': 0, 'x2': 0|interval 1: n1 is 1e9999999999, expected",
                    "'n1': 9, 'x1': 0, 'n2': 50, 'x2': 60|interval 1: x2 is 60, more than n2, 50",
                    "'n1': 9, 'x1': 10, 'n2': 50, 'x2': 6|interval 1: x1 is 10, more than n1, 9",
                    "'n1': 9, 'x1': 0, 'n2': 50|interval 1: x2 is missing, expected a whole number",
                    "'n1': 9, 'x1': 0, 'n2': 5, 'x2': 0, 'n3': 1|interval 1: n3 is not a field, did you mean n1?",
                    "'n1': 9, 'x1': 0, 'n2': 5, 'x2': 0, 'bad': 1|interval 1: bad is not a field, expected one of n1",
                    "'n1': 9, 'missing': true|interval 1: missing is true although n1 is given",
                    "'n1': 9, 'x1': 0, 'n2': 5, 'x2': 0, 'missing': 1|interval 1: missing is 1, expected true or false",
                    "'n1': 9, 'n1': 9, 'x1': 0, 'n2': 5, 'x2': 0|line 1, column",
                })
        void thatCannotBeAreRefused(String fields, String message) throws IOException {
            assertThat(refusalOf("{" + fields.replace('\'', '"') + "}")).contains(message);
        }

        @Test
        void ofTheCanaryAloneAreRefused() throws IOException {
            String alone = "{\"n1\": 0, \"x1\": 0, \"n2\": 50, \"x2\": 1}";
            assertThat(refusalOf("{\"missing\": true}", alone, alone))
                    .startsWith("interval 2: n1 is 0 as in every other interval although the canary has requests (n2)")
                    .hasLineCount(1);
            assertThat(judge(intervals(alone, UNCLEAR)).exitCode()).isEqualTo(3);
        }

        @Test
        void mustStayExactInAll() throws IOException {
            String large = "{\"n1\": 9007199254740992, \"x1\": 0, \"n2\": 5, \"x2\": 0}";
            assertThat(refusalOf(large, large, large))
                    .startsWith("interval 2: n1 is 9007199254740992, which makes 18014398509481984 in all")
                    .hasLineCount(1);
        }

        @Test
        void areRefusedAllAtOnceUpToTwenty() throws IOException {
            String wrong = "{\"n1\": -1, \"x1\": 0, \"n2\": 0, \"x2\": 1}";
            String refusal =
                    refusalOf(IntStream.range(0, 30).mapToObj(i -> wrong).toArray(String[]::new));
            assertThat(refusal.lines()).hasSize(21).last().isEqualTo("and 40 more");
            assertThat(refusal)
                    .contains("interval 10: x2 is 1, more than n2, 0")
                    .doesNotContain("interval 11:");
        }
    }

    @Nested
    class Documents {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "``|the file is empty, expected an object",
                    "[]|the file is a list, expected an object",
                    "{}|intervals is missing, expected a list",
                    "{'intervals': {}}|intervals is an object, expected a list",
                    "{'intervals': [3]}|interval 1: is 3, expected an object such as",
                    "{'interval': []}|interval is not a field, did you mean intervals?",
                    "{'intervals': [], 'risk': {'falseAbort': 1}}|risk.falseAbort is 1, expected a probability",
                    "{'intervals': [], 'risk': {'falseabort': 1}}|risk.falseabort is not a field, did you mean falseAbort?",
                    "{'intervals': [], 'name': 3}|name is 3, expected a text",
                    "{'intervals': [], 'cases': []}|cases is given beside fields of a single case",
                    "{'cases': {}}|cases is an object, expected a list",
                    "{'cases': [], 'desciption': 1}|desciption is not a field, did you mean description?",
                    "{'cases': [7]}|case 1: is 7, expected an object",
                    "{'cases': [{'name': 'a', 'intervall': []}]}|case \"a\": intervall is not a field, did you mean intervals",
                    "{'cases': [{'cases': []}]}|case 1: cases is not a field, expected one of name, note, intervals",
                    "{'intervals': []} 7|something follows the end of the object",
                    "{'intervals': [|line 1, column",
                    "{'intervals': [{'n1': 1, 'x1': 0, 'n2': 1, 'x2': 0}, {'n1|after interval 1, line 1, column",
                    "{'intervals' []}|line 1, column",
                })
        void thatCannotBeUnderstoodAreRefused(String json, String message) throws IOException {
            assertThat(refusal(judge(json.replace('\'', '"')))).contains(message);
        }

        @Test
        void thatBreakOffAreRefusedWithWhatWasFoundBefore() throws IOException {
            assertThat(refusal(judge("{\"intervals\": [{\"n1\": -3, \"x1\": 0, \"n2\": 0, \"x2\": 0},")))
                    .contains("the file ends too soon", "n1 is -3")
                    .hasLineCount(2);
        }

        @Test
        void thatDoNotExistAreNamed() {
            assertThat(Invocation.of("judge", "--counts", "nothing.json").err())
                    .isEqualTo("serinus: nothing.json: there is no such file; give the path of a JSON file, or - for"
                            + " standard input" + System.lineSeparator());
        }

        @Test
        void withOtherCasesMayHoldOneToPick() throws IOException {
            String json = "{\"cases\": [{\"name\": \"first\", \"intervals\": [" + BAD + "]}, {\"name\": \"second\","
                    + " \"intervals\": [" + GOOD + "," + GOOD + "]}, {\"name\": \"third\", \"intervals\": 3}]}";
            JsonNode picked = tree(judge(json, "--case", "second", "-o", "json"));
            assertThat(picked.path("name").asText()).isEqualTo("second");
            assertThat(picked.path("summary").path("verdict").asText()).isEqualTo("PASS");
            assertThat(refusal(judge(json, "--case", "secnd")))
                    .isEqualTo("--case is \"secnd\", and no case has this name, did you mean second?");
            assertThat(refusal(judge(json, "--case", "third"))).startsWith("intervals is 3");
            assertThat(judge(json).err()).contains("case \"third\": intervals is 3");
            assertThat(refusal(judge(json.replace("first", "second"), "--case", "second")))
                    .contains("which 2 cases are called");
        }
    }
}
