package io.serinus.report;

import io.serinus.analysis.Explanation;
import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import io.serinus.report.ExplanationDocument.DurationsDocument;
import io.serinus.report.ExplanationDocument.LevelsDocument;
import io.serinus.report.ExplanationDocument.OutlookDocument;
import io.serinus.report.ExplanationDocument.QuantileDocument;
import io.serinus.report.ExplanationDocument.RangeDocument;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** From an explanation to its document. */
final class ExplanationDocuments {
    private ExplanationDocuments() {}

    static ExplanationDocument of(Explanation explanation) {
        Explanation.Outlook outlook = explanation.outlook();
        return new ExplanationDocument(
                explanation.ratio().map(ExplanationDocuments::range).orElse(null),
                explanation.baselineRate().map(ExplanationDocuments::range).orElse(null),
                explanation.canaryRate().map(ExplanationDocuments::range).orElse(null),
                explanation.quantiles().stream()
                        .map(quantile -> new QuantileDocument(
                                quantile.quantile(), range(quantile.baseline()), range(quantile.canary())))
                        .toList(),
                explanation.durations().map(ExplanationDocuments::durations).orElse(null),
                explanation
                        .levels()
                        .map(levels -> new LevelsDocument(
                                ReleaseDocuments.finite(levels.baseline()),
                                ReleaseDocuments.finite(levels.canary()),
                                range(levels.difference())))
                        .orElse(null),
                new OutlookDocument(
                        boxed(outlook.requestsToPass()), boxed(outlook.requestsToFail()), outlook.sentence()));
    }

    private static DurationsDocument durations(Compared<LatencyCounts> durations) {
        LatencyCounts baseline = durations.baseline();
        LatencyCounts canary = durations.canary();
        List<Double> bounds = List.copyOf(baseline.atMost().keySet());
        return new DurationsDocument(
                bounds,
                List.copyOf(baseline.atMost().values()),
                bounds.stream()
                        .map(bound -> canary.total() - canary.above(bound))
                        .toList(),
                baseline.total(),
                canary.total());
    }

    static RangeDocument range(Explanation.Range range) {
        return new RangeDocument(
                ReleaseDocuments.finite(range.low()),
                ReleaseDocuments.finite(range.estimate()),
                ReleaseDocuments.finite(range.high()));
    }

    private static @Nullable Long boxed(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }
}
