package io.serinus.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Kayenta's own tests expect of the parts, among them R's answers to the Mann-Whitney test. */
class StatisticsVectorsTest {
    static Stream<Arguments> shifts() {
        return Vectors.cases("mann-whitney.json", "cases");
    }

    static Stream<Arguments> statistics() {
        return Vectors.cases("statistics.json", "statistics");
    }

    static Stream<Arguments> detectors() {
        return Vectors.cases("statistics.json", "detectors");
    }

    static Stream<Arguments> nan() {
        return Vectors.cases("statistics.json", "nan");
    }

    @ParameterizedTest
    @MethodSource("shifts")
    void shift(JsonNode it) {
        double[] x = Vectors.sorted(it.path("x"));
        double[] y = Vectors.sorted(it.path("y"));
        Vectors.elements(it.path("wilcoxonDiff"))
                .forEach(at -> assertThat(
                                new RankTest(x, y).statistic(at.path("mu").doubleValue())
                                        - at.path("quantile").doubleValue())
                        .isCloseTo(
                                at.path("expected").doubleValue(),
                                within(at.path("tolerance").doubleValue())));
        JsonNode expected = it.path("expected");
        if (!expected.isMissingNode()) {
            Shift shift = Shift.of(x, y, Vectors.quantile(it.path("confLevel").doubleValue()));
            double interval = expected.path("toleranceInterval").doubleValue();
            assertThat(shift.lower()).isCloseTo(expected.path("lower").doubleValue(), within(interval));
            assertThat(shift.upper()).isCloseTo(expected.path("upper").doubleValue(), within(interval));
            assertThat(shift.estimate())
                    .isCloseTo(
                            expected.path("estimate").doubleValue(),
                            within(expected.path("toleranceEstimate").doubleValue()));
            JsonNode reference = it.path("reference");
            assertThat(shift.lower()).isCloseTo(reference.path("lower").doubleValue(), within(1e-12));
            assertThat(shift.upper()).isCloseTo(reference.path("upper").doubleValue(), within(1e-12));
            assertThat(shift.estimate()).isCloseTo(reference.path("estimate").doubleValue(), within(1e-12));
        }
    }

    @ParameterizedTest
    @MethodSource("statistics")
    void statistic(JsonNode it) {
        JsonNode expected = it.path("expected");
        double tolerance = it.path("tolerance").doubleValue();
        switch (it.path("kind").asText()) {
            case "percentile" ->
                assertThat(Quantiles.of(
                                Vectors.sorted(it.path("data")),
                                it.path("percentile").doubleValue() / 100))
                        .isCloseTo(expected.doubleValue(), within(tolerance));
            case "summary" -> {
                SampleStatistics summary = SampleStatistics.of(Vectors.sorted(it.path("data")));
                assertThat(summary.count()).isEqualTo(expected.path("count").intValue());
                assertThat(summary.min()).isEqualTo(expected.path("min").doubleValue());
                assertThat(summary.max()).isEqualTo(expected.path("max").doubleValue());
                assertThat(summary.mean()).isEqualTo(expected.path("mean").doubleValue());
                assertThat(summary.standardDeviation())
                        .isCloseTo(expected.path("std").doubleValue(), within(tolerance));
            }
            case "meanRatio" ->
                assertThat(MetricClassifier.meanRatio(
                                Vectors.sorted(it.path("control")), Vectors.sorted(it.path("experiment"))))
                        .isEqualTo(Double.valueOf(Vectors.number(expected)));
            case "cles" ->
                assertThat(new RankTest(Vectors.sorted(it.path("experiment")), Vectors.sorted(it.path("control")))
                                .probabilityOfHigher())
                        .isEqualTo(expected.doubleValue());
            default -> throw new AssertionError(it);
        }
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void outliers(JsonNode it) {
        double[] data = Vectors.numbers(it.path("data"));
        List<Boolean> expected = Vectors.elements(it.path("expectedOutliers"))
                .map(JsonNode::booleanValue)
                .toList();
        double factor = it.path("parameter").doubleValue();
        if (it.path("reduceSensitivity").booleanValue() || data.length == 0) {
            MetricConfig metric = metric(NanStrategy.REMOVE, OptionalDouble.of(factor));
            double[] kept = Preparation.of(data, metric);
            double[] inliers = Stream.iterate(0, i -> i < data.length, i -> i + 1)
                    .filter(i -> !expected.get(i))
                    .mapToDouble(i -> data[i])
                    .sorted()
                    .toArray();
            assertThat(kept).containsExactly(inliers);
        } else {
            Fences fences = Fences.of(Vectors.sorted(it.path("data")), factor);
            assertThat(Arrays.stream(data).mapToObj(value -> !fences.contain(value)))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("nan")
    void pointsWithoutValue(JsonNode it) {
        NanStrategy strategy = it.path("kind").asText().equals("replace") ? NanStrategy.REPLACE : NanStrategy.REMOVE;
        assertThat(Preparation.of(Vectors.numbers(it.path("data")), metric(strategy, OptionalDouble.empty())))
                .containsExactly(Vectors.sorted(it.path("expected")));
    }

    private static MetricConfig metric(NanStrategy nanStrategy, OptionalDouble outlierFactor) {
        return new MetricConfig(
                "any", List.of(), Direction.EITHER, nanStrategy, outlierFactor, false, false, false, EffectSize.ANY);
    }
}
