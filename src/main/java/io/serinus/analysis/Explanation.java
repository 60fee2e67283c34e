package io.serinus.analysis;

import static java.util.Objects.requireNonNull;

import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What stands behind one metric's verdict, for people and dashboards. All intervals are confidence sequences of 95 %: they
 * hold at every moment at once.
 *
 * @param ratio the canary's bad fraction over the baseline's; empty where nothing can be said
 * @param baselineRate the baseline's bad fraction, 0..1
 * @param canaryRate the canary's bad fraction, 0..1
 * @param quantiles of the durations; empty for other metrics
 * @param durations of both versions since the warm-up, at the bounds that both have; empty for other metrics
 * @param levels of a custom metric; empty for other metrics
 * @param outlook what would change the verdict
 */
public record Explanation(
        Optional<Range> ratio,
        Optional<Range> baselineRate,
        Optional<Range> canaryRate,
        List<Quantile> quantiles,
        Optional<Compared<LatencyCounts>> durations,
        Optional<Levels> levels,
        Outlook outlook) {
    public Explanation {
        requireNonNull(ratio, "ratio is null");
        requireNonNull(baselineRate, "baselineRate is null");
        requireNonNull(canaryRate, "canaryRate is null");
        quantiles = List.copyOf(quantiles);
        requireNonNull(durations, "durations is null");
        requireNonNull(levels, "levels is null");
        requireNonNull(outlook, "outlook is null");
    }

    /**
     * An estimate between its limits.
     *
     * @param low at least
     * @param estimate best guess
     * @param high at most; infinite where nothing bounds it
     */
    public record Range(double low, double estimate, double high) {}

    /**
     * A quantile of both versions' durations, in ms.
     *
     * @param quantile 0.99 for p99
     */
    public record Quantile(double quantile, Range baseline, Range canary) {}

    /**
     * The levels of a custom metric.
     *
     * @param baseline median of the latest intervals
     * @param canary median of the latest intervals
     * @param difference canary less baseline, median and its limits
     */
    public record Levels(double baseline, double canary, Range difference) {}

    /**
     * What would change the verdict.
     *
     * @param requestsToPass canary requests until the metric passes if the rates stay; empty if they never lead there
     * @param requestsToFail canary requests until it fails if the rates stay; empty if they never lead there
     * @param sentence the same in words
     */
    public record Outlook(OptionalLong requestsToPass, OptionalLong requestsToFail, String sentence) {
        public Outlook {
            requireNonNull(requestsToPass, "requestsToPass is null");
            requireNonNull(requestsToFail, "requestsToFail is null");
            requireNonNull(sentence, "sentence is null");
        }
    }
}
