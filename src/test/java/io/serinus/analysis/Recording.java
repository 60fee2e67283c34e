package io.serinus.analysis;

import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.Outcome;
import io.serinus.metric.RequestCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Counts of both versions tick by tick, to be cut into intervals afterwards, and otherwise rearranged. */
record Recording(List<Tick> ticks) {
    static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
    static final Duration TICK = Duration.ofSeconds(5);

    /** One version in one tick; the slow ones take over {@link Scenario#BOUND}, the slowest of them over a second. */
    record Counts(long total, long failed, long slow, long slowest) {
        static final Counts NONE = new Counts(0, 0, 0, 0);

        private RequestCounts requests() {
            return new RequestCounts(Map.of(Outcome.http("200"), total - failed, Outcome.http("503"), failed));
        }

        private LatencyCounts latency() {
            return new LatencyCounts(Map.of(Scenario.BOUND, total - slow, 1000.0, total - slowest), total);
        }
    }

    /** Both versions. */
    record Tick(Counts baseline, Counts canary) {}

    Recording {
        ticks = List.copyOf(ticks);
    }

    /** Requests that are independent of each other. */
    static Recording random(int ticks, long baseline, long canary, double[] failed, double[] slow, long seed) {
        var random = new Random(seed);
        return new Recording(Stream.generate(() -> new Tick(
                        counts(baseline, failed[0], slow[0], random), counts(canary, failed[1], slow[1], random)))
                .limit(ticks)
                .toList());
    }

    private static Counts counts(long total, double failed, double slow, Random random) {
        long over = binomial(total, slow, random);
        return new Counts(total, binomial(total, failed, random), over, binomial(over, 0.1, random));
    }

    private static long binomial(long n, double p, Random random) {
        long count = 0;
        for (long i = 0; i < n; i++) {
            count += random.nextDouble() < p ? 1 : 0;
        }
        return count;
    }

    Recording swapped() {
        return new Recording(ticks.stream()
                .map(tick -> new Tick(tick.canary(), tick.baseline()))
                .toList());
    }

    /** As the judge sees it at a weight, with an interval of so many ticks. */
    List<Observation> cut(int ticksPerInterval, int percent, int next) {
        var observations = new ArrayList<Observation>();
        observations.add(new Observation.WeightChanged(BEGIN, percent, next));
        observations.addAll(counted(ticksPerInterval, BEGIN));
        return observations;
    }

    /** The same without the change of weight, from some moment on. */
    List<Observation> counted(int ticksPerInterval, Instant from) {
        var observations = new ArrayList<Observation>();
        Compared<LatencyCounts> open = new Compared<>(LatencyCounts.NONE, LatencyCounts.NONE);
        for (int i = 0; i < ticks.size(); i++) {
            Tick tick = ticks.get(i);
            open = new Compared<>(
                    open.baseline().plus(tick.baseline().latency()),
                    open.canary().plus(tick.canary().latency()));
            boolean ends = (i + 1) % ticksPerInterval == 0;
            var requests =
                    new Compared<>(tick.baseline().requests(), tick.canary().requests());
            observations.add(new Observation.Counted(
                    from.plus(TICK.multipliedBy(i + 1L)), requests, ends ? Optional.of(open) : Optional.empty()));
            open = ends ? new Compared<>(LatencyCounts.NONE, LatencyCounts.NONE) : open;
        }
        return observations;
    }
}
