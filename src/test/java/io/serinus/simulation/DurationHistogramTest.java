package io.serinus.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationHistogramTest {

    /** Durations around the true edge of each bound, as Envoy's two significant digits put them. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 0.99, 1",
        "1, 1.99, 2",
        "5, 5.9, 6",
        "10, 10.9, 11",
        "25, 25.9, 26",
        "50, 50.9, 51",
        "100, 109.9, 110",
        "250, 259.9, 260",
        "500, 509.9, 510",
        "1000, 1099.9, 1100",
        "2500, 2599, 2600",
        "5000, 5099, 5100",
        "10000, 10999, 11000",
        "30000, 30999, 31000",
        "60000, 60999, 61000"
    })
    void putsTheWholeBinOfABoundIntoItsBucket(double bound, double inside, double outside) {
        int index = DurationHistogram.BOUNDS_MILLIS.indexOf(bound);
        var histogram = new DurationHistogram();
        histogram.add(inside);
        assertThat(histogram.cumulative()[index]).isEqualTo(1);
        histogram.add(outside);
        assertThat(histogram.cumulative()[index]).isEqualTo(1);
        assertThat(histogram.requests()).isEqualTo(2);
    }

    @Test
    void countsWhatIsAboveEveryBound() {
        var histogram = new DurationHistogram();
        histogram.add(4e6);
        assertThat(histogram.cumulative()).containsOnly(0);
        assertThat(histogram.requests()).isEqualTo(1);
        assertThat(histogram.sumMillis()).isEqualTo(4_000_000);
    }
}
