package io.serinus.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChanceTest {
    private static final int DRAWS = 40_000;

    /** Mean within five standard errors, variance within 10 %. */
    private static void assertMoments(double mean, double variance, ToDoubleFunction<Chance> draw) {
        Chance chance = Chance.of(7, mean, variance);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
            double value = draw.applyAsDouble(chance);
            sum += value;
            squares += (value - mean) * (value - mean);
        }
        assertThat(sum / DRAWS).isCloseTo(mean, within(5 * Math.sqrt(variance / DRAWS)));
        assertThat(squares / DRAWS).isCloseTo(variance, within(0.1 * variance));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.7, 9.9, 10.1, 40, 2500})
    void poissonHasItsMoments(double mean) {
        assertMoments(mean, mean, chance -> chance.poisson(mean));
    }

    @ParameterizedTest
    @CsvSource({"1, 0.5", "30, 0.1", "7500, 0.001", "2500, 0.005", "60, 0.4", "7500, 0.3", "40, 0.97", "900, 0.8"})
    void binomialHasItsMoments(long n, double p) {
        assertMoments(n * p, n * p * (1 - p), chance -> chance.binomial(n, p));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.5})
    void gammaHasItsMoments(double squaredVariation) {
        assertMoments(1, squaredVariation, chance -> chance.gamma(squaredVariation));
    }

    @ParameterizedTest
    @ValueSource(doubles = {2.5, 5, 100})
    void geometricHasItsMoments(double mean) {
        assertMoments(mean, mean * (mean - 1), chance -> chance.geometric(mean));
    }

    @Test
    void gaussianIsStandard() {
        assertMoments(0, 1, Chance::gaussian);
    }

    @Test
    void wanderKeepsItsDeviationAndItsMemory() {
        var wander = new Wander(0.8, 0.3, Chance.of(1, "wander"));
        double squares = 0;
        double products = 0;
        double last = wander.next();
        for (int i = 0; i < DRAWS; i++) {
            double next = wander.next();
            squares += next * next;
            products += next * last;
            last = next;
        }
        assertThat(squares / DRAWS).isCloseTo(0.09, within(0.005));
        assertThat(products / squares).isCloseTo(0.8, within(0.02));
    }

    @Test
    void sameKeySameNumbers() {
        assertThat(Chance.of(1, "a", 2).uniform())
                .isEqualTo(Chance.of(1, "a", 2).uniform())
                .isNotEqualTo(Chance.of(2, "a", 2).uniform())
                .isNotEqualTo(Chance.of(1, "a", 3).uniform())
                .isNotEqualTo(Chance.of(1, "a2", "").uniform());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.5",
        "1, 0.15865525393145707",
        "-1, 0.8413447460685429",
        "2.4999999999, 0.006209665325951",
        "3, 0.0013498980316300933",
        "5, 2.866515718791939e-7"
    })
    void normalTail(double z, double expected) {
        assertThat(Normal.survival(z)).isCloseTo(expected, within(1e-9 * expected));
    }
}
