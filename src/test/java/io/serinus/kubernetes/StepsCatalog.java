package io.serinus.kubernetes;

import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Margin;
import io.serinus.template.Metric;
import io.serinus.template.Policies;
import io.serinus.template.Risk;
import io.serinus.template.Step;
import io.serinus.template.TemplateCatalog;
import io.serinus.template.Tolerance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A catalog whose templates have nothing to say but their weights: {@code weights: [5, 20]}. */
final class StepsCatalog implements TemplateCatalog {
    @Override
    public Lookup find(String namespace, String name, Map<String, String> arguments) {
        return new Lookup.Refused("only recorded templates are known here");
    }

    @Override
    public AnalysisTemplate parse(String name, Map<String, Object> spec) {
        if (!(spec.get("weights") instanceof List<?> weights)) {
            throw new IllegalArgumentException("weights is missing, expected a list");
        }
        var steps = new ArrayList<Step>();
        for (Object weight : weights) {
            steps.add(Step.weight(((Number) weight).intValue(), Duration.ofSeconds(30), 100));
        }
        return new AnalysisTemplate(
                name,
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ZERO,
                Risk.DEFAULT,
                List.of(Metric.ErrorRate.of(
                        "errors", 1, new Tolerance(0.2, 0.001), new Margin(0.5, 0.01), new Tolerance(1, 0.1))),
                steps,
                Policies.DEFAULT);
    }
}
