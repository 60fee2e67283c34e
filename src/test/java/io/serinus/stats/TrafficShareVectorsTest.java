package io.serinus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether requests arrive in the configured shares; against values computed at 40 digits, the file says how. */
class TrafficShareVectorsTest {

    record Vectors(List<String> description, List<Case> cases) {}

    record Case(String name, double tolerance, List<double[]> intervals, List<Double> logE) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream file = TrafficShareVectorsTest.class.getResourceAsStream("traffic-share.json")) {
            return new ObjectMapper().readValue(Objects.requireNonNull(file), Vectors.class).cases().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void evidenceThatTheShareDiffers(Case expected) {
        var process = EProcess.of(RatioHypothesis.differs(expected.tolerance()));
        for (int i = 0; i < expected.intervals().size(); i++) {
            double[] row = expected.intervals().get(i);
            process = process.fold(new Counts(1 - row[0], row[1], row[0], row[2]));
            double value = expected.logE().get(i);
            assertThat(process.logE()).isCloseTo(value, within(1e-9 * Math.max(1, Math.abs(value))));
        }
    }

    @Property(tries = 100)
    void tooMuchAndTooLittleAreTheSame(
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double share,
            @ForAll @IntRange(max = 3_000) int first,
            @ForAll @IntRange(min = 1, max = 3_000) int second) {
        var process = EProcess.of(RatioHypothesis.differs(1.1));
        double one = process.fold(new Counts(1 - share, first, share, second)).logE();
        double other = process.fold(new Counts(share, second, 1 - share, first)).logE();
        assertThat(other).isCloseTo(one, within(1e-9 * Math.max(1, Math.abs(one))));
    }

    @Test
    void aDifferenceWithinTheToleranceIsNoEvidence() {
        var process = EProcess.of(RatioHypothesis.differs(1.1));
        for (int i = 0; i < 50; i++) {
            process = process.fold(new Counts(0.9, 90_000, 0.1, 10_900));
        }
        assertThat(process.maxLogE()).isZero();
    }

    @Test
    void namesWhatIsWrongWithItsTolerance() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RatioHypothesis.differs(0.9))
                .withMessage("tolerance is 0.9, expected a number from 1");
    }
}
