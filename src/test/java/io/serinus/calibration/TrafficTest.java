package io.serinus.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrafficTest {
    private static final Cell CELL = new Cell(500, 50);

    private static Side canary(Scenario scenario) {
        return Release.draw(1, scenario, CELL, 0).canary();
    }

    private static double errorRate(Side side) {
        return (double) side.failed(0, side.ticks()) / side.requests(0, side.ticks());
    }

    /** Variance of failures per tick over their mean. */
    private static double dispersion(Side side) {
        double mean = (double) side.failed(0, side.ticks()) / side.ticks();
        double squares = 0;
        for (int tick = 0; tick < side.ticks(); tick++) {
            squares += Math.pow(side.failed(tick, tick + 1) - mean, 2);
        }
        return squares / side.ticks() / mean;
    }

    private static double slowerThan(double millis, Side side) {
        long[] atMost = side.atMost(0, side.ticks() / Release.TICKS_PER_SLOT);
        return 1 - (double) atMost[Release.BOUNDS.indexOf(millis)] / atMost[Release.BOUNDS.size()];
    }

    @Test
    void ratesAndDurationsAreAsTheScenarioSays() {
        Side side = canary(
                Scenario.of("two", new Behaviour(0.001, Latency.BODY), new Behaviour(0.01, Latency.BODY.times(1.5))));
        assertThat(side.requests(0, side.ticks())).isCloseTo(450_000, within(3000L));
        assertThat(errorRate(side)).isCloseTo(0.01, within(0.0005));
        assertThat(slowerThan(100, side)).isCloseTo(Latency.BODY.slowerThan(100 / 1.5), within(0.003));
        assertThat(slowerThan(500, side)).isCloseTo(Latency.BODY.slowerThan(500 / 1.5), within(0.0005));
    }

    @Test
    void burstsInflateTheVarianceByTheirDesignEffect() {
        var bursts = new Failures.Bursts(5, true);
        Side side = canary(Scenario.same("bursts", 0.005).with(bursts));
        assertThat(bursts.designEffect()).isEqualTo(9);
        assertThat(errorRate(side)).isCloseTo(0.005, within(0.0006));
        assertThat(dispersion(side)).isBetween(6.0, 12.0);
        assertThat(dispersion(canary(Scenario.same("none", 0.005)))).isBetween(0.8, 1.2);
    }

    @Test
    void aBurstGoesOnWithTheNextRequestsFor30Seconds() {
        var source = new Failures.Bursts(100, false).begin(Chance.of(3, "burst"));
        // A first tick with so many bursts that those to come hardly matter.
        long failed = source.failed(0, 10, 50);
        for (int tick = 1; tick < Release.TICKS_PER_PERIOD; tick++) {
            failed += source.failed(tick, 10, 0);
        }
        assertThat(failed).isEqualTo(60);
        assertThat(source.failed(Release.TICKS_PER_PERIOD, 10, 0)).isZero();
    }

    @Test
    void latencyBeyondItsBoundTakesLonger() {
        Latency tail = Latency.BODY.beyond(Latency.P95_MILLIS, 1.5);
        assertThat(tail.slowerThan(100)).isEqualTo(Latency.BODY.slowerThan(100));
        assertThat(tail.slowerThan(200)).isCloseTo(0.05, within(1e-12));
        assertThat(tail.slowerThan(300)).isEqualTo(Latency.BODY.slowerThan(200));
        Latency bimodal = Latency.BODY.except(0.02, 2000);
        assertThat(bimodal.slowerThan(1000)).isCloseTo(0.02, within(1e-5));
        assertThat(bimodal.slowerThan(2500)).isLessThan(1e-8);
    }

    @Test
    void historyHasNoiseOfItsOwnAndKnowsNothingOfTheCanary() {
        Release release = Release.draw(
                1, Scenario.of("bad", new Behaviour(0.001, Latency.BODY), new Behaviour(0.5, Latency.BODY)), CELL, 0);
        Release.History history = release.history().get();
        assertThat(history.first().ticks()).isEqualTo(720);
        assertThat(errorRate(history.first())).isCloseTo(0.001, within(0.0002));
        assertThat(history.first().requests(0, 720))
                .isNotEqualTo(history.second().requests(0, 720));
    }

    @Test
    void quantilesAreThoseOfPrometheus() {
        long[] row = new long[Release.BOUNDS.size() + 1];
        for (int k = 0; k < row.length; k++) {
            row[k] = k < 6 ? 50 : 100;
        }
        // 50 requests of at most 0.5 ms, 50 between 50 and 100 ms.
        var side = new Side(new long[] {100, 0, 0}, new long[] {3, 0, 0}, new long[][] {row});
        assertThat(Points.quantile(0.75, side, 0, 1)).isEqualTo(75);
        assertThat(Points.quantile(0.25, side, 0, 1)).isEqualTo(0.25);
        assertThat(Points.errorRatio(side, 0, 1)).isEqualTo(0.03);
    }
}
