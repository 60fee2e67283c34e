package io.serinus.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTextTest {

    @ParameterizedTest
    @CsvSource({
        "15s, PT15S",
        "2m, PT2M",
        "1h30m, PT1H30M",
        "250ms, PT0.25S",
        "0s, PT0S",
        "1h1m1s1ms, PT1H1M1.001S",
        "2500ms, PT2.5S",
        "90m, PT1H30M"
    })
    void durations(String text, Duration duration) {
        assertThat(DurationText.parse(text)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "15", "s", "1.5h", "-1s", "1m1h", "1s1s", "1 s", "1S", "PT1S", "9999999999s", "1d"})
    void noDurations(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"20%, 0.2", "0.02%, 0.0002", "100 %, 1", "0%, 0", "0.1%, 0.001", "12.345%, 0.12345"})
    void percentages(String text, double ratio) {
        assertThat(FractionText.parse(text)).contains(ratio);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20", "%", "-1%", ".5%", "1e2%", "20%%", "NaN%", "20 percent"})
    void noPercentages(String text) {
        assertThat(FractionText.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.0002, 1, 250})
    void plainNumbers(double number) {
        assertThat(FractionText.parse(number)).contains(number);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void noPlainNumbers(double number) {
        assertThat(FractionText.parse(number)).isEmpty();
    }
}
