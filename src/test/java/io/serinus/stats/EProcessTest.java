package io.serinus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EProcessTest {
    private static final RatioHypothesis WORSE = RatioHypothesis.exceeds(1.2, 0.0002);
    private static final Counts QUIET = new Counts(900, 2, 100, 0);
    private static final Counts BAD = new Counts(900, 2, 100, 6);

    @Test
    void beginsWithoutEvidence() {
        assertThat(EProcess.of(WORSE).logE()).isZero();
        assertThat(EProcess.of(WORSE).logELeaveOneOut()).isZero();
        assertThat(EProcess.of(WORSE).alwaysValidP()).isOne();
        assertThat(EProcess.restartable(WORSE).logE()).isCloseTo(0, within(1e-15));
    }

    @Test
    void aLateChangeIsSeenSoonerWithRestarts() {
        var once = EProcess.of(WORSE);
        var restarting = EProcess.restartable(WORSE);
        for (int i = 0; i < 60; i++) {
            once = once.fold(QUIET);
            restarting = restarting.fold(QUIET);
            restarting = i % 10 == 9 ? restarting.restart() : restarting;
        }
        for (int i = 0; i < 8; i++) {
            once = once.fold(BAD);
            restarting = restarting.fold(BAD);
        }
        assertThat(restarting.logE()).isGreaterThan(Math.log(100)).isGreaterThan(once.logE() + 5);
    }

    @Test
    void rememberedStartsAreBoundedAndForgettingLowersTheEvidence() {
        var process = EProcess.restartable(WORSE);
        for (int i = 0; i < 200; i++) {
            process = process.fold(i % 7 == 3 ? BAD : QUIET);
            double before = process.logE();
            process = process.restart();
            assertThat(process.logE()).isLessThanOrEqualTo(before + 1e-12);
            assertThat(process.rememberedStarts()).isLessThanOrEqualTo(EProcess.MAX_STARTS);
        }
        assertThat(process.rememberedStarts()).isEqualTo(EProcess.MAX_STARTS);
    }

    @Test
    void aChangeAfterDaysIsStillSeen() {
        var process = EProcess.restartable(WORSE);
        for (int i = 0; i < 3_000; i++) {
            process = process.fold(QUIET);
            process = i % 10 == 9 ? process.restart() : process;
        }
        int needed = 0;
        while (process.logE() < Math.log(100) && needed < 100) {
            process = process.fold(BAD);
            needed++;
        }
        assertThat(needed).isBetween(5, 20);
    }

    @Test
    void aProcessWithASingleStartRefusesToRestart() {
        assertThatIllegalStateException()
                .isThrownBy(() -> EProcess.of(WORSE).restart())
                .withMessageContaining("EProcess.restartable");
    }

    @Test
    void namesWhatIsWrongWithItsInput() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Counts(1, Double.NaN, 1, 0))
                .withMessage("x1 is NaN, expected a finite number, 0 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Counts(1, 0, -1, 0))
                .withMessage("n2 is -1.0, expected a finite number, 0 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RatioHypothesis.exceeds(0, 0))
                .withMessage("ratio is 0.0, expected a positive number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RatioHypothesis.below(1.25, 1))
                .withMessage("difference is 1.0, expected a number from 0 to below 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NuisanceGrid.of(new double[] {0.5}, new double[] {0}, new double[] {0}))
                .withMessageStartingWith("phi is 0.5, expected a number from 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NuisanceGrid.of(new double[] {1}, new double[0], new double[] {0}))
                .withMessage("tau is empty, expected at least one value");
    }
}
