package io.serinus.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.serinus.kayenta.Direction;
import io.serinus.kayenta.EffectSize;
import io.serinus.kayenta.EffectSize.Measure;
import io.serinus.kayenta.KayentaConfig;
import io.serinus.kayenta.MetricConfig;
import io.serinus.kayenta.NanStrategy;
import io.serinus.kayenta.Samples;
import io.serinus.kayenta.ScoreThresholds;
import io.serinus.kayenta.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KayentaFilesTest {
    private static final KayentaConfig CPU =
            new KayentaConfig(List.of(MetricConfig.of("cpu", "load")), Map.of(), Optional.empty());

    @TempDir
    Path directory;

    @Test
    void readsEverythingThatTheJudgeUses() throws Exception {
        KayentaConfig config = KayentaFiles.config(file("""
                {"name": "any", "judge": {"name": "NetflixACAJudge-v1.0", "judgeConfigurations": {}},
                 "templates": {"t": "x"}, "applications": ["a"],
                 "metrics": [{"name": "cpu", "query": {"type": "prometheus"}, "groups": ["g", "h"], "scopeName": "default",
                   "analysisConfigurations": {"canary": {"direction": "decrease", "nanStrategy": "replace",
                     "outliers": {"strategy": "remove", "outlierFactor": 2}, "critical": true, "mustHaveData": true,
                     "muted": true, "effectSize": {"measure": "cles", "allowedIncrease": 0.7, "criticalDecrease": 0}}}}],
                 "classifier": {"groupWeights": {"g": 60, "h": 40.0}, "scoreThresholds": {"pass": 90, "marginal": 50}}}
                """));
        assertThat(config.metrics())
                .containsExactly(new MetricConfig(
                        "cpu",
                        List.of("g", "h"),
                        Direction.DECREASE,
                        NanStrategy.REPLACE,
                        OptionalDouble.of(2),
                        true,
                        true,
                        true,
                        new EffectSize(Measure.CLES, 0.7, 0.5, 0.5, 0)));
        assertThat(config.groupWeights()).isEqualTo(Map.of("g", 60.0, "h", 40.0));
        assertThat(config.scoreThresholds()).contains(new ScoreThresholds(90, 50));
    }

    @Test
    void whatIsAbsentOrUnknownToKayentaIsTheDefault() throws Exception {
        KayentaConfig config = KayentaFiles.config(file("""
                {"metrics": [{"name": "a", "groups": ["g"]},
                  {"name": "b", "groups": ["g"], "analysisConfigurations": {"canary": {"direction": "up", "nanStrategy": "none",
                    "outliers": {"strategy": "keep"}, "effectSize": {"measure": "other"}, "critical": null}}}],
                 "classifier": {"groupWeights": null}}
                """));
        assertThat(config.metrics()).containsExactly(MetricConfig.of("a", "g"), MetricConfig.of("b", "g"));
    }

    @Test
    void aThresholdCountsAlsoWithoutTheOther() throws Exception {
        String config =
                "{\"metrics\": [{\"name\": \"a\", \"groups\": [\"g\"]}], \"classifier\": {\"scoreThresholds\": %s}}";
        assertThat(KayentaFiles.config(file(config.formatted("{\"pass\": 40}"))).scoreThresholds())
                .contains(new ScoreThresholds(40, 40));
        assertThat(KayentaFiles.config(file(config.formatted("{\"marginal\": 40}")))
                        .scoreThresholds())
                .contains(new ScoreThresholds(95, 40));
        assertThat(configProblems(config.formatted("{\"pass\": 99, \"margnal\": 98}")))
                .singleElement()
                .asString()
                .contains("classifier.scoreThresholds.margnal");
    }

    @Test
    void saysEverythingThatIsWrongWithAConfig() throws Exception {
        assertThat(configProblems("""
                {"judge": {"name": "dredd-v1.0"},
                 "metrics": [{"name": "cpu", "groups": "load"},
                   {"name": "cpu", "groups": [1]},
                   {"analysisConfigurations": {"canary": {"critical": "true", "critcal": true, "direction": 1,
                     "outliers": {"outlierFactor": -1}, "effectSize": {"allowedIncrease": "1.1"}}}}],
                 "classifier": {"groupWeights": {"load": -5}, "scoreThresholds": {"pass": 75, "marginal": 95}}}
                """))
                .containsExactlyInAnyOrder(
                        "judge.name is \"dredd-v1.0\", expected \"NetflixACAJudge-v1.0\"",
                        "metrics[0].groups is \"load\", expected a list",
                        "metrics[1].name is \"cpu\", expected a name that no other metric has",
                        "metrics[1].groups[0] is 1, expected a text",
                        "metrics[2].name is missing, expected a name",
                        "metrics[2].analysisConfigurations.canary.critical is \"true\", expected true or false",
                        "metrics[2].analysisConfigurations.canary.critcal is not a field, expected one of direction, "
                                + "nanStrategy, outliers, critical, mustHaveData, muted, effectSize",
                        "metrics[2].analysisConfigurations.canary.direction is 1, expected a text",
                        "metrics[2].analysisConfigurations.canary.outliers.outlierFactor is -1, expected 0 or more",
                        "metrics[2].analysisConfigurations.canary.effectSize.allowedIncrease is \"1.1\", expected a finite "
                                + "number",
                        "classifier.groupWeights.load is -5, expected 0 or more",
                        "classifier.scoreThresholds.marginal is 95.0, expected 0 to 75.0 (pass)");
    }

    @Test
    void aConfigHasMetrics() throws Exception {
        assertThat(configProblems("{}"))
                .containsExactly("metrics is missing, expected a list with at least one metric");
        assertThat(configProblems("[]")).containsExactly("the file is a list, expected an object");
        assertThat(configProblems("{\"metrics\": 1}")).containsExactly("metrics is 1, expected a list");
    }

    @Test
    void saysWhereAFileIsNoJson() throws Exception {
        assertThat(configProblems("{\n  \"metrics\": [,]\n}"))
                .singleElement()
                .asString()
                .startsWith("line 2, column");
        assertThat(configProblems("{\"metrics\": 1, \"metrics\": 2}"))
                .singleElement()
                .asString()
                .contains("the field metrics is given twice, expected once");
    }

    @Test
    void readsSamples() throws Exception {
        Samples samples = KayentaFiles.samples(file("""
                {"metrics": [{"name": "cpu", "tags": {"zone": "a"}, "control": [1, 2.5, null, "NaN"], "experiment": []},
                  {"name": "cpu", "tags": {"zone": "b"}, "experiment": [3]}]}
                """), CPU);
        assertThat(samples.control()).singleElement().satisfies(series -> {
            assertThat(series.tags()).isEqualTo(Map.of("zone", "a"));
            assertThat(series.points()).containsExactly(1, 2.5, Double.NaN, Double.NaN);
        });
        assertThat(samples.experiment()).extracting(Series::size).containsExactly(0, 1);
    }

    @Test
    void saysEverythingThatIsWrongWithSamples() throws Exception {
        assertThat(samplesProblems("""
                {"step": 60, "metrics": [{"name": "cqu", "control": [1, "2", true, 1e999]}, {"control": 5},
                  {"name": "cpu", "tags": {"zone": 1}}, {"name": "cpu", "canary": [1], "control": []}, 7]}
                """))
                .containsExactlyInAnyOrder(
                        "step is not a field, expected one of metrics",
                        "metrics[0].name is \"cqu\", expected a metric of the config: cpu",
                        "metrics[0].control[1] is \"2\", expected a finite number, or null or \"NaN\" for none",
                        "metrics[0].control[2] is true, expected a finite number, or null or \"NaN\" for none",
                        "metrics[0].control[3] is \"Infinity\", expected a finite number, or null or \"NaN\" for none",
                        "metrics[1].name is missing, expected a metric of the config: cpu",
                        "metrics[1].control is 5, expected a list",
                        "metrics[2].tags.zone is 1, expected a text",
                        "metrics[2] has no points, expected control, experiment or both",
                        "metrics[3].canary is not a field, expected one of name, tags, control, experiment",
                        "metrics[4] is 7, expected an object");
    }

    @Test
    void refusesTheSameSeriesTwice() throws Exception {
        assertThat(samplesProblems("""
                {"metrics": [{"name": "cpu", "control": [1]}, {"name": "cpu", "control": [2]}]}
                """)).containsExactly("control of cpu with tags {} occurs twice, expected once");
    }

    private List<String> configProblems(String json) throws IOException {
        Path file = file(json);
        return catchThrowableOfType(InvalidFileException.class, () -> KayentaFiles.config(file))
                .problems();
    }

    private List<String> samplesProblems(String json) throws IOException {
        Path file = file(json);
        return catchThrowableOfType(InvalidFileException.class, () -> KayentaFiles.samples(file, CPU))
                .problems();
    }

    private Path file(String json) throws IOException {
        return Files.writeString(directory.resolve("file.json"), json);
    }
}
