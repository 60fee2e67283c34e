package io.serinus.catalog;

import io.serinus.template.Margin;
import io.serinus.template.Sensitivity;
import io.serinus.template.Tolerance;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what is tolerated of requests. Each field is tried beside the other's default, so that both are reported if both
 * are wrong.
 */
final class ToleranceReader {
    private static final EnumSet<Sensitivity> NAMES = EnumSet.allOf(Sensitivity.class);

    private ToleranceReader() {}

    /**
     * The field {@code tolerance} of a metric: a name, or an object.
     *
     * @param absent the template's sensitivity, also for what the object leaves out
     * @param tolerance what a sensitivity means for this kind of metric
     */
    static Tolerance named(Fields metric, Sensitivity absent, Function<Sensitivity, Tolerance> tolerance) {
        if (metric.tree().get("tolerance") instanceof String name) {
            Optional<Sensitivity> named = Words.find(NAMES, name);
            if (named.isEmpty()) {
                metric.problems()
                        .add(
                                metric.at("tolerance"),
                                "is " + Problems.shown(name) + ", expected " + Words.list(NAMES)
                                        + ", or an object with relative and absolute");
            }
            return tolerance.apply(named.orElse(absent));
        }
        return read(metric.object("tolerance"), tolerance.apply(absent));
    }

    static Tolerance read(Fields fields, Tolerance absent) {
        double relative = fields.fraction("relative", absent.relative());
        double absolute = fields.fraction("absolute", absent.absolute());
        double checked = fields.checked(absent, () -> new Tolerance(relative, absent.absolute()))
                .relative();
        double checkedAbsolute = fields.checked(absent, () -> new Tolerance(absent.relative(), absolute))
                .absolute();
        return fields.checked(absent, () -> new Tolerance(checked, checkedAbsolute));
    }

    static Margin margin(Fields fields, Margin absent) {
        double relative = fields.fraction("relative", absent.relative());
        double impact = fields.fraction("impact", absent.impact());
        double checked = fields.checked(absent, () -> new Margin(relative, absent.impact()))
                .relative();
        return fields.checked(absent, () -> new Margin(checked, impact));
    }
}
