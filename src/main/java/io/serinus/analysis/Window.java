package io.serinus.analysis;

import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.Level;
import io.serinus.template.Bounds;
import io.serinus.template.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One step of a metric that is judged by a fixed-horizon test. Such a test is valid for a single look, so the counts of the
 * step are only gathered until it has lasted as long as it must; then it decides, once.
 *
 * @param metric index of the template's metric
 * @param since where the first tick that counts began: after the warm-up, under the step's weight; null before it
 * @param requests the canary's since then
 * @param tally requests of an error metric
 * @param durations of a latency metric
 * @param levels of a custom metric
 * @param decision empty until the step's end
 */
record Window(
        int metric,
        @Nullable Instant since,
        long requests,
        Tally tally,
        Compared<LatencyCounts> durations,
        RecentLevels levels,
        Optional<FixedHorizon.Decision> decision) {

    static Window open(int metric) {
        return new Window(
                metric,
                null,
                0,
                Tally.NONE,
                new Compared<>(LatencyCounts.NONE, LatencyCounts.NONE),
                RecentLevels.NONE,
                Optional.empty());
    }

    /** At the begin of another step. */
    Window reopened() {
        return open(metric);
    }

    /** With a tick that counts, which began then, and so many requests of the canary in it. */
    Window tick(Instant begun, long more) {
        return new Window(metric, since == null ? begun : since, requests + more, tally, durations, levels, decision);
    }

    /** How long it has been counting. */
    Duration length(Instant now) {
        return since == null ? Duration.ZERO : Duration.between(since, now);
    }

    Window plus(Tally more) {
        return decision.isPresent()
                ? this
                : new Window(metric, since, requests, tally.plus(more), durations, levels, decision);
    }

    Window plus(Compared<LatencyCounts> more) {
        var both = new Compared<>(
                durations.baseline().plus(more.baseline()), durations.canary().plus(more.canary()));
        return decision.isPresent() ? this : new Window(metric, since, requests, tally, both, levels, decision);
    }

    Window plus(Level level) {
        return decision.isEmpty() && level instanceof Level.Read(double baseline, double canary)
                ? new Window(metric, since, requests, tally, durations, levels.plus(baseline, canary), decision)
                : this;
    }

    /** At the step's end. Where the test has nothing to work on the step stays undecided, and it is asked again. */
    Window decided(Metric rule, double alpha) {
        return new Window(metric, since, requests, tally, durations, levels, FixedHorizon.decide(rule, this, alpha));
    }

    /** The bounds, in ms, that the rule names and the step's histograms lack; none while a version has no durations. */
    List<Double> unmeasured(Metric rule) {
        LatencyCounts baseline = durations.baseline();
        LatencyCounts canary = durations.canary();
        if (baseline.total() == 0
                || canary.total() == 0
                || !(rule instanceof Metric.Latency latency)
                || !(latency.bounds() instanceof Bounds.Fixed(var millis))) {
            return List.of();
        }
        return millis.stream()
                .filter(bound -> !baseline.atMost().containsKey(bound)
                        || !canary.atMost().containsKey(bound))
                .toList();
    }

    boolean hasFailed() {
        return decision.map(made -> made.result() == FixedHorizon.Result.FAILED).orElse(false);
    }

    boolean hasPassed() {
        return decision.map(made -> made.result() == FixedHorizon.Result.PASSED).orElse(false);
    }

    String comparison() {
        return tally.equals(Tally.NONE) ? sentence() : Wording.comparison(tally, "failed");
    }

    String sentence() {
        return decision.map(FixedHorizon.Decision::sentence)
                .orElse("a fixed-horizon test, which decides only when the step has lasted as long as it must and has"
                        + " brought enough to compare");
    }
}
