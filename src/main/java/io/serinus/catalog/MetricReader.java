package io.serinus.catalog;

import io.serinus.template.Method;
import io.serinus.template.Metric;
import io.serinus.template.Role;
import io.serinus.template.Sensitivity;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the metrics of a template: what all have in common, and then what is of their kind. */
final class MetricReader {
    static final double IMPORTANCE = 1;
    static final Role ROLE = Role.CRITICAL;
    static final Method METHOD = Method.SEQUENTIAL;

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final List<String> KINDS = List.of("errorRate", "latency", "custom");

    private MetricReader() {}

    /** What all metrics have. */
    record Head(String name, Role role, double importance, Method method) {}

    /**
     * A metric; with mistakes, one that stands for it under a name that no other has.
     *
     * @param sensitivity what is tolerated where the metric does not say
     */
    static Metric read(Fields metric, Sensitivity sensitivity) {
        List<String> kinds = KINDS.stream().filter(metric::has).toList();
        if (kinds.size() != 1) {
            metric.problems()
                    .add(
                            metric.path(),
                            "has " + (kinds.isEmpty() ? "no kind" : String.join(" and ", kinds))
                                    + ", expected one of errorRate, latency and custom");
            Head head = head(metric, EnumSet.allOf(Method.class));
            var standIn = new Head(head.name(), head.role(), head.importance(), METHOD);
            // Whichever of them stays, its own mistakes are there to be corrected.
            kinds.forEach(kind -> read(kind, standIn, metric.object(kind), sensitivity));
            return ErrorRateReader.read(standIn, nothing(metric), sensitivity);
        }
        String kind = kinds.getFirst();
        return read(kind, head(metric, methods(kind)), metric.object(kind), sensitivity);
    }

    private static Set<Method> methods(String kind) {
        return switch (kind) {
            case "errorRate" -> Method.OF_ERRORS;
            case "latency" -> Method.OF_LATENCY;
            default -> Method.OF_LEVELS;
        };
    }

    private static Metric read(String kind, Head head, Fields fields, Sensitivity sensitivity) {
        return switch (kind) {
            case "errorRate" -> ErrorRateReader.read(head, fields, sensitivity);
            case "latency" -> LatencyReader.read(head, fields, sensitivity);
            default -> CustomReader.read(head, fields);
        };
    }

    private static Head head(Fields metric, Set<Method> methods) {
        String name = metric.text("name", NAME, "lower-case letters, digits and dashes, at most 63")
                .orElse(metric.path());
        double importance = metric.number("importance", IMPORTANCE);
        double checked =
                metric.checked(IMPORTANCE, () -> ofImportance(importance).importance());
        return new Head(
                name,
                metric.word("role", EnumSet.allOf(Role.class), ROLE),
                checked,
                metric.word("method", methods, METHOD));
    }

    private static Metric ofImportance(double importance) {
        return Metric.ErrorRate.of(
                "", importance, SpecReader.SENSITIVITY.errors(), ErrorRateReader.MARGIN, ErrorRateReader.OUTAGE);
    }

    private static Fields nothing(Fields metric) {
        return new Fields(metric.path(), Map.of(), metric.problems());
    }
}
