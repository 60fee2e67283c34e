package io.serinus.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.serinus.kayenta.EffectSize.Measure;
import io.serinus.kayenta.MetricClassifier.Finding;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Kayenta's own tests expect, and the same again with more cases from a second, independent implementation. */
class MetricClassifierVectorsTest {
    static Stream<Arguments> cases() {
        return Vectors.cases("classifier.json", "cases");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void classifiesAsExpected(JsonNode it) {
        MetricConfig metric = metric(it);
        double[] control = Vectors.numbers(it.path("control"));
        double[] experiment = Vectors.numbers(it.path("experiment"));
        var classifier = new MetricClassifier(
                it.path("tolerance").asDouble(0.25),
                Vectors.quantile(it.path("confLevel").asDouble(0.98)));

        Finding finding =
                classifier.classify(Preparation.of(control, metric), Preparation.of(experiment, metric), metric);

        for (JsonNode expected : List.of(it.path("expected"), it.path("reference"))) {
            if (expected.has("classification")) {
                assertThat(finding.classification()).isEqualTo(Vectors.classification(expected.path("classification")));
            }
            if (expected.has("critical")) {
                assertThat(finding.critical())
                        .isEqualTo(expected.path("critical").booleanValue());
            }
            if (expected.has("deviation")) {
                assertClose(finding.deviation(), expected.path("deviation"));
            }
            if (expected.has("effectSize")) {
                assertClose(finding.effectSize(), expected.path("effectSize"));
            }
            if (expected.has("lower")) {
                Shift shift = finding.shift().orElseThrow();
                assertClose(shift.lower(), expected.path("lower"));
                assertClose(shift.upper(), expected.path("upper"));
                assertClose(shift.estimate(), expected.path("estimate"));
            }
            if (expected.path("reasonPresent").asBoolean()) {
                assertThat(Wording.reason(finding, SampleStatistics.of(control), SampleStatistics.of(experiment)))
                        .isNotBlank();
            }
        }
        if (classifier.equals(MetricClassifier.NETFLIX)) {
            assertThat(KayentaJudge.classify(control, experiment, metric)).isEqualTo(finding.classification());
        }
    }

    private static MetricConfig metric(JsonNode it) {
        Measure measure = it.path("effectSizeMeasure").asText().equals("cles") ? Measure.CLES : Measure.MEAN_RATIO;
        return new MetricConfig(
                it.path("name").asText(),
                List.of(),
                Direction.valueOf(it.path("direction").asText().toUpperCase(Locale.ROOT)),
                NanStrategy.valueOf(it.path("nanStrategy").asText().toUpperCase(Locale.ROOT)),
                OptionalDouble.empty(),
                it.path("critical").booleanValue(),
                it.path("mustHaveData").booleanValue(),
                false,
                new EffectSize(
                        measure,
                        it.path("allowedIncrease").asDouble(measure.neutral()),
                        it.path("allowedDecrease").asDouble(measure.neutral()),
                        it.path("criticalIncrease").asDouble(measure.neutral()),
                        it.path("criticalDecrease").asDouble(measure.neutral())));
    }

    private static void assertClose(double actual, JsonNode expected) {
        double value = Vectors.number(expected);
        if (Double.isNaN(value)) {
            assertThat(actual).isNaN();
        } else {
            assertThat(actual).isCloseTo(value, within(1e-9 * Math.max(1, Math.abs(value))));
        }
    }
}
