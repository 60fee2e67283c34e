package io.serinus.report;

import io.serinus.report.ExplanationDocument.RangeDocument;
import io.serinus.report.ReleaseDocument.CountsDocument;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the evidence of a release came about.
 *
 * @param intervalSeconds the length of the template's interval; null while the release has no plan
 * @param metrics their names, in the order of the points' metrics
 * @param abortAtLog10 the threshold of {@code againstLog10}; null before the first verdict
 * @param points oldest first; at most 64, each of one or several intervals
 */
public record SeriesDocument(
        @Nullable Long intervalSeconds,
        List<String> metrics,
        @Nullable Double abortAtLog10,
        List<PointDocument> points) {

    /**
     * What was counted since the point before, and the evidence as of the end.
     *
     * @param at the end
     * @param intervals how many it holds
     * @param step the step that was in force, from 1; 0 before the first
     * @param weight the canary's weight that was in force, in percent
     * @param share whether the weight was the canary's share of the requests, as it is unless a copy of the baseline, a mirror,
     *     a match or other routes come into it
     * @param baselineRequests requests to the baseline
     * @param canaryRequests requests to the canary
     * @param againstLog10 log10 of the combined e-value against the canary
     */
    public record PointDocument(
            Instant at,
            int intervals,
            int step,
            int weight,
            boolean share,
            long baselineRequests,
            long canaryRequests,
            @Nullable Double againstLog10,
            List<MetricPointDocument> metrics) {}

    /**
     * One metric.
     *
     * @param baseline bad requests among all of the baseline since the point before; none for a custom metric
     * @param canary the same of the canary
     * @param boundMillis bad are requests that took longer; null where bad are those that failed
     * @param levels of a custom metric in the last interval; null for others, and where it had none
     * @param ratio the canary's bad fraction over the baseline's, by all intervals so far; null where nothing can be said
     * @param promoteAtLog10 the threshold of {@code forLog10}
     */
    public record MetricPointDocument(
            String name,
            CountsDocument baseline,
            CountsDocument canary,
            @Nullable Double boundMillis,
            @Nullable PairDocument levels,
            @Nullable RangeDocument ratio,
            @Nullable Double againstLog10,
            @Nullable Double forLog10,
            @Nullable Double promoteAtLog10) {}

    /** In the unit of the metric's query. */
    public record PairDocument(
            @Nullable Double baseline, @Nullable Double canary) {}
}
