package io.serinus.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.serinus.kayenta.KayentaJudgement.GroupScore;
import io.serinus.kayenta.KayentaJudgement.MetricResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Kayenta's own tests expect of scores, and more cases from a second, independent implementation. */
class ScorerVectorsTest {
    static Stream<Arguments> cases() {
        return Vectors.cases("scoring.json", "cases");
    }

    static Stream<Arguments> thresholds() {
        return Vectors.elements(Vectors.read("scoring.json").path("thresholds"))
                .map(node -> Arguments.argumentSet(node.path("score").asText(), node));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void scoresAsExpected(JsonNode it) {
        var weights = new LinkedHashMap<String, Double>();
        it.path("groupWeights")
                .properties()
                .forEach(entry -> weights.put(entry.getKey(), entry.getValue().doubleValue()));
        List<MetricResult> results = Vectors.elements(it.path("metrics"))
                .map(ScorerVectorsTest::result)
                .toList();

        KayentaJudgement judgement = new Scorer(weights, ScoreThresholds.USUAL).score(results);

        JsonNode expected = it.path("expected");
        assertThat(judgement.score()).isEqualTo(expected.path("summaryScore").doubleValue());
        Map<String, Double> scores =
                judgement.groups().stream().collect(Collectors.toMap(GroupScore::name, GroupScore::score));
        assertThat(scores).hasSize(expected.path("groupScores").size());
        expected.path("groupScores")
                .properties()
                .forEach(entry -> assertThat(scores.get(entry.getKey()))
                        .isCloseTo(entry.getValue().doubleValue(), within(1e-9)));
        assertThat(judgement.reason().contains("critical"))
                .isEqualTo(expected.path("failureReason").asText().equals("critical"));
        assertThat(judgement.reason().contains("no data"))
                .isEqualTo(expected.path("failureReason").asText().equals("nodata"));
    }

    @ParameterizedTest
    @MethodSource("thresholds")
    void holdsTheScoreAgainstTheThresholds(JsonNode it) {
        // One passing group whose weight is the score.
        var weights = Map.of("group", it.path("score").doubleValue());
        var thresholds = new ScoreThresholds(
                it.path("pass").doubleValue(), it.path("marginal").doubleValue());
        var passing = new ScorerCase("any", Classification.PASS, List.of("group"), false, false).result();

        KayentaJudgement judgement = new Scorer(weights, thresholds).score(List.of(passing));

        assertThat(judgement.score()).isEqualTo(it.path("score").doubleValue());
        assertThat(judgement.outcome().label()).isEqualTo(it.path("expected").asText());
    }

    private static MetricResult result(JsonNode metric) {
        return new ScorerCase(
                        metric.path("name").asText(),
                        Vectors.classification(metric.path("classification")),
                        Vectors.elements(metric.path("groups"))
                                .map(JsonNode::asText)
                                .toList(),
                        metric.path("critical").booleanValue(),
                        metric.path("muted").booleanValue())
                .result();
    }

    private record ScorerCase(
            String name, Classification classification, List<String> groups, boolean critical, boolean muted) {
        MetricResult result() {
            SampleStatistics none = SampleStatistics.of(new double[0]);
            return new MetricResult(
                    name, Map.of(), groups, muted, classification, critical, 1, Double.NaN, none, none, "as given");
        }
    }
}
