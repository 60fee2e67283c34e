package io.serinus.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT59S, 59 s",
        "PT60S, 1 min",
        "PT61S, 1 min 1 s",
        "PT2H, 2 h",
        "PT2H5M9S, 2 h 5 min",
        "P3DT4H, 3 d 4 h",
        "PT-5S, 0 s",
        "PT-5M, 0 s"
    })
    void writesADurationInItsTwoLargestUnits(Duration duration, String text) {
        assertThat(Wording.duration(duration)).isEqualTo(text);
        Instant now = Instant.EPOCH.plus(Duration.ofDays(10));
        assertThat(Wording.age(now.minus(duration), now)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 %", "0.0005, 0.05 %", "0.0024311, 0.243 %", "0.00000123, 0.000123 %", "1, 100 %", ", no requests"
    })
    void writesAFractionInPercentToThreeDigits(Double fraction, String text) {
        assertThat(Wording.percent(fraction)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"-3, less than 1", "0, 1", "1.7259, 53.2", "4, 10000", "400, 'more than 100,000'", ", not known"})
    void writesAnEValue(Double log10, String text) {
        assertThat(Wording.evidence(log10)).isEqualTo(text);
    }

    @Test
    void keepsAMeterWithinItsBounds() {
        assertThat(Meter.of(-4.0, 2.0).value()).isEqualTo("0.000");
        assertThat(Meter.of(7.0, 2.0))
                .isEqualTo(new Meter("2.000", "2.000", "1.000", "1.900", "more than 100,000 of 100"));
        assertThat(Meter.of(null, null).max()).isEqualTo("1.000");
    }
}
