package io.serinus.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A small part of the calibration run with a fixed seed, so that what comes out is exactly the same in every build. */
class CalibrationTest {
    private static final long SEED = 20_260_301;

    private final SerinusSubject serinus = SerinusSubject.shipped();

    private Aborts judged(Scenario scenario, Cell cell, int releases) {
        Trial trial = Trial.of(scenario, cell, 1, releases);
        for (int number = 0; number < releases; number++) {
            trial.run(SEED, number, List.of(serinus));
        }
        return trial.aborts().getFirst();
    }

    @ParameterizedTest
    @CsvSource({
        "zero errors, 500, 50, 5",
        "bursts of 2.5 (phi 4), 500, 50, 8",
        "rare bursts of 100, 50, 10, 8",
        "drifting errors and latency, 500, 50, 10",
        "gamma cv2 1.5, 500, 50, 5",
        "shared incident, 500, 50, 4",
        "'warm-up', 50, 10, 5",
        "'warm-up, failing 5 %', 500, 50, 8",
        "'better: errors 0.1 → 0.05 %, latency × 0.9', 500, 50, 5"
    })
    void abortsNoGoodCanary(String scenario, double requestsPerSecond, int sharePercent, int releases) {
        Cell cell = new Cell(requestsPerSecond, sharePercent);
        assertThat(judged(Scenarios.named(scenario), cell, releases).count())
                .as(
                        "good canaries aborted of %d in \"%s\" at %s. One is a broken promise until a whole run"
                                + " (./mvnw -Pcalibration verify) shows how rare it is",
                        releases, scenario, cell)
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "outage 0 → 50 %, 50, 5, 20, 60, 20, 20",
        "errors 0.1 → 1 %, 50, 10, 12, 300, 6, 12",
        "late errors 0.1 → 1 %, 500, 50, 5, 60, 4, 5",
        "latency × 1.5, 50, 10, 8, 180, 7, 8",
        "latency 2 s for 2 %, 50, 10, 8, 240, 6, 8",
        "errors 1 → 2 %, 50, 5, 12, 1200, 5, 9",
        "late latency × 1.5, 500, 50, 5, 60, 5, 5"
    })
    void findsBadCanariesAsOftenAndAsSoonAsItDid(
            String scenario,
            double requestsPerSecond,
            int sharePercent,
            int releases,
            int seconds,
            int foundBySeconds,
            int foundByTheEnd) {
        Cell cell = new Cell(requestsPerSecond, sharePercent);
        Aborts aborts = judged(Scenarios.named(scenario), cell, releases);
        String found = Math.round(aborts.rateBy(seconds) * releases) + " in time, " + aborts.count() + " in all";
        assertThat(found)
                .as(
                        "bad canaries aborted of %d in \"%s\" at %s, in time meaning within %d s. Fewer: the judge has"
                                + " become blinder or slower. More: keener, which may have been paid for with good canaries. If"
                                + " the change is meant, look at a whole run (./mvnw -Pcalibration verify), then correct the"
                                + " numbers here",
                        releases, scenario, cell, seconds)
                .isEqualTo(foundBySeconds + " in time, " + foundByTheEnd + " in all");
    }
}
