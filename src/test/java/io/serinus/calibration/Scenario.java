package io.serinus.calibration;

import java.util.List;

/**
 * One kind of release.
 *
 * @param name short, unique
 * @param failures how failures come about, in both versions
 * @param noise how durations vary, in both versions
 * @param course what happens on the way
 * @param baseline what the baseline does, always
 * @param canary what the canary does; as the baseline where both are the same version
 * @param changeTick from when on the canary does so; before it does as the baseline
 * @param cells with how much traffic
 */
record Scenario(
        String name,
        Failures failures,
        LatencyNoise noise,
        Course course,
        Behaviour baseline,
        Behaviour canary,
        int changeTick,
        List<Cell> cells) {
    /** Two versions that are the same, failures independent. */
    static Scenario same(String name, double errorRate) {
        return of(name, new Behaviour(errorRate, Latency.BODY), new Behaviour(errorRate, Latency.BODY));
    }

    /** A canary that differs from the beginning, failures independent. */
    static Scenario of(String name, Behaviour baseline, Behaviour canary) {
        return new Scenario(
                name, new Failures.Independent(), LatencyNoise.NONE, Course.STEADY, baseline, canary, 0, Cell.ALL);
    }

    Scenario with(Failures other) {
        return new Scenario(name, other, noise, course, baseline, canary, changeTick, cells);
    }

    Scenario with(LatencyNoise other) {
        return new Scenario(name, failures, other, course, baseline, canary, changeTick, cells);
    }

    Scenario with(Course other) {
        return new Scenario(name, failures, noise, other, baseline, canary, changeTick, cells);
    }

    Scenario late() {
        return new Scenario(name, failures, noise, course, baseline, canary, Release.TICKS / 2, cells);
    }

    Scenario in(Cell... only) {
        return new Scenario(name, failures, noise, course, baseline, canary, changeTick, List.of(only));
    }

    /** Whether both versions do the same. */
    boolean isSame() {
        return baseline.equals(canary);
    }

    Behaviour at(int tick, boolean ofCanary) {
        return ofCanary && tick >= changeTick ? canary : baseline;
    }
}
