package io.serinus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class EProcessPropertyTest {
    private static final RatioHypothesis WORSE = RatioHypothesis.exceeds(1.2, 0.0002);

    @Provide
    Arbitrary<Counts> counts() {
        var exposure = Arbitraries.integers().between(1, 5_000);
        var fraction = Arbitraries.doubles().between(0, 1);
        return Combinators.combine(exposure, fraction, exposure, fraction)
                .as((n1, f1, n2, f2) -> new Counts(n1, Math.floor(n1 * f1), n2, Math.floor(n2 * f2 * f2)));
    }

    @Provide
    Arbitrary<Counts> uninformative() {
        var count = Arbitraries.integers().between(0, 1_000);
        return Combinators.combine(count, count, Arbitraries.of(true, false))
                .as((n, x, first) -> first ? new Counts(n, x, 0, 0) : new Counts(0, 0, n, x));
    }

    @Property(tries = 200)
    void intervalsOfOneSampleOnlyChangeNothing(
            @ForAll("counts") Counts counts, @ForAll("uninformative") Counts uninformative) {
        var process = EProcess.of(WORSE).fold(counts);
        assertThat(process.fold(uninformative)).isSameAs(process);
    }

    @Property(tries = 100)
    void theOrderOfIntervalsDoesNotMatter(
            @ForAll @Size(min = 2, max = 6) List<@From("counts") Counts> intervals, @ForAll Random random) {
        var shuffled = new ArrayList<>(intervals);
        Collections.shuffle(shuffled, random);
        var one = fold(EProcess.of(WORSE), intervals);
        var other = fold(EProcess.of(WORSE), shuffled);
        assertThat(other.logE()).isCloseTo(one.logE(), within(1e-8 * Math.max(1, Math.abs(one.logE()))));
    }

    @Property(tries = 100)
    void theFoldedProcessIsNotTouched(@ForAll("counts") Counts first, @ForAll("counts") Counts second) {
        var process = EProcess.restartable(WORSE).fold(first).restart();
        double before = process.logE();
        double after = process.fold(second).logE();
        assertThat(process.logE()).isEqualTo(before);
        assertThat(process.fold(second).logE()).isEqualTo(after);
    }

    @Property(tries = 100)
    void thePValueNeverRises(@ForAll @Size(min = 1, max = 8) List<@From("counts") Counts> intervals) {
        var process = EProcess.restartable(WORSE);
        for (Counts counts : intervals) {
            double before = process.alwaysValidP();
            process = process.fold(counts);
            assertThat(process.alwaysValidP()).isBetween(0.0, before);
            assertThat(process.logE()).isLessThanOrEqualTo(process.maxLogE());
        }
    }

    /** Whatever the size of the burst, and whichever quiet interval it hits. */
    @Property(tries = 100)
    void aSingleBurstNeverPassesLeaveOneOut(
            @ForAll @IntRange(min = 1, max = 1_000) int burst,
            @ForAll @IntRange(max = 15) int when,
            @ForAll @DoubleRange(min = 0.01, max = 0.5) double share) {
        var process = EProcess.restartable(WORSE);
        for (int i = 0; i < 16; i++) {
            double canary = 2_000 * share;
            double events = i == when ? Math.min(burst, canary) : 0;
            process = process.fold(new Counts(2_000 - canary, 1, canary, events));
            assertThat(process.logELeaveOneOut()).isLessThan(Math.log(10));
            if (i == 10) {
                process = process.restart();
            }
        }
    }

    @Property(tries = 100)
    void restartingLeavesTheEvidenceAsItIs(
            @ForAll @Size(min = 1, max = EProcess.MAX_STARTS - 1) List<@From("counts") Counts> intervals) {
        var process = EProcess.restartable(WORSE);
        for (Counts counts : intervals) {
            process = process.fold(counts);
            assertThat(process.restart().logE()).isCloseTo(process.logE(), within(1e-12));
            process = process.restart();
            assertThat(process.restart()).isSameAs(process);
        }
    }

    @Property(tries = 100)
    void intervalsWithoutEventsChangeNothing(
            @ForAll("counts") Counts counts,
            @ForAll @IntRange(max = 9_999) int n1,
            @ForAll @IntRange(max = 9_999) int n2) {
        var process = EProcess.restartable(RatioHypothesis.exceeds(1.2, 0)).fold(counts);
        assertThat(process.fold(new Counts(n1, 0, n2, 0))).isSameAs(process);
    }

    /** Once the same bad interval has spoken against the null hypothesis, each further one does so more. */
    @Property(tries = 100)
    void moreOfTheSameBadEvidenceNeverLowersIt(
            @ForAll @IntRange(min = 100, max = 5_000) int n1,
            @ForAll @IntRange(min = 50, max = 5_000) int n2,
            @ForAll @IntRange(max = 20) int x1,
            @ForAll @DoubleRange(min = 3, max = 20) double times) {
        double x2 = Math.rint(Math.min(n2, times * (x1 + 1) * n2 / n1 + 3));
        var process = EProcess.of(WORSE).fold(new Counts(n1, x1, n2, x2));
        for (int i = 0; i < 12; i++) {
            var next = process.fold(new Counts(n1, x1, n2, x2));
            if (process.logE() > 0) {
                assertThat(next.logE()).isGreaterThanOrEqualTo(process.logE() - 1e-9);
            }
            process = next;
        }
        assertThat(process.logE()).isPositive();
    }

    /**
     * An interval cut in two, each part with the same shares of exposure: independent events do not care. Where bursts
     * and noise are allowed for, more and shorter intervals are more evidence against these, so that nothing so simple holds.
     */
    @Property(tries = 100)
    void cuttingAnIntervalDoesNotMatterToIndependentEvents(
            @ForAll @Size(min = 1, max = 5) List<@From("counts") Counts> intervals,
            @ForAll @DoubleRange(min = 0.05, max = 0.95) double at,
            @ForAll @DoubleRange(max = 1) double of1,
            @ForAll @DoubleRange(max = 1) double of2) {
        var hypothesis = WORSE.with(NuisanceGrid.none());
        var whole = EProcess.of(hypothesis);
        var cut = EProcess.of(hypothesis);
        for (Counts it : intervals) {
            double x1 = Math.floor(it.x1() * of1);
            double x2 = Math.floor(it.x2() * of2);
            whole = whole.fold(it);
            cut = cut.fold(new Counts(it.n1() * at, x1, it.n2() * at, x2))
                    .fold(new Counts(it.n1() * (1 - at), it.x1() - x1, it.n2() * (1 - at), it.x2() - x2));
        }
        assertThat(cut.logE()).isCloseTo(whole.logE(), within(1e-9 * Math.max(1, Math.abs(whole.logE()))));
    }

    /** The mean over 4,000 runs of bursty equal samples, stopped at the end or at a hundredfold. */
    @Example
    void theMeanEValueIsAtMostOneForTheNoiseAllowedFor() {
        var random = new Random(20_250_202);
        var hypothesis = RatioHypothesis.exceeds(1, 0);
        double sum = 0;
        for (int run = 0; run < 4_000; run++) {
            var process = EProcess.restartable(hypothesis);
            for (int i = 0; i < 6 && process.logE() < Math.log(100); i++) {
                process = process.fold(new Counts(900, 2 * poisson(random, 3), 300, 2 * poisson(random, 1)));
                process = i == 2 ? process.restart() : process;
            }
            sum += Math.exp(process.logE());
        }
        assertThat(sum / 4_000).isBetween(0.05, 1.0);
    }

    /** A month of intervals of half a minute against their sum, which is the same evidence if events are independent. */
    @Example
    void aVeryLongRunStaysExact() {
        var hypothesis = WORSE.with(NuisanceGrid.none());
        var process = EProcess.of(hypothesis);
        for (int i = 0; i < 100_000; i++) {
            process = process.fold(new Counts(900, i % 3, 100, i % 2));
        }
        var once = EProcess.of(hypothesis).fold(new Counts(90_000_000, 99_999, 10_000_000, 50_000));
        assertThat(process.logE()).isCloseTo(once.logE(), within(1e-9 * Math.abs(once.logE())));
    }

    /**
     * Lemma behind the method, by summing over all outcomes of one interval: independent events whose rates satisfy the
     * null hypothesis give an expected e-value of at most 1.
     */
    @Property(tries = 60)
    void theExpectedEValueIsAtMostOneUnderTheNull(
            @ForAll @DoubleRange(min = 1, max = 3) double ratio,
            @ForAll @DoubleRange(min = 0, max = 0.05) double difference,
            @ForAll @DoubleRange(min = 0, max = 0.02) double p1,
            @ForAll @DoubleRange(min = 0, max = 1) double harmless,
            @ForAll @DoubleRange(min = 10, max = 300) double n1,
            @ForAll @DoubleRange(min = 10, max = 100) double n2) {
        var hypothesis = RatioHypothesis.exceeds(ratio, difference).with(NuisanceGrid.none());
        double boundary = ratio * p1 + difference;
        assertThat(expectedE(hypothesis, n1, p1, n2, harmless * boundary)).isLessThanOrEqualTo(1 + 1e-9);
    }

    @Property(tries = 60)
    void theExpectedEValueForTheContraryIsAtMostOneUnderItsNull(
            @ForAll @DoubleRange(min = 1, max = 3) double ratio,
            @ForAll @DoubleRange(min = 0, max = 0.05) double difference,
            @ForAll @DoubleRange(min = 0, max = 0.02) double p1,
            @ForAll @DoubleRange(min = 1, max = 3) double harmful,
            @ForAll @DoubleRange(min = 10, max = 300) double n1,
            @ForAll @DoubleRange(min = 10, max = 100) double n2) {
        var hypothesis = RatioHypothesis.below(ratio, difference).with(NuisanceGrid.none());
        double boundary = ratio * p1 + difference;
        assertThat(expectedE(hypothesis, n1, p1, n2, harmful * boundary)).isLessThanOrEqualTo(1 + 1e-9);
    }

    /** 2,000 pairs of equal samples, looked at 40 times each; three standard errors above alpha would be 0.12. */
    @Example
    void rarelyEverCallsEqualSamplesDifferent() {
        var random = new Random(20_250_101);
        var hypothesis = RatioHypothesis.exceeds(1, 0).with(NuisanceGrid.none());
        int alarms = 0;
        for (int run = 0; run < 2_000; run++) {
            var process = EProcess.restartable(hypothesis);
            for (int i = 0; i < 40; i++) {
                process = process.fold(new Counts(900, poisson(random, 9), 100, poisson(random, 1)));
                process = i % 10 == 9 ? process.restart() : process;
            }
            alarms += process.maxLogE() >= Math.log(10) ? 1 : 0;
        }
        assertThat(alarms / 2_000.0).isBetween(0.005, 0.1);
    }

    /** Bursts of four that would fool the assumption of independence. */
    @Example
    void burstsAreNoEvidence() {
        var random = new Random(7);
        int robust = 0;
        int naive = 0;
        for (int run = 0; run < 60; run++) {
            var process = EProcess.of(RatioHypothesis.exceeds(1.05, 0));
            var independent = EProcess.of(RatioHypothesis.exceeds(1.05, 0).with(NuisanceGrid.none()));
            for (int i = 0; i < 40; i++) {
                var counts = new Counts(1_000, 4 * poisson(random, 2.5), 1_000, 4 * poisson(random, 2.5));
                process = process.fold(counts);
                independent = independent.fold(counts);
            }
            robust += process.maxLogE() >= Math.log(100) ? 1 : 0;
            naive += independent.maxLogE() >= Math.log(100) ? 1 : 0;
        }
        assertThat(robust).isLessThanOrEqualTo(1);
        assertThat(naive).isGreaterThan(5);
    }

    private static double expectedE(RatioHypothesis hypothesis, double n1, double p1, double n2, double p2) {
        double expected = 0;
        for (int x1 = 0; x1 <= 40; x1++) {
            for (int x2 = 0; x2 <= 60; x2++) {
                var process = EProcess.of(hypothesis).fold(new Counts(n1, x1, n2, x2));
                expected +=
                        poissonProbability(n1 * p1, x1) * poissonProbability(n2 * p2, x2) * Math.exp(process.logE());
            }
        }
        return expected;
    }

    private static double poissonProbability(double mean, int count) {
        double probability = Math.exp(-mean);
        for (int i = 1; i <= count; i++) {
            probability *= mean / i;
        }
        return probability;
    }

    private static int poisson(Random random, double mean) {
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        int count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }

    private static EProcess fold(EProcess process, List<Counts> intervals) {
        for (Counts counts : intervals) {
            process = process.fold(counts);
        }
        return process;
    }
}
