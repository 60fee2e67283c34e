package io.serinus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against values computed at 40 digits; the file says how. */
class RatioIntervalVectorsTest {

    record Vectors(List<String> description, List<Case> cases) {}

    record Case(
            String name,
            List<Double> phi,
            List<Double> tau,
            List<Double> epsilon,
            double alpha,
            List<double[]> intervals,
            List<@Nullable List<@Nullable Double>> logRatio) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream file = RatioIntervalVectorsTest.class.getResourceAsStream("ratio-interval.json")) {
            return new ObjectMapper().readValue(Objects.requireNonNull(file), Vectors.class).cases().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void limitsAndEstimate(Case expected) {
        var grid = NuisanceGrid.of(array(expected.phi()), array(expected.tau()), array(expected.epsilon()));
        var strata = Strata.empty();
        int compared = 0;
        for (int i = 0; i < expected.intervals().size(); i++) {
            double[] row = expected.intervals().get(i);
            strata = strata.add(new Counts(row[0], row[1], row[2], row[3]));
            List<@Nullable Double> limits = expected.logRatio().get(i);
            if (limits != null) {
                var interval = RatioInterval.timeUniform(strata, grid, expected.alpha());
                assertLog(interval.low(), limits.get(0));
                assertLog(interval.estimate(), limits.get(1));
                assertLog(interval.high(), limits.get(2));
                compared++;
            }
        }
        assertThat(compared).isPositive();
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void assertLog(double ratio, @Nullable Double expected) {
        if (expected == null) {
            assertThat(ratio).isNaN();
        } else if (expected.isInfinite()) {
            assertThat(ratio).isEqualTo(Math.exp(expected));
        } else {
            assertThat(Math.log(ratio)).isCloseTo(expected, within(1e-6));
        }
    }
}
