package io.serinus.calibration;

import java.util.List;
import java.util.function.Supplier;

/**
 * What was counted in one simulated release of 30 minutes at a constant weight. All judges see the same one.
 *
 * @param cell how much traffic there was
 * @param baseline the baseline's traffic
 * @param canary the canary's traffic
 * @param history the hour before, drawn when it is asked for
 */
record Release(Cell cell, Side baseline, Side canary, Supplier<History> history) {
    static final int SECONDS_PER_TICK = 5;
    static final int TICKS_PER_SLOT = 3;
    /** Noise changes every 30 s. */
    static final int TICKS_PER_PERIOD = 6;

    static final int TICKS = 360;
    private static final int TICKS_BEFORE = 720;

    /** Bounds of Istio's duration histogram, in ms. */
    static final List<Double> BOUNDS = List.of(
            0.5,
            1.0,
            5.0,
            10.0,
            25.0,
            50.0,
            100.0,
            250.0,
            500.0,
            1000.0,
            2500.0,
            5000.0,
            10_000.0,
            30_000.0,
            60_000.0,
            300_000.0,
            600_000.0,
            1_800_000.0,
            3_600_000.0);

    /** The baseline's hour before the release, by two halves of its pods; each half has noise of its own. */
    record History(Side first, Side second) {}

    /** The n-th release of a scenario in a cell. */
    static Release draw(long seed, Scenario scenario, Cell cell, int number) {
        Side baseline = Side.draw(
                scenario,
                false,
                cell.requestsPerSecond() * (1 - cell.share()),
                0,
                TICKS,
                Chance.of(seed, scenario.name(), cell, number, "baseline"));
        Side canary = Side.draw(
                scenario,
                true,
                cell.canaryPerSecond(),
                0,
                TICKS,
                Chance.of(seed, scenario.name(), cell, number, "canary"));
        return new Release(cell, baseline, canary, () -> before(seed, scenario, cell, number));
    }

    /** Whether noise changes at this tick. */
    static boolean beginsPeriod(int tick) {
        return Math.floorMod(tick, TICKS_PER_PERIOD) == 0;
    }

    private static History before(long seed, Scenario scenario, Cell cell, int number) {
        return new History(
                half(scenario, cell, Chance.of(seed, scenario.name(), cell, number, "first half")),
                half(scenario, cell, Chance.of(seed, scenario.name(), cell, number, "second half")));
    }

    private static Side half(Scenario scenario, Cell cell, Chance chance) {
        return Side.draw(scenario, false, cell.requestsPerSecond() / 2, -TICKS_BEFORE, TICKS_BEFORE, chance);
    }
}
