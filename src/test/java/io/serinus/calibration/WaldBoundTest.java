package io.serinus.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WaldBoundTest {
    private static final WaldBound BOUND =
            new WaldBound(SerinusSubject.shipped().template());
    private static final Cell CELL = new Cell(50, 10);

    private static Scenario errors(double baseline, double canary) {
        return Scenario.of("x", new Behaviour(baseline, Latency.BODY), new Behaviour(canary, Latency.BODY));
    }

    /** By trying every tolerated pair of a fine grid. */
    private static double leastOnGrid(double weight, double p1, double p2, double ratio, double difference) {
        double least = Double.POSITIVE_INFINITY;
        for (double a = 1e-6; a < 1; a += 1e-6) {
            double b = ratio * a + difference;
            if (b < 1) {
                least = Math.min(least, weight * WaldBound.coins(p1, a) + WaldBound.coins(p2, b));
            }
        }
        return least;
    }

    @Test
    void informationOfErrorsIsTheDivergenceFromTheNearestToleratedPair() {
        assertThat(BOUND.information(errors(0.01, 0.02), CELL))
                .isCloseTo(leastOnGrid(9, 0.01, 0.02, 1.2, 0.0002), within(1e-9));
    }

    @Test
    void nothingToBeFoundWithinTheTolerance() {
        assertThat(BOUND.information(errors(0.01, 0.0121), CELL)).isZero();
        assertThat(BOUND.information(errors(0.01, 0.0123), CELL)).isPositive();
    }

    @Test
    void oneToleranceOnClassesIsOneOnACoin() {
        double[] baseline = {0.8, 0.2};
        double[] canary = {0.6, 0.4};
        assertThat(NearestTolerated.divergence(9, baseline, canary, new double[] {1.15}, new double[] {0.001}))
                .isCloseTo(leastOnGrid(9, 0.2, 0.4, 1.15, 0.001), within(1e-9));
    }

    @Test
    void moreTolerancesAreFurtherAwayThanEachAlone() {
        double[] baseline = {0.7, 0.2, 0.1};
        double[] canary = {0.5, 0.25, 0.25};
        double both = NearestTolerated.divergence(
                1, baseline, canary, new double[] {1.15, 1.15}, new double[] {0.001, 0.001});
        double first = leastOnGrid(1, 0.3, 0.5, 1.15, 0.001);
        double second = leastOnGrid(1, 0.1, 0.25, 1.15, 0.001);
        double sum = NearestTolerated.divergence(baseline, baseline);
        assertThat(sum).isZero();
        assertThat(both).isGreaterThan(Math.max(first, second) - 1e-12).isLessThan(first + second);
    }

    @Test
    void theLessLikelyTheErrorTheMoreRequests() {
        assertThat(BOUND.requests(0.01, 1)).isCloseTo(Math.log(100) / 0.01, within(1e-9));
        assertThat(BOUND.requests(0.01, 0.5)).isLessThan(BOUND.requests(0.01, 0.9));
        assertThat(WaldBound.coins(0.3, 0.3)).isZero();
    }

    @Test
    void aShareOfHalfTellsMorePerRequestsOfBothThanASmallOne() {
        double small = BOUND.information(errors(0.01, 0.02), new Cell(50, 5)) * 0.05;
        double half = BOUND.information(errors(0.01, 0.02), new Cell(50, 50)) * 0.5;
        assertThat(half).isGreaterThan(small);
    }
}
