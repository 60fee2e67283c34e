package io.serinus.catalog;

import io.serinus.template.Bounds;
import io.serinus.template.LatencyLimit;
import io.serinus.template.Margin;
import io.serinus.template.Metric;
import io.serinus.template.Sensitivity;
import io.serinus.template.Tolerance;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the object {@code latency}; its defaults stand here. */
final class LatencyReader {
    static final Margin MARGIN = new Margin(0.25, 0.01);
    static final Bounds.Range BOUNDS = Bounds.Range.DEFAULT;

    private static final Pattern QUANTILE = Pattern.compile("p(\\d{1,2}(?:\\.\\d{1,3})?)");

    private LatencyReader() {}

    static Metric read(MetricReader.Head head, Fields fields, Sensitivity sensitivity) {
        Bounds bounds = bounds(fields);
        Tolerance tolerance = ToleranceReader.named(fields, sensitivity, Sensitivity::latency);
        Margin margin = ToleranceReader.margin(fields.object("margin"), MARGIN);
        List<LatencyLimit> slo = slo(fields.object("slo"));
        return new Metric.Latency(
                head.name(), head.role(), head.importance(), head.method(), bounds, tolerance, margin, slo);
    }

    private static Bounds bounds(Fields fields) {
        if (fields.has("bounds") && fields.has("range")) {
            fields.problems().add(fields.path(), "has bounds and range, expected one of them");
            fixed(fields);
            range(fields.object("range"));
            return BOUNDS;
        }
        return fields.has("bounds") ? fixed(fields) : range(fields.object("range"));
    }

    private static Bounds fixed(Fields fields) {
        List<?> written = fields.tree().get("bounds") instanceof List<?> list ? list : List.of(0);
        List<Double> millis =
                fields.each("bounds", "a duration such as 250ms or 1s", Fields::duration).orElseThrow().stream()
                        .map(LatencyReader::millis)
                        .toList();
        // Whether the others are in order cannot be told where one was not understood.
        return millis.size() == written.size() ? fields.checked(BOUNDS, () -> new Bounds.Fixed(millis)) : BOUNDS;
    }

    private static Bounds range(Fields fields) {
        Duration from = fields.duration("from", duration(BOUNDS.fromMillis()));
        Duration to = fields.duration("to", duration(BOUNDS.toMillis()));
        if (from.compareTo(to) < 0) {
            return new Bounds.Range(millis(from), millis(to));
        }
        fields.problems()
                .add(
                        fields.path(),
                        "is from " + text(fields, "from", BOUNDS.fromMillis()) + " to "
                                + text(fields, "to", BOUNDS.toMillis()) + ", expected the shorter duration first");
        return BOUNDS;
    }

    private static String text(Fields fields, String field, double absentMillis) {
        return fields.has(field) ? String.valueOf(fields.tree().get(field)) : (long) absentMillis + "ms";
    }

    private static List<LatencyLimit> slo(Fields fields) {
        Map<Double, LatencyLimit> limits = new HashMap<>();
        for (String name : fields.tree().keySet()) {
            Optional<Double> quantile = quantile(name);
            if (quantile.isEmpty()) {
                fields.problems().add(fields.at(name), "is not a quantile, expected p50, p99, p99.9 or the like");
                continue;
            }
            Duration limit = fields.duration(name, Duration.ofMillis(1));
            if (!limit.isPositive()) {
                fields.problems()
                        .add(
                                fields.at(name),
                                "is " + Problems.shown(fields.tree().get(name)) + ", expected a positive duration");
            } else if (limits.put(quantile.get(), new LatencyLimit(quantile.get(), millis(limit))) != null) {
                fields.problems().add(fields.at(name), "is the same quantile a second time, expected another one");
            }
        }
        return limits.values().stream()
                .sorted(Comparator.comparingDouble(LatencyLimit::quantile))
                .toList();
    }

    /** 0.99 for p99; empty for what is no quantile above 0 and below 1. */
    static Optional<Double> quantile(String name) {
        Matcher matcher = QUANTILE.matcher(name);
        return matcher.matches()
                ? Optional.of(new BigDecimal(matcher.group(1)).movePointLeft(2).doubleValue())
                        .filter(quantile -> quantile > 0)
                : Optional.empty();
    }

    private static double millis(Duration duration) {
        return duration.toMillis();
    }

    private static Duration duration(double millis) {
        return Duration.ofMillis((long) millis);
    }
}
