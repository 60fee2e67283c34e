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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuantileIntervalTest {

    record Vectors(List<String> description, List<Case> cases) {}

    record Case(
            String name,
            List<Double> bounds,
            List<Long> cumulative,
            long total,
            double alpha,
            double designEffect,
            List<double[]> limits) {

        Buckets buckets() {
            return new Buckets(
                    bounds.stream().mapToDouble(Double::doubleValue).toArray(),
                    cumulative.stream().mapToLong(Long::longValue).toArray(),
                    total);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream file = QuantileIntervalTest.class.getResourceAsStream("quantile-interval.json")) {
            return new ObjectMapper().readValue(Objects.requireNonNull(file), Vectors.class).cases().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithFortyDigits(Case expected) {
        var buckets = expected.buckets();
        for (double[] row : expected.limits()) {
            var interval = QuantileInterval.timeUniform(buckets, row[0], expected.alpha(), expected.designEffect());
            assertThat(interval.guaranteedLow()).isEqualTo(row[1]);
            assertThat(interval.low()).isCloseTo(row[2], within(1e-9 * row[2]));
            assertThat(interval.estimate()).isCloseTo(row[3], within(1e-9 * row[3]));
            assertThat(interval.high()).isCloseTo(row[4], within(1e-9 * row[4]));
            assertThat(interval.guaranteedHigh()).isEqualTo(row[5]);
        }
    }

    @Test
    void hasNoUpperLimitWhereTooFewValuesAreBelowTheLastBound() {
        var buckets = new Buckets(new double[] {10, 100}, new long[] {50, 90}, 100);
        var interval = QuantileInterval.timeUniform(buckets, 0.99, 0.05, 1);
        assertThat(interval)
                .isEqualTo(new QuantileInterval(100, 100, 100, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY));
    }

    @Test
    void knowsNothingWithoutValues() {
        var buckets = new Buckets(new double[] {10, 100}, new long[] {0, 0}, 0);
        var interval = QuantileInterval.timeUniform(buckets, 0.5, 0.05, 1);
        assertThat(interval.guaranteedLow()).isZero();
        assertThat(interval.estimate()).isNaN();
        assertThat(interval.guaranteedHigh()).isInfinite();
    }

    /** 1,000 runs of 600 values, looked at every 20; alpha is 0.1 and the true median 69.3. */
    @Test
    void coversTheQuantileAtEveryMoment() {
        var random = new Random(20_250_104);
        double median = 100 * Math.log(2);
        double[] bounds = {20, 40, 60, 65, median, 75, 80, 100, 200};
        int missed = 0;
        for (int run = 0; run < 1_000; run++) {
            long[] cumulative = new long[bounds.length];
            boolean outside = false;
            for (int n = 1; n <= 600; n++) {
                double value = -100 * Math.log(1 - random.nextDouble());
                for (int k = 0; k < bounds.length; k++) {
                    cumulative[k] += value <= bounds[k] ? 1 : 0;
                }
                if (n % 20 == 0) {
                    var interval = QuantileInterval.timeUniform(new Buckets(bounds, cumulative, n), 0.5, 0.1, 1);
                    outside |= interval.guaranteedLow() >= median || interval.guaranteedHigh() < median;
                }
            }
            missed += outside ? 1 : 0;
        }
        assertThat(missed / 1_000.0).isBetween(0.001, 0.1);
    }

    @Test
    void estimatesAsPrometheusDoesAtTheEdges() {
        assertThat(new Buckets(new double[] {10, 100}, new long[] {40, 40}, 100).quantile(0.5))
                .isEqualTo(100);
        assertThat(new Buckets(new double[] {10, 100}, new long[] {80, 100}, 100).quantile(0.4))
                .isEqualTo(5);
        assertThat(new Buckets(new double[] {-5, 100}, new long[] {80, 100}, 100).quantile(0.4))
                .isEqualTo(-5);
        assertThat(new Buckets(new double[] {10, 100}, new long[] {50, 100}, 100).quantile(0.5))
                .isEqualTo(10);
    }

    @Test
    void refusesBucketsThatDoNotFitTogether() {
        assertThatThrownBy(() -> new Buckets(new double[] {1, 2}, new long[] {1}, 2))
                .hasMessage("there are 2 bounds and 1 cumulative counts, expected as many of both, at least one");
        assertThatThrownBy(() -> new Buckets(new double[] {2, 2}, new long[] {1, 1}, 2))
                .hasMessage("bounds[1] is 2.0, expected a finite number above 2.0");
        assertThatThrownBy(() -> new Buckets(new double[] {1, 2}, new long[] {2, 1}, 2))
                .hasMessage("cumulative[1] is 1, expected at least 2");
        assertThatThrownBy(() -> new Buckets(new double[] {1, 2}, new long[] {1, 3}, 2))
                .hasMessage("total is 2, expected at least 3");
        var buckets = new Buckets(new double[] {1}, new long[] {1}, 1);
        assertThatThrownBy(() -> buckets.quantile(1)).hasMessage("q is 1.0, expected a number above 0 and below 1");
        assertThatThrownBy(() -> QuantileInterval.timeUniform(buckets, 0.5, 0.05, 0.5))
                .hasMessage("designEffect is 0.5, expected a finite number, 1 or more");
    }
}
