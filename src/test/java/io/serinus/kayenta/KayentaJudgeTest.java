package io.serinus.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.serinus.kayenta.KayentaJudgement.MetricResult;
import io.serinus.kayenta.KayentaJudgement.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class KayentaJudgeTest {
    private static final double[] LOW = {1, 2, 3, 4, 5, 6, 7, 8};
    private static final double[] HIGH = {11, 12, 13, 14, 15, 16, 17, 18};
    private static final MetricConfig LATENCY = MetricConfig.of("latency", "speed");

    @Nested
    class Pairing {
        @Test
        void seriesWithTheSameTagsAreCompared() {
            KayentaJudgement judgement = judge(
                    List.of(series("zone", "a", LOW), series("zone", "b", LOW)),
                    List.of(series("zone", "b", HIGH), series("zone", "a", LOW)));
            assertThat(judgement.metrics())
                    .extracting(MetricResult::tags, MetricResult::classification)
                    .containsExactly(
                            tuple(Map.of("zone", "a"), Classification.PASS),
                            tuple(Map.of("zone", "b"), Classification.HIGH));
        }

        @Test
        void aSeriesWithoutPartnerHasNoData() {
            KayentaJudgement judgement = judge(
                    List.of(series("zone", "a", LOW), series("zone", "b", LOW)), List.of(series("zone", "a", LOW)));
            assertThat(judgement.metrics())
                    .extracting(MetricResult::classification)
                    .containsExactly(Classification.PASS, Classification.NODATA);
        }

        @Test
        void anUntaggedSeriesStandsForNoDataNextToTaggedOnes() {
            KayentaJudgement judgement = judge(
                    List.of(Series.of("latency", Map.of(), LOW)),
                    List.of(series("zone", "a", LOW), series("zone", "b", LOW)));
            assertThat(judgement.metrics())
                    .allSatisfy(result -> assertThat(result.classification()).isEqualTo(Classification.NODATA))
                    .extracting(MetricResult::tags)
                    .containsExactly(Map.of("zone", "a"), Map.of("zone", "b"));
        }

        @Test
        void aMetricThatWasNotMeasuredHasNoData() {
            KayentaJudgement judgement = judge(List.of(), List.of());
            assertThat(judgement.metrics()).singleElement().satisfies(result -> {
                assertThat(result.classification()).isEqualTo(Classification.NODATA);
                assertThat(result.reason()).isEqualTo("Neither side has data.");
            });
            assertThat(judgement.outcome()).isEqualTo(Outcome.FAIL);
        }

        /** Where a missing value counts as 0, a side that is missing altogether is a side of zeros. */
        @Test
        void aMissingSideIsFilledUpBeforeMissingValuesAreReplaced() {
            MetricConfig counter = new MetricConfig(
                    "latency",
                    List.of("speed"),
                    Direction.EITHER,
                    NanStrategy.REPLACE,
                    OptionalDouble.empty(),
                    false,
                    false,
                    false,
                    EffectSize.ANY);
            KayentaJudgement judgement = KayentaJudge.judge(
                    config(counter), new Samples(List.of(series("zone", "a", HIGH)), List.of()), ScoreThresholds.USUAL);
            assertThat(judgement.metrics()).singleElement().satisfies(result -> {
                assertThat(result.classification()).isEqualTo(Classification.LOW);
                assertThat(result.experiment().count()).isEqualTo(HIGH.length);
            });
        }

        @Test
        void refusesTwoSeriesWithTheSameTags() {
            List<Series> twice = List.of(series("zone", "a", LOW), series("zone", "a", HIGH));
            assertThatThrownBy(() -> new Samples(List.of(), twice))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("experiment of latency with tags {zone=a} occurs twice, expected once");
        }

        @Test
        void refusesOtherNamesOfTagsOnEachSide() {
            List<Series> zones = List.of(series("zone", "a", LOW));
            List<Series> pods = List.of(series("pod", "a", LOW));
            assertThatThrownBy(() -> new Samples(zones, pods))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[zone]")
                    .hasMessageContaining("[pod]");
        }
    }

    @Nested
    class WithoutVariation {
        /** Two constants would be tied among themselves; the noise that parts them is the same each time. */
        @Test
        void twoConstantsAreTold() {
            double[] one = constant(1, 10);
            double[] two = constant(2, 10);
            assertThat(KayentaJudge.classify(one, two, LATENCY)).isEqualTo(Classification.HIGH);
            assertThat(KayentaJudge.classify(two, one, LATENCY)).isEqualTo(Classification.LOW);
            assertThat(judge(List.of(untagged(one)), List.of(untagged(two))))
                    .isEqualTo(judge(List.of(untagged(one)), List.of(untagged(two))));
        }

        @Test
        void aZeroSideHasNoRatioAndEveryIncreaseCounts() {
            assertThat(KayentaJudge.classify(constant(0, 10), constant(2, 10), LATENCY))
                    .isEqualTo(Classification.HIGH);
        }

        @Test
        void onePointOnEachSideCannotBeCompared() {
            for (double value : new double[] {2, 10, 1e9, 0.1, -7}) {
                assertThat(KayentaJudge.classify(new double[] {1}, new double[] {value}, LATENCY))
                        .isEqualTo(Classification.ERROR);
            }
        }
    }

    @Test
    void valuesThatAreTooFarApartAreAnErrorAndEndTheSearch() {
        double[] huge = {-1e308, 1e308, 0};
        assertThat(KayentaJudge.classify(huge, new double[] {1e308, 3, 4}, LATENCY))
                .isEqualTo(Classification.ERROR);
    }

    /** The search's coarse tolerance decides here: differences of ratios get lost that are found in percents. */
    @Test
    void smallRatiosAreJudgedMoreCoarselyThanPercents() {
        var random = new Random(1);
        int foundInRatios = 0;
        int foundInPercents = 0;
        for (int run = 0; run < 200; run++) {
            double[] control = around(1e-4, random);
            double[] experiment = around(1.3e-4, random);
            if (KayentaJudge.classify(control, experiment, LATENCY) == Classification.HIGH) {
                foundInRatios++;
            }
            if (KayentaJudge.classify(percent(control), percent(experiment), LATENCY) == Classification.HIGH) {
                foundInPercents++;
            }
        }
        assertThat(foundInRatios).isLessThan(foundInPercents / 2);
    }

    @Test
    void refusesSamplesOfAMetricThatTheConfigDoesNotHave() {
        var samples = new Samples(List.of(Series.of("latancy", Map.of(), LOW)), List.of());
        assertThatThrownBy(() -> KayentaJudge.judge(config(LATENCY), samples, ScoreThresholds.USUAL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("samples are of metric \"latancy\", expected one of latency");
    }

    @Test
    void saysWhatTheNumbersAre() {
        KayentaJudgement judgement = judge(List.of(untagged(LOW)), List.of(untagged(HIGH)));
        assertThat(judgement.metrics()).singleElement().satisfies(result -> {
            assertThat(result.control()).isEqualTo(new SampleStatistics(8, 1, 8, 4.5, Math.sqrt(6)));
            assertThat(result.deviation()).isEqualTo(14.5 / 4.5);
            assertThat(result.reason())
                    .startsWith("The canary is higher: canary - baseline is 10, in the 98 % interval");
        });
        assertThat(judgement.reason()).isEqualTo("The score 0 is below 75.");
    }

    private static KayentaJudgement judge(List<Series> control, List<Series> experiment) {
        return KayentaJudge.judge(config(LATENCY), new Samples(control, experiment), ScoreThresholds.USUAL);
    }

    private static KayentaConfig config(MetricConfig metric) {
        return new KayentaConfig(List.of(metric), Map.of(), Optional.empty());
    }

    private static Series series(String tag, String value, double[] points) {
        return Series.of("latency", Map.of(tag, value), points);
    }

    private static Series untagged(double[] points) {
        return Series.of("latency", Map.of(), points);
    }

    private static double[] constant(double value, int size) {
        double[] points = new double[size];
        Arrays.fill(points, value);
        return points;
    }

    private static double[] around(double mean, Random random) {
        return random.doubles(60, 0.5 * mean, 1.5 * mean).toArray();
    }

    private static double[] percent(double[] ratios) {
        return Arrays.stream(ratios).map(ratio -> 100 * ratio).toArray();
    }
}
