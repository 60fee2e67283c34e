package io.serinus.offline;

import io.serinus.analysis.CountsRules;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Metric;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How counts are judged that do not say it themselves: as a template's first metric of failed requests. */
public sealed interface CountsDefaults {
    /** The rules. */
    record Found(CountsRules rules) implements CountsDefaults {}

    /** Why there are none, as sentences. */
    record Refused(List<String> problems) implements CountsDefaults {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads a template.
     *
     * @param nameOrFile name of a built-in template, or a YAML file with one
     * @param arguments the values of its arguments by their names; those that are absent have their defaults
     * @param nextPercent the weight that has to be shown to be safe, 1..100
     */
    static CountsDefaults of(String nameOrFile, Map<String, String> arguments, int nextPercent) {
        return switch (TemplateChoice.of(nameOrFile, arguments)) {
            case TemplateChoice.Found(AnalysisTemplate template) -> of(template, nextPercent);
            case TemplateChoice.Refused(List<String> problems) -> new Refused(problems);
        };
    }

    private static CountsDefaults of(AnalysisTemplate template, int nextPercent) {
        Stream<Metric.ErrorRate> errors = template.metrics().stream()
                .filter(Metric.ErrorRate.class::isInstance)
                .map(Metric.ErrorRate.class::cast);
        return errors.findFirst()
                .<CountsDefaults>map(metric -> new Found(CountsRules.of(metric, template.risk(), nextPercent)))
                .orElseGet(() -> new Refused(List.of("--template: AnalysisTemplate " + template.name()
                        + " has no errorRate metric, expected one; name another template")));
    }
}
