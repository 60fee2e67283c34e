package io.serinus.analysis;

import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Metric;
import io.serinus.template.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How the false-abort probability is divided among metrics.
 *
 * @param metrics of the template
 * @param falseAbort to be divided
 * @param steps how often a fixed-horizon test may decide
 */
record Weights(List<Metric> metrics, double falseAbort, int steps) {
    private static final Set<Role> DECIDING = EnumSet.of(Role.CRITICAL);
    private static final Set<Role> TRIED = EnumSet.of(Role.CRITICAL, Role.DRY_RUN);

    /**
     * A metric's part of a decision.
     *
     * @param metric its index
     * @param weight those of a decision sum to 1
     */
    record Part(int metric, double weight) {}

    static Weights of(AnalysisTemplate template) {
        return new Weights(
                template.metrics(),
                template.risk().falseAbort(),
                template.steps().size());
    }

    /** The metrics that decide. */
    List<Part> deciding() {
        return among(DECIDING);
    }

    /** The metrics that would decide if the dry runs did. */
    List<Part> tried() {
        return among(TRIED);
    }

    /** One metric as if it were alone. */
    List<Part> alone(int metric) {
        return List.of(new Part(metric, 1));
    }

    /** The probability that a fixed-horizon test of the metric may spend at the end of one step. */
    double atStepsEnd(int metric) {
        return falseAbort * asJudged(metric) * Streams.testedShare(metrics.get(metric)) / steps;
    }

    /** The metric's weight among those that it is judged with. */
    double asJudged(int metric) {
        List<Part> parts = switch (metrics.get(metric).role()) {
            case CRITICAL -> deciding();
            case DRY_RUN -> tried();
            case ADVISORY -> alone(metric);
        };
        return parts.stream()
                .filter(part -> part.metric() == metric)
                .mapToDouble(Part::weight)
                .sum();
    }

    private List<Part> among(Set<Role> roles) {
        double sum = metrics.stream()
                .filter(metric -> roles.contains(metric.role()))
                .mapToDouble(Metric::importance)
                .sum();
        var parts = new ArrayList<Part>();
        for (int i = 0; i < metrics.size(); i++) {
            if (roles.contains(metrics.get(i).role())) {
                parts.add(new Part(i, metrics.get(i).importance() / sum));
            }
        }
        return parts;
    }
}
