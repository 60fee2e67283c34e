package io.serinus.stats.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.serinus.stats.Buckets;
import io.serinus.stats.Counts;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where there is nothing to test, and which way the tests look. */
class ClassicEdgesTest {
    private static final double[] NONE = {};
    private static final double[] LOW = {1, 2, 3, 4, 5, 6};
    private static final double[] HIGH = {4, 5, 6, 7, 8, 9};
    private static final Buckets EMPTY = new Buckets(new double[] {10, 100}, new long[] {0, 0}, 0);
    private static final Buckets FAST = new Buckets(new double[] {10, 100}, new long[] {80, 100}, 100);
    private static final Buckets SLOW = new Buckets(new double[] {10, 100}, new long[] {40, 90}, 100);

    @ParameterizedTest
    @EnumSource
    void thereIsNoAnswerWithoutData(Direction direction) {
        assertNoAnswer(FisherExact.test(0, 0, 10, 1, direction));
        assertNoAnswer(FisherExact.test(10, 0, 10, 0, direction));
        assertNoAnswer(FisherExact.test(10, 10, 10, 10, direction));
        assertNoAnswer(MannWhitney.ofSamples(NONE, HIGH, direction));
        assertNoAnswer(MannWhitney.ofSamples(new double[] {2, 2}, new double[] {2}, direction));
        assertNoAnswer(MannWhitney.ofBuckets(EMPTY, SLOW, 1, direction));
        assertNoAnswer(MannWhitney.ofBuckets(EMPTY, EMPTY, 1, direction));
        var one = new Buckets(new double[] {10, 100}, new long[] {7, 7}, 7);
        assertNoAnswer(MannWhitney.ofBuckets(one, one, 1, direction));
        assertNoAnswer(WelchT.test(LOW, new double[] {1}, direction));
        assertNoAnswer(WelchT.test(new double[] {1, 1}, new double[] {2, 2}, direction));
        assertNoAnswer(MantelHaenszel.test(List.of(), 1, direction));
        assertNoAnswer(MantelHaenszel.test(List.of(new Counts(10, 1, 0, 0), new Counts(10, 0, 9, 0)), 1, direction));
    }

    @Test
    void thereIsNoAnswerWithoutDataInEitherDirection() {
        assertNoAnswer(Homogeneity.test(new long[] {0, 0}, new long[] {50, 50}, 1));
        assertNoAnswer(Homogeneity.test(new long[] {4, 4}, new long[] {4, 4}, 1));
        assertNoAnswer(Homogeneity.test(new long[] {}, new long[] {}, 1));
        assertNoAnswer(KolmogorovSmirnov.ofBuckets(FAST, EMPTY, 1));
        assertThat(KolmogorovSmirnov.ofBuckets(FAST, FAST, 1)).isEqualTo(new Outcome(Direction.DIFFERENT, 1, 0, 0));
        assertThat(Holm.adjust()).isEmpty();
    }

    @Test
    void greaterMeansThatTheSecondSampleIs() {
        for (Direction direction : Direction.values()) {
            boolean small = direction != Direction.LESS;
            assertSmall(small, FisherExact.test(100, 1, 100, 20, direction));
            assertSmall(small, FisherExact.test(3_000_000_000L, 100, 3_000_000_000L, 200, direction));
            assertSmall(small, MannWhitney.ofSamples(LOW, HIGH, direction));
            assertSmall(small, MannWhitney.ofBuckets(FAST, SLOW, 1, direction));
            assertSmall(small, WelchT.test(LOW, HIGH, direction));
            assertSmall(small, MantelHaenszel.test(List.of(new Counts(100, 1, 100, 20)), 1, direction));
        }
        assertThat(KolmogorovSmirnov.ofBuckets(FAST, SLOW, 1).effect()).isCloseTo(0.4, within(1e-12));
        assertThat(MannWhitney.ofBuckets(FAST, SLOW, 1, Direction.GREATER).effect())
                .isGreaterThan(0.5);
    }

    @Test
    void burstsMakeResultsLessCertain() {
        assertThat(MannWhitney.ofBuckets(FAST, SLOW, 4, Direction.GREATER).p())
                .isGreaterThan(
                        MannWhitney.ofBuckets(FAST, SLOW, 1, Direction.GREATER).p());
        assertThat(KolmogorovSmirnov.ofBuckets(FAST, SLOW, 4).p())
                .isGreaterThan(KolmogorovSmirnov.ofBuckets(FAST, SLOW, 1).p());
        var intervals = List.of(new Counts(100, 1, 100, 20));
        assertThat(MantelHaenszel.test(intervals, 4, Direction.GREATER).p())
                .isGreaterThan(
                        MantelHaenszel.test(intervals, 1, Direction.GREATER).p());
    }

    @Test
    void ratiosWithoutEventsInTheFirstSampleAreInfinite() {
        assertThat(FisherExact.test(50, 0, 40, 6, Direction.GREATER).effect()).isInfinite();
        assertThat(MantelHaenszel.test(List.of(new Counts(50, 0, 40, 6)), 1, Direction.GREATER)
                        .effect())
                .isInfinite();
    }

    /** Both tails of the exact test hold the observed outcome, and swapping the samples swaps them. */
    @Property(tries = 300)
    void fisherIsSymmetric(
            @ForAll @IntRange(min = 1, max = 300) int n1,
            @ForAll @IntRange(min = 1, max = 300) int n2,
            @ForAll @IntRange(max = 300) int a,
            @ForAll @IntRange(max = 300) int b) {
        int x1 = Math.min(a, n1);
        int x2 = Math.min(b, n2);
        double greater = FisherExact.test(n1, x1, n2, x2, Direction.GREATER).p();
        assertThat(FisherExact.test(n2, x2, n1, x1, Direction.LESS).p()).isCloseTo(greater, within(1e-9));
        assertThat(greater + FisherExact.test(n1, x1, n2, x2, Direction.LESS).p())
                .isGreaterThanOrEqualTo(1 - 1e-9);
    }

    /** The approximation for large counts joins the exact test. */
    @Test
    void fisherHasNoStepWhereTheApproximationBegins() {
        double exact = FisherExact.test(1_000_000_000, 9_800, 1_000_000_000, 10_000, Direction.GREATER)
                .p();
        double approximate = FisherExact.test(1_100_000_000, 9_800, 1_100_000_000, 10_000, Direction.GREATER)
                .p();
        assertThat(approximate).isCloseTo(exact, within(0.002));
    }

    @Test
    void refusesImpossibleArguments() {
        assertThatThrownBy(() -> FisherExact.test(10, 11, 10, 1, Direction.GREATER))
                .hasMessage("x1 is 11.0, expected a number from 0 to 10.0");
        assertThatThrownBy(() -> Homogeneity.test(new long[] {1}, new long[] {1, 2}, 1))
                .hasMessage("first has 1 categories and second has 2, expected as many");
        assertThatThrownBy(() -> Homogeneity.test(new long[] {1, -1}, new long[] {1, 2}, 1))
                .hasMessage("first[1] is -1, expected 0 or more");
        var other = new Buckets(new double[] {10}, new long[] {1}, 1);
        assertThatThrownBy(() -> MannWhitney.ofBuckets(FAST, other, 1, Direction.GREATER))
                .hasMessage("the samples have different bounds, expected the same");
        assertThatThrownBy(() -> KolmogorovSmirnov.ofBuckets(FAST, SLOW, 0))
                .hasMessage("designEffect is 0.0, expected a finite number, 1 or more");
        assertThatThrownBy(() -> WelchT.test(LOW, new double[] {1, Double.NaN}, Direction.LESS))
                .hasMessage("second[1] is NaN, expected a finite number");
        assertThatThrownBy(() -> MantelHaenszel.test(List.of(new Counts(1, 2, 1, 0)), 1, Direction.LESS))
                .hasMessage("x1 is 2.0, expected a number from 0 to 1.0");
        assertThatThrownBy(() -> Holm.adjust(0.5, 1.5)).hasMessage("p[1] is 1.5, expected a number from 0 to 1");
    }

    private static void assertNoAnswer(Outcome outcome) {
        assertThat(outcome.isAnswer()).isFalse();
        assertThat(outcome.p()).isEqualTo(1);
        assertThat(outcome.effect()).isNaN();
    }

    private static void assertSmall(boolean small, Outcome outcome) {
        assertThat(outcome.p() < 0.05).isEqualTo(small);
        assertThat(outcome.isAnswer()).isTrue();
    }
}
