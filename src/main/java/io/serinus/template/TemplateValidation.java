package io.serinus.template;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** The rules that tie the parts of a template together; each part checks its own values itself. */
public final class TemplateValidation {
    private TemplateValidation() {}

    /**
     * What is wrong between the parts, as one problem per mistake, its path first; empty if nothing is.
     *
     * <p>Paths are relative to the template's {@code spec}, as in {@code steps[2].weight}.
     */
    public static List<Problem> problems(
            Duration tick, Duration interval, Duration warmup, List<Metric> metrics, List<Step> steps) {
        var problems = new ArrayList<Problem>();
        if (!tick.isPositive() || tick.toNanosPart() != 0) {
            problems.add(new Problem("tick", "is " + text(tick) + ", expected a positive number of whole seconds"));
            if (!interval.isPositive()) {
                problems.add(new Problem("interval", "is " + text(interval) + ", expected a whole number of ticks"));
            }
        } else if (!interval.isPositive() || interval.toMillis() % tick.toMillis() != 0) {
            problems.add(new Problem(
                    "interval", "is " + text(interval) + ", expected a whole number of ticks of " + text(tick)));
        }
        if (warmup.isNegative()) {
            problems.add(new Problem("warmup", "is " + text(warmup) + ", expected 0s or more"));
        }
        if (metrics.isEmpty()) {
            problems.add(new Problem("metrics", "is empty, expected at least one metric"));
        } else if (metrics.stream().noneMatch(metric -> metric.role() == Role.CRITICAL)) {
            problems.add(new Problem("metrics", "has none that is critical, expected at least one that decides"));
        }
        var names = new HashSet<String>();
        for (int i = 0; i < metrics.size(); i++) {
            if (metrics.get(i).method().isFixedHorizon() && hasLimit(metrics.get(i))) {
                problems.add(
                        new Problem(
                                "metrics[" + i + "].method",
                                "is a fixed-horizon test beside an slo, expected sequential: a limit is judged at every interval"));
            }
            if (!names.add(metrics.get(i).name())) {
                problems.add(new Problem(
                        "metrics[" + i + "].name",
                        "is \"" + metrics.get(i).name() + "\" a second time, expected a new name"));
            }
        }
        if (steps.isEmpty()) {
            problems.add(new Problem("steps", "is empty, expected at least one step"));
        }
        problems.addAll(order(steps));
        problems.addAll(approvals(steps));
        return problems;
    }

    /** Whoever opens a gate opens it by its name. */
    private static List<Problem> approvals(List<Step> steps) {
        var problems = new ArrayList<Problem>();
        var names = new HashSet<String>();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).gate().orElse(null) instanceof Gate.Approval(String name) && !names.add(name)) {
                problems.add(new Problem(
                        "steps[" + i + "].approval.name",
                        "is \"" + name
                                + "\" a second time, expected a name that no other approval of the template has: one"
                                + " approval would open both"));
            }
        }
        return problems;
    }

    /** The canary's weight never falls, and a step that only has a weight raises it. */
    private static List<Problem> order(List<Step> steps) {
        var problems = new ArrayList<Problem>();
        int last = 0;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (!step.isOwn()) {
                continue;
            }
            boolean raises = step.weight() > last;
            boolean changesOtherwise =
                    !step.isPlain() || i > 0 && !steps.get(i - 1).isPlain();
            if (step.weight() < last || !raises && !changesOtherwise) {
                problems.add(new Problem(
                        "steps[" + i + "].weight",
                        "is " + step.weight() + ", expected " + (changesOtherwise ? "no less" : "more")
                                + " than in the step before, " + last));
            }
            last = step.weight();
        }
        return problems;
    }

    private static boolean hasLimit(Metric metric) {
        return switch (metric) {
            case Metric.ErrorRate errors -> errors.slo().isPresent();
            case Metric.Latency latency -> !latency.slo().isEmpty();
            case Metric.Custom _ -> false;
        };
    }

    static void requireValid(
            Duration tick, Duration interval, Duration warmup, List<Metric> metrics, List<Step> steps) {
        List<Problem> problems = problems(tick, interval, warmup, metrics, steps);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.getFirst().toString());
        }
    }

    private static String text(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    /**
     * One mistake.
     *
     * @param path where, relative to {@code spec}
     * @param message what was found and what was expected
     */
    public record Problem(String path, String message) {
        @Override
        public String toString() {
            return path + " " + message;
        }
    }
}
