package io.serinus.catalog;

import io.serinus.template.Bounds;
import io.serinus.template.Failures;
import io.serinus.template.Margin;
import io.serinus.template.Method;
import io.serinus.template.Metric;
import io.serinus.template.Role;
import io.serinus.template.Sensitivity;
import io.serinus.template.Tolerance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Reads the metrics of a template; the defaults stand here. */
final class MetricReader {
    static final double IMPORTANCE = 1;
    static final Metric.ErrorRate ERROR_RATE = new Metric.ErrorRate(
            "errors",
            Role.CRITICAL,
            IMPORTANCE,
            Method.SEQUENTIAL,
            Failures.DEFAULT,
            Sensitivity.STANDARD.errors(),
            new Margin(0.25, 0.005),
            new Tolerance(2.00, 0.15),
            OptionalDouble.empty());
    static final Metric.Latency LATENCY = new Metric.Latency(
            "latency",
            Role.CRITICAL,
            IMPORTANCE,
            Method.SEQUENTIAL,
            new Bounds.Fixed(List.of(100.0, 250.0, 500.0, 1000.0, 2500.0)),
            Sensitivity.STANDARD.latency(),
            new Margin(0.25, 0.01),
            List.of());

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private MetricReader() {}

    /** A metric; with mistakes, one that stands for it under a name that no other has. */
    static Metric read(Fields metric) {
        String name = metric.text("name", NAME, "lower-case letters, digits and dashes, at most 63")
                .orElse(metric.path());
        double importance = metric.number("importance", IMPORTANCE);
        double share = metric.checked(
                IMPORTANCE, () -> errorRate(name, importance, ERROR_RATE).importance());
        boolean errorRate = metric.has("errorRate");
        if (errorRate == metric.has("latency")) {
            metric.problems()
                    .add(
                            metric.path(),
                            "has " + (errorRate ? "both errorRate and latency" : "neither errorRate nor latency")
                                    + ", expected one of them");
            return errorRate(name, share, ERROR_RATE);
        }
        return errorRate
                ? errorRate(name, share, metric.object("errorRate"))
                : latency(name, share, metric.object("latency"));
    }

    private static Metric errorRate(String name, double importance, Metric.ErrorRate like) {
        return new Metric.ErrorRate(
                name,
                like.role(),
                importance,
                like.method(),
                like.failures(),
                like.tolerance(),
                like.margin(),
                like.outage(),
                like.slo());
    }

    private static Metric errorRate(String name, double importance, Fields fields) {
        return new Metric.ErrorRate(
                name,
                Role.CRITICAL,
                importance,
                Method.SEQUENTIAL,
                Failures.DEFAULT,
                tolerance(fields.object("tolerance"), ERROR_RATE.tolerance()),
                margin(fields.object("margin"), ERROR_RATE.margin()),
                tolerance(fields.object("outage"), ERROR_RATE.outage()),
                OptionalDouble.empty());
    }

    private static Metric latency(String name, double importance, Fields fields) {
        Bounds bounds = bounds(fields);
        Tolerance tolerance = tolerance(fields.object("tolerance"), LATENCY.tolerance());
        Margin margin = margin(fields.object("margin"), LATENCY.margin());
        return fields.checked(
                LATENCY,
                () -> new Metric.Latency(
                        name, Role.CRITICAL, importance, Method.SEQUENTIAL, bounds, tolerance, margin, List.of()));
    }

    private static Bounds bounds(Fields fields) {
        if (!fields.has("bounds")) {
            return LATENCY.bounds();
        }
        var millis = new ArrayList<Double>();
        List<?> values = fields.list("bounds");
        boolean understood = fields.tree().get("bounds") instanceof List<?>;
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            Optional<Duration> bound = value == null ? Optional.empty() : Fields.duration(value);
            if (bound.isEmpty()) {
                fields.problems()
                        .add(
                                fields.at("bounds") + "[" + i + "]",
                                "is " + Problems.shown(value) + ", expected a duration such as 250ms or 1s");
                understood = false;
            } else {
                millis.add((double) bound.get().toMillis());
            }
        }
        boolean all = understood;
        return fields.checked(LATENCY.bounds(), () -> all ? new Bounds.Fixed(millis) : LATENCY.bounds());
    }

    /** Each field is tried beside the other's default, so that both are reported if both are wrong. */
    private static Tolerance tolerance(Fields fields, Tolerance absent) {
        double relative = fields.fraction("relative", absent.relative());
        double absolute = fields.fraction("absolute", absent.absolute());
        double checked = fields.checked(absent, () -> new Tolerance(relative, absent.absolute()))
                .relative();
        double checkedAbsolute = fields.checked(absent, () -> new Tolerance(absent.relative(), absolute))
                .absolute();
        return fields.checked(absent, () -> new Tolerance(checked, checkedAbsolute));
    }

    private static Margin margin(Fields fields, Margin absent) {
        double relative = fields.fraction("relative", absent.relative());
        double impact = fields.fraction("impact", absent.impact());
        double checked = fields.checked(absent, () -> new Margin(relative, absent.impact()))
                .relative();
        return fields.checked(absent, () -> new Margin(checked, impact));
    }
}
