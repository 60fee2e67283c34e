package io.serinus.report;

import io.serinus.report.ExplanationDocument.LevelsDocument;
import io.serinus.report.ExplanationDocument.RangeDocument;
import io.serinus.report.ReleaseDocument.MetricDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind one metric's verdict, as the page shows it.
 *
 * @param name the metric's
 * @param facts what is known, each with its limits; may be empty
 * @param quantiles of the durations; empty for other metrics
 * @param outlook what would change the verdict, in a sentence; may be empty
 */
record ExplanationView(String name, List<Fact> facts, List<Quantile> quantiles, String outlook) {

    /** Those of the metrics that have something to show. */
    static List<ExplanationView> of(List<MetricDocument> metrics) {
        return metrics.stream()
                .map(ExplanationView::of)
                .filter(Objects::nonNull)
                .filter(view -> !(view.facts().isEmpty()
                        && view.quantiles().isEmpty()
                        && view.outlook().isEmpty()))
                .toList();
    }

    private static @Nullable ExplanationView of(MetricDocument metric) {
        ExplanationDocument explanation = metric.explanation();
        if (explanation == null) {
            return null;
        }
        var facts = new ArrayList<Fact>();
        add(facts, "Bad requests, canary over baseline", explanation.ratio(), Wording::number);
        add(facts, "Baseline's bad requests", explanation.baselineRate(), Wording::percent);
        add(facts, "Canary's bad requests", explanation.canaryRate(), Wording::percent);
        LevelsDocument levels = explanation.levels();
        if (levels != null) {
            facts.add(new Fact("Baseline's level", Wording.number(levels.baseline())));
            facts.add(new Fact("Canary's level", Wording.number(levels.canary())));
            add(facts, "Canary less baseline", levels.difference(), Wording::number);
        }
        return new ExplanationView(
                metric.name(),
                facts,
                explanation.quantiles().stream()
                        .map(quantile -> new Quantile(
                                Wording.quantile(quantile.quantile()),
                                Wording.range(quantile.baseline(), Wording::millis),
                                Wording.range(quantile.canary(), Wording::millis)))
                        .toList(),
                explanation.outlook().sentence());
    }

    private static void add(
            List<Fact> facts, String name, @Nullable RangeDocument range, Function<Double, String> number) {
        if (range != null) {
            facts.add(new Fact(name, Wording.range(range, number)));
        }
    }

    /** One thing that is known. */
    record Fact(String name, String value) {}

    /** One quantile of both versions' durations. */
    record Quantile(String name, String baseline, String canary) {}
}
