package io.serinus.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A small part of the calibration run, with a fixed seed: fails when the judge aborts good canaries, or no longer finds bad
 * ones as soon as it did.
 */
class CalibrationTest {
    private static final long SEED = 20_260_301;
    private static final Cell MEDIUM = new Cell(50, 10);
    private static final Cell LARGE = new Cell(500, 50);

    private final List<Subject> serinus = List.of(SerinusSubject.shipped());

    private Aborts judged(String scenario, Cell cell, int releases) {
        Trial trial = Trial.of(
                Stream.concat(Scenarios.SAME.stream(), Scenarios.DIFFERENT.stream())
                        .filter(it -> it.name().equals(scenario))
                        .findFirst()
                        .orElseThrow(),
                cell,
                1,
                releases);
        for (int number = 0; number < releases; number++) {
            trial.run(SEED, number, serinus);
        }
        return trial.aborts().getFirst();
    }

    @Test
    void abortsNoCanaryForBursts() {
        assertThat(judged("bursts of 2.5 (phi 4)", LARGE, 20).count()).isZero();
        assertThat(judged("rare bursts of 100", MEDIUM, 10).count()).isZero();
    }

    @Test
    void abortsNoCanaryForItsWarmUp() {
        assertThat(judged("warm-up, failing 5 %", LARGE, 10).count()).isZero();
    }

    @Test
    void abortsNoBetterCanary() {
        assertThat(judged("better: errors 0.1 → 0.05 %, latency × 0.9", LARGE, 5)
                        .count())
                .isZero();
    }

    @Test
    void findsEveryOutageWithinAMinute() {
        Aborts aborts = judged("outage 0 → 50 %", new Cell(50, 5), 40);
        assertThat(aborts.rateBy(60)).isEqualTo(1);
    }

    @Test
    void findsTenTimesTheErrors() {
        Aborts aborts = judged("errors 0.1 → 1 %", MEDIUM, 20);
        assertThat(aborts.rate()).isEqualTo(1);
        assertThat(aborts.medianSeconds()).isLessThanOrEqualTo(480);
    }

    @Test
    void findsErrorsThatBeginLate() {
        Aborts aborts = judged("late errors 0.1 → 1 %", LARGE, 5);
        assertThat(aborts.rateBy(180)).isEqualTo(1);
    }

    @Test
    void findsSlownessOfAllAndOfAFew() {
        Aborts all = judged("latency × 1.25", MEDIUM, 15);
        assertThat(all.rate()).isEqualTo(1);
        assertThat(all.medianSeconds()).isLessThanOrEqualTo(390);
        Aborts few = judged("latency 2 s for 2 %", MEDIUM, 15);
        assertThat(few.rate()).isEqualTo(1);
        assertThat(few.medianSeconds()).isLessThanOrEqualTo(240);
    }
}
