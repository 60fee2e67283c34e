package io.serinus.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind one metric's verdict. All limits hold with a confidence of 95 % at every moment at once.
 *
 * @param ratio the canary's bad fraction over the baseline's; null where nothing can be said
 * @param baselineRate the baseline's bad fraction, 0..1
 * @param canaryRate the canary's bad fraction, 0..1
 * @param quantiles of the durations, in ms; empty for other metrics
 * @param durations of both versions since the warm-up; null for other metrics
 * @param levels of a custom metric; null for other metrics
 * @param outlook what would change the verdict
 */
public record ExplanationDocument(
        @Nullable RangeDocument ratio,
        @Nullable RangeDocument baselineRate,
        @Nullable RangeDocument canaryRate,
        List<QuantileDocument> quantiles,
        @Nullable DurationsDocument durations,
        @Nullable LevelsDocument levels,
        OutlookDocument outlook) {

    /**
     * An estimate between its limits.
     *
     * @param low null where nothing bounds it from below
     * @param estimate null where there is none
     * @param high null where nothing bounds it from above
     */
    public record RangeDocument(
            @Nullable Double low,
            @Nullable Double estimate,
            @Nullable Double high) {}

    /**
     * A quantile of both versions' durations, in ms.
     *
     * @param quantile 0.99 for p99
     */
    public record QuantileDocument(double quantile, RangeDocument baseline, RangeDocument canary) {}

    /**
     * Requests by how long they took.
     *
     * @param boundsMillis bounds that both histograms have, in ms, ascending
     * @param baseline requests to the baseline that took at most so long, by bound
     * @param canary the same of the canary
     * @param baselineTotal all requests to the baseline
     * @param canaryTotal all requests to the canary
     */
    public record DurationsDocument(
            List<Double> boundsMillis, List<Long> baseline, List<Long> canary, long baselineTotal, long canaryTotal) {}

    /**
     * Medians of the latest intervals, in the unit of the metric's query.
     *
     * @param difference canary less baseline
     */
    public record LevelsDocument(
            @Nullable Double baseline, @Nullable Double canary, RangeDocument difference) {}

    /**
     * What would change the verdict.
     *
     * @param requestsToPass canary requests until the metric passes if the rates stay; null if they never lead there
     * @param requestsToFail canary requests until it fails if the rates stay; null if they never lead there
     * @param sentence the same in words
     */
    public record OutlookDocument(
            @Nullable Long requestsToPass, @Nullable Long requestsToFail, String sentence) {}
}
