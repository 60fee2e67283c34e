package io.serinus.calibration;

import java.util.List;
import java.util.stream.Stream;

/** All kinds of releases that are simulated. */
final class Scenarios {
    private static final double USUAL = 0.005;
    private static final double RARE = 0.001;
    private static final Failures.Bursts SHORT_BURSTS = new Failures.Bursts(2.5, true);

    /** Identical versions, unless something in their surroundings makes them differ. */
    static final List<Scenario> SAME = List.of(
            Scenario.same("zero errors", 0),
            Scenario.same("Poisson 0.1 %", RARE),
            Scenario.same("Poisson 1 %", 0.01),
            Scenario.same("baseline at 1.5 %", 0.015).with(LatencyNoise.ORDINARY),
            Scenario.same("bursts of 2.5 (phi 4)", USUAL).with(SHORT_BURSTS).with(LatencyNoise.ORDINARY),
            Scenario.same("bursts of 5 (phi 9)", USUAL)
                    .with(new Failures.Bursts(5, true))
                    .with(LatencyNoise.ORDINARY),
            Scenario.same("bursts of exactly 9 (phi 9)", USUAL)
                    .with(new Failures.Bursts(9, false))
                    .with(LatencyNoise.ORDINARY),
            Scenario.same("gamma cv2 0.5", USUAL)
                    .with(new Failures.Uneven(0.5, Release.TICKS_PER_SLOT))
                    .with(LatencyNoise.ORDINARY),
            Scenario.same("gamma cv2 1.5", USUAL)
                    .with(new Failures.Uneven(1.5, Release.TICKS_PER_SLOT))
                    .with(LatencyNoise.ORDINARY),
            Scenario.same("gamma cv2 1.5, 30 s each", USUAL)
                    .with(new Failures.Uneven(1.5, Release.TICKS_PER_PERIOD))
                    .with(LatencyNoise.ORDINARY),
            Scenario.same("rare bursts of 100", USUAL)
                    .with(new Failures.Bursts(100, true))
                    .with(LatencyNoise.ORDINARY),
            Scenario.same("drifting errors and latency", USUAL)
                    .with(new Failures.Drifting(0.8, 0.3))
                    .with(LatencyNoise.DRIFTING),
            Scenario.same("shared incident", USUAL).with(Course.SHARED_INCIDENT).with(LatencyNoise.ORDINARY),
            Scenario.same("diurnal drift", USUAL).with(Course.DIURNAL).with(LatencyNoise.ORDINARY),
            Scenario.same("low traffic", USUAL).in(new Cell(4, 5)),
            Scenario.same("warm-up", USUAL).with(Course.WARM_UP),
            Scenario.same("warm-up, failing 5 %", USUAL).with(Course.FAILING_WARM_UP));

    /** Canaries that differ; the last one is better. */
    static final List<Scenario> DIFFERENT = List.of(
            errors("errors 0.1 → 0.2 %", RARE, 0.002),
            errors("errors 0.1 → 0.5 %", RARE, 0.005),
            errors("errors 0.1 → 1 %", RARE, 0.01),
            errors("errors 0.1 → 1 %, bursts of 2.5", RARE, 0.01).with(SHORT_BURSTS),
            errors("errors 0 → 0.5 %", 0, 0.005),
            errors("errors 1 → 1.5 %", 0.01, 0.015),
            errors("errors 1 → 2 %", 0.01, 0.02),
            errors("errors 5 → 10 %", 0.05, 0.1),
            errors("outage 0 → 50 %", 0, 0.5),
            errors("late errors 0.1 → 1 %", RARE, 0.01).late(),
            latency("latency × 1.1", Latency.BODY.times(1.1)),
            latency("latency × 1.25", Latency.BODY.times(1.25)),
            latency("latency × 1.5", Latency.BODY.times(1.5)),
            latency("latency beyond p95 × 1.5", Latency.BODY.beyond(Latency.P95_MILLIS, 1.5)),
            latency("latency beyond p95 × 1.5, noisy", Latency.BODY.beyond(Latency.P95_MILLIS, 1.5))
                    .with(LatencyNoise.ORDINARY),
            latency("latency 2 s for 2 %", Latency.BODY.except(0.02, 2000)),
            latency("late latency × 1.5", Latency.BODY.times(1.5)).late(),
            Scenario.of(
                    "better: errors 0.1 → 0.05 %, latency × 0.9",
                    new Behaviour(RARE, Latency.BODY), new Behaviour(RARE / 2, Latency.BODY.times(0.9))));

    private Scenarios() {}

    /** The one of this name, which there must be. */
    static Scenario named(String name) {
        return Stream.concat(SAME.stream(), DIFFERENT.stream())
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no scenario is called \"" + name + "\""));
    }

    private static Scenario errors(String name, double baseline, double canary) {
        return Scenario.of(name, new Behaviour(baseline, Latency.BODY), new Behaviour(canary, Latency.BODY));
    }

    private static Scenario latency(String name, Latency canary) {
        return Scenario.of(name, new Behaviour(RARE, Latency.BODY), new Behaviour(RARE, canary));
    }
}
