package io.serinus.template;

import static java.util.Objects.requireNonNull;

import io.serinus.metric.Backends;
import io.serinus.metric.Reporter;
import io.serinus.template.TemplateValidation.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whose counters a release is judged by.
 *
 * @param backend the metrics backend's name
 * @param reporter whose counters there; empty where the controller chooses
 */
public record Counting(String backend, Optional<Reporter> reporter) {
    /** The default backend, and whom the controller chooses. */
    public static final Counting DEFAULT = new Counting(Backends.DEFAULT, Optional.empty());

    public Counting {
        requireNonNull(backend, "backend is null");
        requireNonNull(reporter, "reporter is null");
    }

    /** Whose counters a step is judged by: callers' proxies do not count the second copy of a request. */
    public Optional<Reporter> in(Step step) {
        return step.mirror().isPresent() ? Optional.of(Reporter.DESTINATION) : reporter;
    }

    /** What is wrong with the steps, one problem per mistake; paths are relative to the template's {@code spec}. */
    public List<Problem> problems(List<Step> steps) {
        var problems = new ArrayList<Problem>();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).mirror().isPresent()
                    && reporter.filter(it -> !it.countsWhereServed()).isPresent()) {
                problems.add(
                        new Problem(
                                "steps[" + i + "].mirror",
                                "stands beside the reporter " + reporter.get().label()
                                        + ", which does not count mirrored requests; leave the reporter out, or make it destination"));
            }
        }
        return problems;
    }

    void requireValid(List<Step> steps) {
        List<Problem> problems = problems(steps);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.getFirst().toString());
        }
    }
}
