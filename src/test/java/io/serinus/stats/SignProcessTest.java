package io.serinus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignProcessTest {
    private static final LevelHypothesis HIGHER = LevelHypothesis.exceeds(1.1, 2);

    /** Made with mpmath at 40 digits: quadrature of the incomplete beta function, sums of binomial tails beyond 20,000. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0.0",
        "1, 0, 0.4054651081081644",
        "0, 1, -0.6931471805599453",
        "10, 0, 5.226235312862919",
        "0, 10, -2.3978952727983707",
        "7, 3, 0.3190045435808221",
        "3, 7, -1.7386496439141066",
        "50, 50, -2.0842441128641545",
        "51, 49, -1.9180771250363622",
        "49, 51, -2.2359630545404925",
        "140, 100, 1.505468572207345",
        "100, 140, -3.8049102895577023",
        "600, 400, 17.579427835531416",
        "400, 600, -5.321963132930259",
        "5000, 0, 3457.9116568088675",
        "50500, 49500, 0.16171864893837",
        "49500, 50500, -6.99028515139514",
        "100000, 900000, -13.592368569147085",
    })
    void mixtureAgreesWithFortyDigits(long heads, long tails, double expected) {
        assertThat(SignMixture.logE(heads, tails)).isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
    }

    /** A fair coin's next toss leaves the expectation as it is, or lowers it. */
    @Property(tries = 300)
    void isASupermartingaleUnderTheContrary(
            @ForAll @IntRange(max = 500) int heads,
            @ForAll @IntRange(max = 500) int tails,
            @ForAll @DoubleRange(min = 0, max = 0.5) double p) {
        double expected = p * Math.exp(SignMixture.logE(heads + 1, tails))
                + (1 - p) * Math.exp(SignMixture.logE(heads, tails + 1));
        assertThat(expected).isLessThanOrEqualTo(Math.exp(SignMixture.logE(heads, tails)) * (1 + 1e-9));
    }

    @Test
    void countsAnIntervalOnTheBoundaryAgainst() {
        var process = SignProcess.of(HIGHER).fold(10, 13);
        assertThat(process.logE()).isNegative();
        assertThat(process.fold(10, 13.001).supporting()).isEqualTo(1);
        assertThat(LevelHypothesis.below(1, -2).isSupportedBy(10, 8)).isFalse();
        assertThat(LevelHypothesis.below(1, -2).isSupportedBy(10, 7.9)).isTrue();
    }

    @Test
    void doesNotCareHowFarTheBoundaryIsExceeded() {
        var modest = SignProcess.of(HIGHER).fold(10, 14).fold(10, 5);
        var wild = SignProcess.of(HIGHER).fold(10, 1e12).fold(10, -1e12);
        assertThat(wild.logE()).isEqualTo(modest.logE());
    }

    @Test
    void tenInARowAreEnough() {
        var process = SignProcess.of(HIGHER);
        for (int i = 0; i < 9; i++) {
            process = process.fold(10, 20);
        }
        assertThat(process.logE()).isLessThan(Math.log(105));
        assertThat(process.fold(10, 20).logELeaveOneOut()).isCloseTo(process.logE(), within(1e-12));
        process = process.fold(10, 20);
        assertThat(process.logE()).isGreaterThan(Math.log(100));
        assertThat(process.alwaysValidP()).isCloseTo(Math.exp(-process.logE()), within(1e-15));
    }

    @Test
    void seesALateChangeThroughARestart() {
        var once = SignProcess.of(HIGHER);
        var restarting = SignProcess.restartable(HIGHER);
        for (int i = 0; i < 80; i++) {
            double second = i < 60 ? 10 : 20;
            once = once.fold(10, second);
            restarting = i % 10 == 0 ? restarting.restart() : restarting;
            restarting = restarting.fold(10, second);
        }
        assertThat(once.maxLogE()).isZero();
        assertThat(restarting.logE()).isGreaterThan(Math.log(100));
    }

    @Test
    void leavesTheLastSupportOutOfTheStartsThatCountIt() {
        var process = SignProcess.restartable(HIGHER)
                .fold(10, 20)
                .fold(10, 20)
                .restart()
                .fold(10, 5);
        double expected = LogSumExp.of(
                Math.log(0.8) + SignMixture.logE(1, 1), Math.log(0.1) + SignMixture.logE(0, 1), Math.log(0.1));
        assertThat(process.logELeaveOneOut()).isCloseTo(expected, within(1e-12));
    }

    @Test
    void restartingChangesNothingByItselfAndForgetsTheLeastPromising() {
        var process = SignProcess.restartable(HIGHER);
        assertThat(process.restart()).isSameAs(process);
        for (int i = 0; i < 40; i++) {
            process = process.fold(10, i % 3 == 0 ? 20 : 10);
            assertThat(process.restart().logE()).isLessThanOrEqualTo(process.logE() + 1e-12);
            process = process.restart();
            assertThat(process.restart()).isSameAs(process);
            assertThat(process.rememberedStarts()).isLessThanOrEqualTo(SignProcess.MAX_STARTS);
        }
        var single = SignProcess.of(HIGHER);
        assertThatThrownBy(single::restart).isInstanceOf(IllegalStateException.class);
    }

    /** 2,000 runs of 120 looks exactly at the boundary, with Cauchy noise; three standard errors above alpha: 0.12. */
    @Test
    void rarelyEverCallsEqualLevelsDifferent() {
        var random = new Random(20_250_105);
        int alarms = 0;
        for (int run = 0; run < 2_000; run++) {
            var process = SignProcess.restartable(LevelHypothesis.exceeds(1, 0));
            for (int i = 0; i < 120; i++) {
                process = i % 10 == 0 ? process.restart() : process;
                process = process.fold(5, 5 + Math.tan(Math.PI * (random.nextDouble() - 0.5)));
            }
            alarms += process.maxLogE() >= Math.log(10) ? 1 : 0;
        }
        assertThat(alarms / 2_000.0).isBetween(0.005, 0.1);
    }

    /** What the documentation warns of: at the boundary, levels that wander look like a difference. */
    @Test
    void autocorrelationBreaksTheGuaranteeUnlessTheBoundaryIsAway() {
        assertThat(alarmsOfWanderingLevels(0.9, 0)).isGreaterThan(0.3);
        assertThat(alarmsOfWanderingLevels(0.5, 0.5)).isLessThan(0.03);
    }

    private static double alarmsOfWanderingLevels(double correlation, double tolerance) {
        var random = new Random(20_250_106);
        int alarms = 0;
        for (int run = 0; run < 400; run++) {
            var process = SignProcess.of(LevelHypothesis.exceeds(1, tolerance));
            double level = random.nextGaussian();
            for (int i = 0; i < 120; i++) {
                process = process.fold(0, level);
                level = correlation * level + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
            }
            alarms += process.maxLogE() >= Math.log(100) ? 1 : 0;
        }
        return alarms / 400.0;
    }

    @Test
    void refusesWhatIsNoLevel() {
        assertThatThrownBy(() -> SignProcess.of(HIGHER).fold(Double.NaN, 1))
                .hasMessage("first is NaN, expected a finite number");
        assertThatThrownBy(() -> LevelHypothesis.exceeds(0, 1)).hasMessage("ratio is 0.0, expected a positive number");
        assertThatThrownBy(() -> LevelHypothesis.exceeds(1, Double.NEGATIVE_INFINITY))
                .hasMessage("difference is -Infinity, expected a finite number");
    }
}
