package io.serinus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProportionIntervalTest {

    record Vectors(List<String> description, List<Case> cases) {}

    record Case(double x, double n, double alpha, double lower, double upper) {}

    static Stream<Case> cases() throws IOException {
        try (InputStream file = ProportionIntervalTest.class.getResourceAsStream("proportion-interval.json")) {
            return new ObjectMapper().readValue(Objects.requireNonNull(file), Vectors.class).cases().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void timeUniformAgreesWithFortyDigits(Case expected) {
        var interval = ProportionInterval.timeUniform(expected.x(), expected.n(), expected.alpha());
        assertThat(interval.low()).isCloseTo(expected.lower(), within(1e-9 * expected.lower()));
        assertThat(interval.high()).isCloseTo(expected.upper(), within(1e-9 * expected.upper()));
    }

    /**
     * Made with mpmath at 40 digits; the first four also with scipy 1.17.1, {@code stats.binomtest(x, n).proportion_ci(1 -
     * alpha, method='wilson')}.
     */
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0.05, 0.0, 0.27753279986288926",
        "3, 10, 0.05, 0.10779126740630102, 0.6032218525388546",
        "10, 10, 0.01, 0.6011459066950918, 1.0",
        "7, 100000, 0.01, 2.7379204743182213e-05, 0.000178956071134824",
        "1, 2000000000, 0.05, 8.826227747302901e-11, 2.832467127264103e-09",
        "500000000, 1000000000, 0.05, 0.4999690102484443, 0.5000309897515557",
    })
    void wilsonAgreesWithFortyDigits(double events, double trials, double alpha, double low, double high) {
        var interval = ProportionInterval.wilson(events, trials, alpha);
        assertThat(interval.low()).isCloseTo(low, within(1e-9 * low));
        assertThat(interval.high()).isCloseTo(high, within(1e-9 * high));
    }

    @Property(tries = 500)
    void exchangingEventsMirrorsTheInterval(
            @ForAll @DoubleRange(min = 0.01, max = 1e12) double trials,
            @ForAll @DoubleRange(min = 0, max = 1) double fraction,
            @ForAll @DoubleRange(min = 0.01, max = 0.5) double alpha) {
        double events = trials * fraction;
        var uniform = ProportionInterval.timeUniform(events, trials, alpha);
        var mirrored = ProportionInterval.timeUniform(trials - events, trials, alpha);
        assertThat(uniform.low()).isCloseTo(1 - mirrored.high(), within(1e-9));
        assertThat(uniform.estimate()).isBetween(uniform.low(), uniform.high());
        var fixed = ProportionInterval.wilson(events, trials, alpha);
        assertThat(fixed.low())
                .isCloseTo(
                        1
                                - ProportionInterval.wilson(trials - events, trials, alpha)
                                        .high(),
                        within(1e-9));
    }

    /** 1,000 runs of 400 trials, looked at after each; alpha is 0.1. Wilson's interval fails at this, as it says. */
    @Test
    void coversTheProportionAtEveryMoment() {
        var random = new Random(20_250_103);
        int missed = 0;
        int missedByWilson = 0;
        for (int run = 0; run < 1_000; run++) {
            int events = 0;
            boolean outside = false;
            boolean outsideOfWilson = false;
            for (int n = 1; n <= 400; n++) {
                events += random.nextDouble() < 0.3 ? 1 : 0;
                outside |= excludes(ProportionInterval.timeUniform(events, n, 0.1), 0.3);
                outsideOfWilson |= excludes(ProportionInterval.wilson(events, n, 0.1), 0.3);
            }
            missed += outside ? 1 : 0;
            missedByWilson += outsideOfWilson ? 1 : 0;
        }
        assertThat(missed / 1_000.0).isBetween(0.02, 0.1);
        assertThat(missedByWilson / 1_000.0).isGreaterThan(0.3);
    }

    @Test
    void knowsNothingWithoutTrials() {
        var interval = ProportionInterval.timeUniform(0, 0, 0.05);
        assertThat(interval).isEqualTo(new ProportionInterval(0, Double.NaN, 1));
        assertThat(ProportionInterval.wilson(0, 0, 0.05)).isEqualTo(interval);
    }

    @Test
    void refusesImpossibleCounts() {
        assertThatThrownBy(() -> ProportionInterval.timeUniform(3, 2, 0.05))
                .hasMessage("events is 3.0, expected a number from 0 to 2.0");
        assertThatThrownBy(() -> ProportionInterval.wilson(0, Double.POSITIVE_INFINITY, 0.05))
                .hasMessage("trials is Infinity, expected a finite number, 0 or more");
        assertThatThrownBy(() -> ProportionInterval.timeUniform(1, 2, 0))
                .hasMessage("alpha is 0.0, expected a number above 0 and below 1");
    }

    private static boolean excludes(ProportionInterval interval, double proportion) {
        return interval.low() > proportion || interval.high() < proportion;
    }
}
