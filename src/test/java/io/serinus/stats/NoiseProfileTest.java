package io.serinus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a history without an effect teaches; against values computed independently, the file says how. */
class NoiseProfileTest {
    private static final int PER_BLOCK = 20;
    private static final double RATIO = 1.2;

    record Vectors(List<String> description, List<Case> cases) {}

    record Case(
            String name,
            int intervalsPerBlock,
            double podFactor,
            List<double[]> halves,
            List<Double> support,
            double widened,
            List<double[]> judged,
            List<Double> exceedsLogE,
            List<Double> belowLogE) {

        NoiseProfile profile() {
            return NoiseProfile.learn(counts(halves), intervalsPerBlock, podFactor)
                    .orElseThrow();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream file = NoiseProfileTest.class.getResourceAsStream("noise-profile.json")) {
            return new ObjectMapper().readValue(Objects.requireNonNull(file), Vectors.class).cases().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void supportsEachKindOfNoise(Case expected) {
        double[] support = expected.profile().support(NuisanceGrid.standard());
        for (int i = 0; i < support.length; i++) {
            assertClose(support[i], expected.support().get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void widensTheRatio(Case expected) {
        assertClose(expected.profile().widened(RATIO), expected.widened());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void weighsEvidence(Case expected) {
        var exceeds = EProcess.of(RatioHypothesis.exceeds(RATIO, 0.0002).with(expected.profile()));
        var below = EProcess.of(RatioHypothesis.below(1.25, 0.05).with(expected.profile()));
        List<Counts> judged = counts(expected.judged());
        for (int i = 0; i < judged.size(); i++) {
            exceeds = exceeds.fold(judged.get(i));
            below = below.fold(judged.get(i));
            assertClose(exceeds.logE(), expected.exceedsLogE().get(i));
            assertClose(below.logE(), expected.belowLogE().get(i));
        }
    }

    @Test
    void tooShortOrTooQuietAHistoryTeachesNothing() {
        assertThat(NoiseProfile.learn(steady(29, 10), PER_BLOCK, 1)).isEmpty();
        assertThat(NoiseProfile.learn(steady(30, 10), PER_BLOCK, 1)).isPresent();
        assertThat(NoiseProfile.learn(List.of(), PER_BLOCK, 1)).isEmpty();
        var quiet = new ArrayList<>(steady(60, 0));
        quiet.add(new Counts(1_000, 10, 1_000, 9));
        assertThat(NoiseProfile.learn(quiet, PER_BLOCK, 1)).isEmpty();
        var oneHalfOnly = new ArrayList<>(steady(29, 10));
        oneHalfOnly.add(new Counts(1_000, 10, 0, 0));
        assertThat(NoiseProfile.learn(oneHalfOnly, PER_BLOCK, 1)).isEmpty();
    }

    @Test
    void aHistoryWithoutNoiseKeepsTheRatioAndBelievesInIndependence() {
        var profile = NoiseProfile.learn(steady(120, 40), PER_BLOCK, 1).orElseThrow();
        double[] support = profile.support(NuisanceGrid.standard());
        assertThat(profile.widened(RATIO)).isEqualTo(RATIO);
        assertThat(support[0]).isZero();
        assertThat(support[support.length - 1]).isLessThan(-100);
    }

    @Test
    void burstsKeepTheRatioButSlowNoiseWidensIt() {
        var random = new Random(11);
        var bursts = new ArrayList<Counts>();
        var slow = new ArrayList<Counts>();
        for (int i = 0; i < 120; i++) {
            bursts.add(new Counts(1_500, 4 * poisson(random, 1), 1_500, 4 * poisson(random, 1)));
            double wave = 1 + 0.5 * Math.sin(i / 12.0);
            slow.add(new Counts(1_500, poisson(random, 30), 1_500, poisson(random, 30 * wave)));
        }
        assertThat(learnt(bursts).widened(RATIO)).isEqualTo(RATIO);
        assertThat(learnt(slow).widened(RATIO)).isBetween(1.5, 3.0);
    }

    @Test
    void aLastingDifferenceBetweenTheHalvesWidensTheRatio() {
        var halves = new ArrayList<Counts>();
        for (int i = 0; i < 60; i++) {
            halves.add(new Counts(10_000, 100, 10_000, 140));
        }
        assertThat(learnt(halves).widened(RATIO)).isGreaterThan(1.4);
    }

    @Test
    void noiseBeyondTheUsualKindsIsReckonedWith() {
        var halves = new ArrayList<Counts>();
        for (int i = 0; i < 60; i++) {
            halves.add(new Counts(10_000, 100, 10_000, Math.rint(100 * Math.exp(0.6 * (i % 5 - 2)))));
        }
        var wild = NoiseProfile.learn(halves, PER_BLOCK, 1).orElseThrow();
        assertThat(wild.grid()).isSameAs(NuisanceGrid.wide());
        assertThat(NoiseProfile.learn(steady(120, 40), PER_BLOCK, 1)
                        .orElseThrow()
                        .grid())
                .isSameAs(NuisanceGrid.standard());

        var tenfold = new Counts(10_000, 100, 10_000, 1_000);
        var usual = EProcess.of(RatioHypothesis.exceeds(RATIO, 0));
        var calibrated = EProcess.of(RatioHypothesis.exceeds(RATIO, 0).with(wild));
        for (int i = 0; i < 3; i++) {
            usual = usual.fold(tenfold);
            calibrated = calibrated.fold(tenfold);
        }
        assertThat(usual.logE()).isGreaterThan(Math.log(100));
        assertThat(calibrated.logE()).isLessThan(usual.logE() / 2);
    }

    @Test
    void fewerInstancesToBeJudgedAreNoisier() {
        var halves = new ArrayList<Counts>();
        for (int i = 0; i < 60; i++) {
            halves.add(new Counts(10_000, 2_000, 10_000, i % 2 == 0 ? 1_700 : 2_300));
        }
        var grid = NuisanceGrid.of(new double[] {1}, new double[] {0, 0.1, 0.2, 0.4}, new double[] {0});
        var same = NoiseProfile.learn(halves, PER_BLOCK, 1).orElseThrow();
        var fewer = NoiseProfile.learn(halves, PER_BLOCK, 3).orElseThrow();
        assertThat(fewer.support(grid)[3]).isGreaterThan(same.support(grid)[3]);
        assertThat(fewer.support(grid)[1]).isLessThan(same.support(grid)[1]);
    }

    /** More of the same history tells kinds of noise apart more sharply, and never turns the order of the worst and best. */
    @Test
    void moreHistorySharpens() {
        var random = new Random(3);
        var halves = new ArrayList<Counts>();
        double before = 0;
        for (int hour = 1; hour <= 4; hour++) {
            for (int i = 0; i < 120; i++) {
                halves.add(new Counts(1_500, poisson(random, 12), 1_500, poisson(random, 12)));
            }
            double[] support = learnt(halves).support(NuisanceGrid.standard());
            double least = support[support.length - 1];
            assertThat(least).isLessThan(before - 5);
            before = least;
        }
    }

    /** Two halves of the same service, judged by what two earlier ones taught: no evidence, in 40 services of each kind. */
    @Test
    void equalHalvesAreNoEvidence() {
        var random = new Random(42);
        for (int burst : new int[] {1, 3}) {
            int alarms = 0;
            for (int run = 0; run < 40; run++) {
                var profile = learnt(halves(random, 120, burst));
                var hypothesis =
                        RatioHypothesis.exceeds(profile.widened(RATIO), 0.0002).with(profile);
                var process = EProcess.restartable(hypothesis);
                for (Counts counts : halves(random, 60, burst)) {
                    process = process.fold(counts);
                }
                alarms += process.maxLogE() >= Math.log(100) ? 1 : 0;
            }
            assertThat(alarms).isZero();
        }
    }

    @Test
    void namesWhatIsWrongWithItsInput() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NoiseProfile.learn(List.of(), 0, 1))
                .withMessage("intervalsPerBlock is 0, expected at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NoiseProfile.learn(List.of(), 1, Double.NaN))
                .withMessage("podFactor is NaN, expected a positive number");
    }

    private static NoiseProfile learnt(List<Counts> halves) {
        return NoiseProfile.learn(halves, PER_BLOCK, 1).orElseThrow();
    }

    private static List<Counts> steady(int intervals, double events) {
        return Stream.generate(() -> new Counts(1_000, events, 1_000, events))
                .limit(intervals)
                .toList();
    }

    private static List<Counts> halves(Random random, int intervals, int burst) {
        return Stream.generate(() -> new Counts(
                        1_500, burst * poisson(random, 9.0 / burst), 1_500, burst * poisson(random, 9.0 / burst)))
                .limit(intervals)
                .toList();
    }

    private static List<Counts> counts(List<double[]> rows) {
        return rows.stream()
                .map(row -> new Counts(row[0], row[1], row[2], row[3]))
                .toList();
    }

    private static int poisson(Random random, double mean) {
        double limit = Math.exp(-mean);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    private static void assertClose(double actual, double value) {
        assertThat(actual).isCloseTo(value, within(1e-9 * Math.max(1, Math.abs(value))));
    }
}
