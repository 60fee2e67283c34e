package io.serinus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against values computed at 40 digits; the file says how. */
class EProcessVectorsTest {

    record Vectors(List<String> description, List<Case> cases) {}

    record Case(
            String name,
            double ratio,
            double difference,
            double belowRatio,
            double belowDifference,
            List<Double> phi,
            List<Double> tau,
            List<Double> epsilon,
            List<Integer> starts,
            List<double[]> intervals,
            List<Double> exceedsLogE,
            List<Double> exceedsLogELeaveOneOut,
            List<Double> exceedsP,
            List<Double> belowLogE) {

        NuisanceGrid grid() {
            return NuisanceGrid.of(array(phi), array(tau), array(epsilon));
        }

        private static double[] array(List<Double> values) {
            return values.stream().mapToDouble(Double::doubleValue).toArray();
        }

        Counts counts(int interval) {
            double[] row = intervals.get(interval);
            return new Counts(row[0], row[1], row[2], row[3]);
        }

        Offset<Double> tolerance(double expected) {
            boolean large = intervals.stream().anyMatch(row -> Math.max(row[0], row[2]) >= 1e6);
            return within(large ? 1e-6 : 1e-9 * Math.max(1, Math.abs(expected)));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream file = EProcessVectorsTest.class.getResourceAsStream("e-process.json")) {
            return new ObjectMapper().readValue(Objects.requireNonNull(file), Vectors.class).cases().stream();
        }
    }

    static Stream<Case> withOneStart() throws IOException {
        return cases().filter(it -> it.starts().size() == 1);
    }

    static Stream<Case> withRestarts() throws IOException {
        return cases().filter(it -> it.starts().size() > 1);
    }

    @ParameterizedTest
    @MethodSource("withOneStart")
    void evidenceThatTheSecondExceeds(Case expected) {
        var process = EProcess.of(
                RatioHypothesis.exceeds(expected.ratio(), expected.difference()).with(expected.grid()));
        for (int i = 0; i < expected.intervals().size(); i++) {
            process = process.fold(expected.counts(i));
            assertClose(process.logE(), expected.exceedsLogE().get(i), expected);
            assertClose(
                    process.logELeaveOneOut(), expected.exceedsLogELeaveOneOut().get(i), expected);
            assertClose(process.alwaysValidP(), expected.exceedsP().get(i), expected);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void evidenceThatTheSecondIsBelow(Case expected) {
        var process = EProcess.of(RatioHypothesis.below(expected.belowRatio(), expected.belowDifference())
                .with(expected.grid()));
        double max = 0;
        for (int i = 0; i < expected.intervals().size(); i++) {
            process = process.fold(expected.counts(i));
            assertClose(process.logE(), expected.belowLogE().get(i), expected);
            max = Math.max(max, expected.belowLogE().get(i));
            assertClose(process.maxLogE(), max, expected);
        }
    }

    @ParameterizedTest
    @MethodSource("withRestarts")
    void evidenceWithRestarts(Case expected) {
        var process = EProcess.restartable(
                RatioHypothesis.exceeds(expected.ratio(), expected.difference()).with(expected.grid()));
        // The vectors end after the last listed start; the process keeps 0.2 / (k + 1) for those still to come.
        double beyond = Math.log(0.2 / expected.starts().size());
        for (int i = 0; i < expected.intervals().size(); i++) {
            if (i > 0 && expected.starts().contains(i)) {
                process = process.restart();
            }
            process = process.fold(expected.counts(i));
            assertClose(process.logE(), LogSumExp.of(expected.exceedsLogE().get(i), beyond), expected);
            assertClose(
                    process.logELeaveOneOut(),
                    LogSumExp.of(expected.exceedsLogELeaveOneOut().get(i), beyond),
                    expected);
        }
    }

    private static void assertClose(double actual, double value, Case expected) {
        assertThat(actual).isCloseTo(value, expected.tolerance(value));
    }
}
