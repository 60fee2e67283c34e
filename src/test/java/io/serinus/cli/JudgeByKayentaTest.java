package io.serinus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The score of the example is 85; its config suggests to pass from 95 and to be marginal from 75. */
class JudgeByKayentaTest {
    private static final String CONFIG = "docs/examples/kayenta/config.json";
    private static final String SAMPLES = "docs/examples/kayenta/samples.json";

    @TempDir
    Path folder = Path.of("");

    private static Invocation judge(String... more) {
        var arguments = new String[more.length + 5];
        arguments[0] = "judge";
        arguments[1] = "--kayenta";
        arguments[2] = CONFIG;
        arguments[3] = "--samples";
        arguments[4] = SAMPLES;
        System.arraycopy(more, 0, arguments, 5, more.length);
        return Invocation.of(arguments);
    }

    @ParameterizedTest
    @CsvSource({
        "85, 75, 0, Pass",
        "85, 85, 0, Pass",
        "85.01, 85, 3, Marginal",
        "95, 75, 3, Marginal",
        "95, 86, 1, Fail",
    })
    void tellsByTheExitCode(String pass, String marginal, int exitCode, String outcome) {
        Invocation judged = judge("--pass", pass, "--marginal", marginal);
        assertThat(judged.err()).isEmpty();
        assertThat(judged.exitCode()).isEqualTo(exitCode);
        assertThat(judged.out()).startsWith(outcome + ": score 85 (pass from ");
    }

    @Test
    void takesThresholdsFromTheConfigWhereNoOptionSaysOtherwise() {
        assertThat(judge().out()).startsWith("Marginal: score 85 (pass from 95, marginal from 75)");
        assertThat(judge("--pass", "80").out()).startsWith("Pass: score 85 (pass from 80, marginal from 75)");
        assertThat(judge("--marginal", "90").out()).startsWith("Fail: score 85 (pass from 95, marginal from 90)");
    }

    @Test
    void takesTheUsualThresholdsWithoutAnyInTheConfig() throws IOException {
        String text = Files.readString(Path.of(CONFIG)).replace("\"scoreThresholds\"", "\"other\"");
        Path config = Files.writeString(folder.resolve("config.json"), text);
        assertThat(Invocation.of("judge", "--kayenta", config.toString(), "--samples", SAMPLES)
                        .out())
                .startsWith("Marginal: score 85 (pass from 95, marginal from 75)");
    }

    @Test
    void writesJson() throws IOException {
        Invocation judged = judge("--output", "json");
        assertThat(judged.exitCode()).isEqualTo(3);
        JsonNode tree = new ObjectMapper().readTree(judged.out());
        assertThat(tree.path("classification").asText()).isEqualTo("Marginal");
        assertThat(tree.path("score").asDouble()).isEqualTo(85);
        assertThat(tree.path("metrics")).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "judge|serinus: nothing to judge: give --counts FILE, or --prometheus URL and --service NAMESPACE/NAME, or --kayenta CONFIG and --samples FILE",
                "judge --samples s.json|serinus: --kayenta is missing: give the canary config",
                "judge --pass 90|serinus: --kayenta is missing: give the canary config",
                "judge --kayenta c.json|serinus: --samples is missing: give the file of samples",
                "judge --quiet|serinus: --counts is missing: give the file that",
                "judge --counts a.json --kayenta c.json --samples s.json|expected those of one",
                "judge --kayenta c.json --samples s.json --quiet|--quiet belong to --counts",
                "judge --kayenta c.json --samples s.json|serinus: c.json: there is no such file",
                "judge --kayenta c.json --samples s.json --pass 101|--pass is 101, expected 0 to 100",
                "judge --kayenta c.json --samples s.json --marginal NaN|--marginal is NaN, expected 0 to 100",
                "judge --kayenta c.json --samples s.json --pass high|serinus: --pass is \"high\", expected a number",
                "judge --kayenta docs --samples s.json|serinus: docs cannot be read: it is a folder; give the path",
                "judge --kayenta " + CONFIG + " --samples s.json|serinus: s.json: there is no such file",
                "judge --kayenta " + CONFIG + " --samples " + SAMPLES
                        + " --pass 70|--pass is 70, below the score to be marginal, 75; give --marginal as well",
                "judge --kayenta " + CONFIG + " --samples " + SAMPLES
                        + " --marginal 96|--marginal is 96, expected 0 to 95, the score to pass; give --pass as well",
                "judge --kayenta " + CONFIG + " --samples " + CONFIG + "|serinus: docs/examples/kayenta/config.json: ",
            })
    void refusesWhatItCannotJudge(String arguments, String message) {
        Invocation judged = Invocation.of(arguments.split(" "));
        assertThat(judged.exitCode()).isEqualTo(2);
        assertThat(judged.out()).isEmpty();
        assertThat(judged.err()).contains(message).doesNotContain("Examples:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"metrics\": [NaN]}|NaN is no number in JSON; write null where there is no value",
                "{\"metrics\": [-Infinity]}|-Infinity is no number in JSON; write null where there is no value",
                "{\"metrics\": [DIGITS]}|a number has more than 1000 characters, expected at most so many; round it",
                "{\"metrics\": [0.DIGITS]}|a number has more than 1000 characters, expected at most so many; round it",
                "{\"metrics\": [1,]}|this is not JSON; check quotes, commas and brackets up to here",
                "{\"metrics\": 'a'}|this is not JSON; check quotes, commas and brackets up to here",
                "{\"metrics\": [|the file ends too soon; expected JSON, so add what is missing",
                "{\"a\": 1, \"a\": 2}|the field a is given twice, expected once; remove one of them",
                "{\"a\": DEEP}|objects and lists stand in each other more than 1000 deep, expected at most so deep;"
                        + " flatten them",
            })
    void saysWhereAFileIsNoJson(String json, String sentence) throws IOException {
        Path samples = Files.writeString(
                folder.resolve("samples.json"),
                "\n" + json.replace("DIGITS", "7".repeat(2000)).replace("DEEP", "[".repeat(2000)));
        Invocation judged = Invocation.of("judge", "--kayenta", CONFIG, "--samples", samples.toString());
        assertThat(judged.exitCode()).isEqualTo(2);
        assertThat(judged.out()).isEmpty();
        assertThat(judged.err().strip())
                .matches(Pattern.quote("serinus: " + samples) + ": line 2, column \\d+: " + Pattern.quote(sentence));
    }

    @Test
    void warnsOfWeightsThatNoMetricGets() throws IOException {
        Path config = Files.writeString(
                folder.resolve("config.json"),
                Files.readString(Path.of(CONFIG)).replace("\"Latency\": 30", "\"Latancy\": 30"));
        Invocation judged = Invocation.of("judge", "--kayenta", config.toString(), "--samples", SAMPLES);
        assertThat(judged.err().strip())
                .isEqualTo(
                        "serinus: " + config + ": classifier.groupWeights.Latancy: no metric is in this group, so its"
                                + " weight is lost to the score; did you mean Latency?");
        assertThat(judged.out()).contains("score");
        assertThat(judge().err()).isEmpty();
    }

    @Test
    void namesEveryMistakeInAFileOnALineOfItsOwn() throws IOException {
        Path samples = Files.writeString(
                folder.resolve("samples.json"),
                "{\"metrics\": [{\"name\": \"nothing\", \"control\": [1]}, {\"name\": \"cpu\", \"control\": [true]}]}");
        Invocation judged = Invocation.of("judge", "--kayenta", CONFIG, "--samples", samples.toString());
        assertThat(judged.exitCode()).isEqualTo(2);
        assertThat(judged.err().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("serinus: " + samples + ": metrics["));
    }
}
