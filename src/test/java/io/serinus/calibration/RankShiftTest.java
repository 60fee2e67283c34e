package io.serinus.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Against an independent implementation of Kayenta's judge. */
class RankShiftTest {
    private static double[] zerosThen(int zeros, double... others) {
        double[] all = new double[zeros + others.length];
        System.arraycopy(others, 0, all, zeros, others.length);
        return all;
    }

    @Test
    void threePointsEach() {
        var shift = new RankShift(new double[] {10, 20, 30}, new double[] {1, 2, 3});
        assertThat(shift.lower()).isEqualTo(7);
        assertThat(shift.estimate()).isEqualTo(18);
    }

    @Test
    void manyTies() {
        var shift = new RankShift(zerosThen(20, 1, 1, 1, 1, 1, 1, 3, 3, 3, 3), zerosThen(25, 1, 1, 1, 2, 2));
        assertThat(shift.lower()).isCloseTo(-3.682524152020958e-05, within(1e-12));
        assertThat(shift.estimate()).isCloseTo(2.6008348815172695e-05, within(1e-12));
    }

    @Test
    void onePointEachIsTied() {
        var shift = new RankShift(new double[] {2}, new double[] {1});
        assertThatThrownBy(shift::lower).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void classifiesWhatIsHigherOnly() {
        var classifier = new RankClassifier();
        double[] low = {10, 11, 12, 13, 14, 10.5, 11.5, 12.5, 13.5, Double.NaN};
        double[] high = Arrays.stream(low).map(point -> point + 20).toArray();
        assertThat(classifier.isHigh(low, high)).isTrue();
        assertThat(classifier.isHigh(high, low)).isFalse();
        assertThat(classifier.isHigh(low, low)).isFalse();
        assertThat(classifier.isHigh(low, new double[] {Double.NaN})).isFalse();
    }
}
