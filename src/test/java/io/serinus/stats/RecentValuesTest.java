package io.serinus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentValuesTest {

    /** Ranks as in tables of the sign test's interval: for 10 values at 95 %, the second from either end; for 5, none. */
    @Test
    void takesTheRanksOfTheSignTest() {
        assertThat(upTo(10).median(0.05)).isEqualTo(new MedianInterval(2, 5.5, 9));
        assertThat(upTo(6).median(0.05)).isEqualTo(new MedianInterval(1, 3.5, 6));
        assertThat(upTo(5).median(0.05))
                .isEqualTo(new MedianInterval(Double.NEGATIVE_INFINITY, 3, Double.POSITIVE_INFINITY));
        assertThat(upTo(100).median(0.05)).isEqualTo(new MedianInterval(40, 50.5, 61));
        assertThat(upTo(0).median(0.05).estimate()).isNaN();
    }

    @Test
    void forgetsTheOldest() {
        var values = upTo(1_000);
        assertThat(values.size()).isEqualTo(RecentValues.CAPACITY);
        assertThat(values.median(0.05).estimate()).isEqualTo(880.5);
    }

    @Test
    void withstandsOutliers() {
        var values = upTo(100);
        for (int i = 0; i < 10; i++) {
            values = values.add(1e300);
        }
        assertThat(values.median(0.05).high()).isLessThan(70);
    }

    /** 2,000 samples of 40 skewed values; alpha is 0.1 and discreteness only helps. */
    @Test
    void coversTheMedian() {
        var random = new Random(20_250_107);
        int missed = 0;
        for (int run = 0; run < 2_000; run++) {
            var values = RecentValues.empty();
            for (int i = 0; i < 40; i++) {
                values = values.add(-Math.log(1 - random.nextDouble()));
            }
            var interval = values.median(0.1);
            missed += interval.low() > Math.log(2) || interval.high() < Math.log(2) ? 1 : 0;
        }
        assertThat(missed / 2_000.0).isBetween(0.04, 0.1);
    }

    @Test
    void refusesWhatIsNoNumber() {
        assertThatThrownBy(() -> RecentValues.empty().add(Double.NaN))
                .hasMessage("value is NaN, expected a finite number");
        assertThatThrownBy(() -> RecentValues.empty().median(1))
                .hasMessage("alpha is 1.0, expected a number above 0 and below 1");
    }

    private static RecentValues upTo(int n) {
        var values = RecentValues.empty();
        for (int i = 1; i <= n; i++) {
            values = values.add(i);
        }
        return values;
    }
}
