package io.serinus.kayenta;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.kayenta.EffectSize.Measure;
import io.serinus.kayenta.KayentaJudgement.MetricResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

class KayentaJudgePropertyTest {
    /** One metric with its samples. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared, only handed to the judge.
    record Measured(MetricConfig metric, double[] control, double[] experiment) {
        Classification classify() {
            return KayentaJudge.classify(control, experiment, metric);
        }

        Measured named(String name) {
            return new Measured(
                    new MetricConfig(
                            name,
                            metric.groups(),
                            metric.direction(),
                            metric.nanStrategy(),
                            metric.outlierFactor(),
                            metric.critical(),
                            metric.mustHaveData(),
                            metric.muted(),
                            metric.effectSize()),
                    control,
                    experiment);
        }

        Measured with(Direction direction) {
            return with(direction, metric.muted());
        }

        Measured muted() {
            return with(metric.direction(), true);
        }

        private Measured with(Direction direction, boolean muted) {
            return new Measured(
                    new MetricConfig(
                            metric.name(),
                            metric.groups(),
                            direction,
                            metric.nanStrategy(),
                            metric.outlierFactor(),
                            metric.critical(),
                            metric.mustHaveData(),
                            muted,
                            metric.effectSize()),
                    control,
                    experiment);
        }
    }

    @Property
    void theOrderOfPointsDoesNotMatter(@ForAll("measured") Measured it, @ForAll Random random) {
        var shuffled = new Measured(it.metric(), shuffled(it.control(), random), shuffled(it.experiment(), random));
        assertThat(judge(List.of(shuffled))).isEqualTo(judge(List.of(it)));
    }

    @Property
    void theSameSamplesPass(@ForAll("measured") Measured it) {
        Assume.that(Arrays.stream(it.control()).anyMatch(value -> !Double.isNaN(value)));
        assertThat(KayentaJudge.classify(it.control(), it.control(), it.metric()))
                .isEqualTo(Classification.PASS);
    }

    @Property
    void pointsAreLeftAsTheyAre(@ForAll("measured") Measured it) {
        double[] control = it.control().clone();
        double[] experiment = it.experiment().clone();
        it.classify();
        assertThat(it.control()).isEqualTo(control);
        assertThat(it.experiment()).isEqualTo(experiment);
    }

    @Property
    void theQuickAnswerIsThatOfTheJudge(@ForAll("measured") Measured it) {
        int size = Math.max(it.control().length, it.experiment().length);
        var padded = new Measured(it.metric(), padded(it.control(), size), padded(it.experiment(), size));
        assertThat(judge(List.of(it)).metrics())
                .extracting(MetricResult::classification)
                .containsExactly(padded.classify());
    }

    @Property
    void aDirectionThatDoesNotCountIsNeverFound(@ForAll("measured") Measured it) {
        Classification increase = it.with(Direction.INCREASE).classify();
        Classification decrease = it.with(Direction.DECREASE).classify();
        assertThat(increase).isNotEqualTo(Classification.LOW);
        assertThat(decrease).isNotEqualTo(Classification.HIGH);
        assertThat(it.with(Direction.EITHER).classify())
                .isEqualTo(increase == Classification.HIGH ? increase : decrease);
    }

    /** Well away from the tolerance of the search, what is high from one side is low from the other. */
    @Property
    void swappingTheSidesSwapsTheDirection(
            @ForAll @Size(min = 8, max = 40) List<@DoubleRange(min = 100, max = 120) Double> low,
            @ForAll @Size(min = 8, max = 40) List<@DoubleRange(min = 200, max = 220) Double> high) {
        double[] control = array(low);
        double[] experiment = array(high);
        for (Measure measure : Measure.values()) {
            MetricConfig metric =
                    metric(measure, Direction.EITHER, NanStrategy.REMOVE, OptionalDouble.empty(), false, false, false);
            assertThat(KayentaJudge.classify(control, experiment, metric)).isEqualTo(Classification.HIGH);
            assertThat(KayentaJudge.classify(experiment, control, metric)).isEqualTo(Classification.LOW);
        }
    }

    @Property
    void scoresAreFrom0To100(
            @ForAll("several") List<Measured> metrics, @ForAll @DoubleRange(min = 0, max = 100) double weight) {
        KayentaJudgement judgement = judge(metrics, Map.of("a", weight));
        assertThat(judgement.score()).isBetween(0.0, 100.0);
        assertThat(judgement.groups())
                .allSatisfy(group -> assertThat(group.score()).isBetween(0.0, 100.0));
    }

    @Property
    void aMutedMetricNeverChangesTheScore(
            @ForAll("several") List<Measured> metrics, @ForAll("measured") Measured more) {
        var all = new ArrayList<>(metrics);
        all.add(more.muted().named("muted"));
        KayentaJudgement without = judge(metrics);
        KayentaJudgement with = judge(all);
        assertThat(with.score()).isEqualTo(without.score());
        assertThat(with.outcome()).isEqualTo(without.outcome());
        assertThat(with.reason()).isEqualTo(without.reason());
        assertThat(with.groups()).isEqualTo(without.groups());
        assertThat(with.metrics()).hasSize(without.metrics().size() + 1);
    }

    @Property
    void theStatisticFallsAsTheShiftGrows(
            @ForAll @Size(min = 2, max = 20) List<@DoubleRange(min = 0, max = 5) Double> x,
            @ForAll @Size(min = 2, max = 20) List<@DoubleRange(min = 0, max = 5) Double> y,
            @ForAll @DoubleRange(min = -4, max = 4) double mu,
            @ForAll @DoubleRange(min = 0, max = 4) double further) {
        Assume.that(x.stream().distinct().count() == x.size()
                && y.stream().distinct().count() == y.size());
        var test = new RankTest(
                x.stream().mapToDouble(it -> it).sorted().toArray(),
                y.stream().mapToDouble(it -> it).sorted().toArray());
        assertThat(Math.signum(test.statistic(mu + further))).isLessThanOrEqualTo(Math.signum(test.statistic(mu)));
    }

    /** Ranks by counting: for each value, how many are below it and how many are equal. */
    @Property
    void ranksAsCountingDoes(@ForAll("measured") Measured it, @ForAll @DoubleRange(min = -3, max = 3) double shift) {
        double[] x = Preparation.of(it.experiment(), it.metric());
        double[] y = Preparation.of(it.control(), it.metric());
        Assume.that(x.length > 0 && y.length > 0);
        double rankSum = 0;
        for (double value : x) {
            for (double other : x) {
                rankSum += other - shift < value - shift ? 1 : other - shift == value - shift ? 0.5 : 0;
            }
            for (double other : y) {
                rankSum += other < value - shift ? 1 : other == value - shift ? 0.5 : 0;
            }
            rankSum += 0.5;
        }
        assertThat(Ranking.of(x, y, shift).rankSum()).isEqualTo(rankSum);
    }

    @Provide
    Arbitrary<List<Measured>> several() {
        return measured().list().ofMinSize(1).ofMaxSize(5).map(metrics -> {
            var named = new ArrayList<Measured>();
            metrics.forEach(it -> named.add(it.named("metric" + named.size())));
            return named;
        });
    }

    @Provide
    Arbitrary<Measured> measured() {
        Arbitrary<Double> coarse = Arbitraries.integers().between(0, 4).map(Integer::doubleValue);
        Arbitrary<Double> fine = Arbitraries.doubles().between(-50, 200);
        Arbitrary<Double> gaps = Arbitraries.just(Double.NaN);
        Arbitrary<double[]> points = Arbitraries.oneOf(
                        coarse, fine, Arbitraries.frequencyOf(Tuple.of(4, coarse), Tuple.of(1, gaps)))
                .list()
                .ofMaxSize(25)
                .map(KayentaJudgePropertyTest::array);
        return Combinators.combine(metrics(), points, points).as(Measured::new);
    }

    private static Arbitrary<MetricConfig> metrics() {
        return Combinators.combine(
                        Arbitraries.of(Measure.values()),
                        Arbitraries.of(Direction.values()),
                        Arbitraries.of(NanStrategy.values()),
                        Arbitraries.of(OptionalDouble.empty(), OptionalDouble.of(1.5), OptionalDouble.of(3)),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as(KayentaJudgePropertyTest::metric);
    }

    private static MetricConfig metric(
            Measure measure,
            Direction direction,
            NanStrategy nanStrategy,
            OptionalDouble outlierFactor,
            boolean critical,
            boolean mustHaveData,
            boolean secondGroup) {
        double neutral = measure.neutral();
        return new MetricConfig(
                "metric",
                secondGroup ? List.of("a", "b") : List.of("a"),
                direction,
                nanStrategy,
                outlierFactor,
                critical,
                mustHaveData,
                false,
                new EffectSize(measure, neutral, neutral, neutral, neutral));
    }

    private static KayentaJudgement judge(List<Measured> metrics) {
        return judge(metrics, Map.of());
    }

    private static KayentaJudgement judge(List<Measured> metrics, Map<String, Double> weights) {
        var config = new KayentaConfig(metrics.stream().map(Measured::metric).toList(), weights, Optional.empty());
        var samples = new Samples(
                metrics.stream()
                        .map(it -> Series.of(it.metric().name(), Map.of(), it.control()))
                        .toList(),
                metrics.stream()
                        .map(it -> Series.of(it.metric().name(), Map.of(), it.experiment()))
                        .toList());
        return KayentaJudge.judge(config, samples, ScoreThresholds.USUAL);
    }

    private static double[] padded(double[] points, int size) {
        double[] padded = Arrays.copyOf(points, size);
        Arrays.fill(padded, points.length, size, Double.NaN);
        return padded;
    }

    private static double[] shuffled(double[] points, Random random) {
        List<Double> list = new ArrayList<>();
        Arrays.stream(points).forEach(list::add);
        Collections.shuffle(list, random);
        return array(list);
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
