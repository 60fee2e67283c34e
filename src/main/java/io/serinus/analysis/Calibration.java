package io.serinus.analysis;

import io.serinus.analysis.Judgement.BadOfTotal;
import io.serinus.metric.BaselineHistory;
import io.serinus.metric.BaselineHistory.Span;
import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import io.serinus.stats.Counts;
import io.serinus.stats.NoiseProfile;
import io.serinus.template.Failures;
import io.serinus.template.Tolerance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the baseline's own pods teach about each stream's noise. Two halves of one version differ by nothing but noise, so
 * what they differ by is not held against a canary.
 *
 * @param history empty if the pods were not asked, or did not answer
 * @param interval how long its intervals are
 * @param isCopied whether the canary is compared with a copy of the baseline, of as few pods as it has itself
 */
record Calibration(Optional<BaselineHistory> history, Duration interval, boolean isCopied) {
    static final Calibration NONE = new Calibration(Optional.empty(), Duration.ofSeconds(1), false);

    /** What lasts longer is slow noise, which no interval averages out. */
    private static final Duration BLOCK = Duration.ofMinutes(5);

    /** Of a relative tolerance: whatever the past was like, three times the baseline's rate is worth an abort. */
    private static final double MOST = 2;

    /** The canary may be a single pod, whose noise no average dampens. */
    private static final int CANARY_PODS = 1;

    /** What failed requests teach; empty if there is no history, or too little happened in it. */
    Optional<NoiseProfile> ofErrors(Failures failures) {
        return learn(span -> Optional.of(Tally.failed(
                new Compared<>(span.first().requests(), span.second().requests()), failures)));
    }

    /** What requests slower than a bound teach. */
    Optional<NoiseProfile> ofSlow(double boundMillis) {
        return learn(span -> {
            var durations = new Compared<>(span.first().latency(), span.second().latency());
            return Tally.isMeasured(boundMillis, durations)
                    ? Optional.of(Tally.slowerThan(boundMillis, durations))
                    : Optional.empty();
        });
    }

    /** Failed requests of the history; none without one. */
    BadOfTotal failed(Failures failures) {
        return history.map(BaselineHistory::spans).orElse(List.of()).stream()
                .map(span -> Tally.failed(
                        new Compared<>(span.first().requests(), span.second().requests()), failures))
                .reduce(Tally.NONE, Tally::plus)
                .all();
    }

    /** All durations of the history; none without one. */
    LatencyCounts durations() {
        LatencyCounts all = LatencyCounts.NONE;
        for (Span span : history.map(BaselineHistory::spans).orElse(List.of())) {
            all = all.plus(span.first().latency()).plus(span.second().latency());
        }
        return all;
    }

    /** The tolerance, not smaller than what the baseline's own pods differ by, up to three times the baseline's rate. */
    static Tolerance widened(Tolerance tolerance, Optional<NoiseProfile> noise) {
        return noise.map(it -> new Tolerance(
                        Math.max(tolerance.relative(), Math.min(MOST, it.widened(1 + tolerance.relative()) - 1)),
                        tolerance.absolute()))
                .orElse(tolerance);
    }

    private Optional<NoiseProfile> learn(Function<Span, Optional<Tally>> halves) {
        return history.flatMap(known -> {
            List<Counts> counts = known.spans().stream()
                    .map(halves)
                    .flatMap(Optional::stream)
                    .map(Tally::counts)
                    .toList();
            return NoiseProfile.learn(counts, intervalsPerBlock(), podFactor(known));
        });
    }

    private int intervalsPerBlock() {
        return (int) Math.max(1, BLOCK.dividedBy(interval));
    }

    private double podFactor(BaselineHistory known) {
        int compared = isCopied ? CANARY_PODS : known.firstPods() + known.secondPods();
        double versions = 1.0 / compared + 1.0 / CANARY_PODS;
        double halves = 1.0 / known.firstPods() + 1.0 / known.secondPods();
        return Math.sqrt(versions / halves);
    }
}
