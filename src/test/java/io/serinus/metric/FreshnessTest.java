package io.serinus.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessTest {
    @ParameterizedTest
    @CsvSource({"15, 30, 45", "1, 12, 17", "60, 130, 135"})
    void oneFailedScrapeAndASlowOneAreNotLateYet(long interval, long inTime, long last) {
        assertThat(isLate(inTime * 1_000, interval)).isFalse();
        assertThat(isLate(last * 1_000, interval)).isFalse();
        assertThat(isLate(last * 1_000 + 1, interval)).isTrue();
    }

    @Test
    void refusesAnIntervalThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Freshness(Duration.ZERO, Duration.ZERO))
                .withMessage("scrapeInterval is PT0S, expected more than 0");
    }

    private static boolean isLate(long ageMillis, long intervalSeconds) {
        return new Freshness(Duration.ofMillis(ageMillis), Duration.ofSeconds(intervalSeconds)).isLate();
    }
}
