package io.serinus.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SerinusSubjectTest {
    @ParameterizedTest
    @CsvSource({"errors 0.1 → 1 %, 50, 10", "late errors 0.1 → 1 %, 500, 50", "latency × 1.25, 5, 10", "warm-up, 50, 50"
    })
    void abortsDoNotDependOnTheStepsToCome(String scenario, double requestsPerSecond, int sharePercent) {
        SerinusSubject serinus = SerinusSubject.shipped();
        Release release = Release.draw(5, Scenarios.named(scenario), new Cell(requestsPerSecond, sharePercent), 0);
        assertThat(serinus.abortedAfter(release))
                .isEqualTo(serinus.withAllSteps().abortedAfter(release));
    }
}
