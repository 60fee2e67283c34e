package io.serinus.analysis;

import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The steps of a template, as the judge needs them.
 *
 * @param steps ascending by weight
 * @param logPass evidence, as a natural logarithm, from which a weight counts as safe
 */
record Plan(List<Step> steps, double logPass) {
    Plan {
        steps = List.copyOf(steps);
    }

    static Plan of(AnalysisTemplate template) {
        return new Plan(template.steps(), -Math.log(template.risk().falsePromotion()));
    }

    int firstPercent() {
        return nextPercent(-1);
    }

    /** One process for each weight that evidence can lead to: all but the first, and 100. */
    Safeties safeties(Stream.Safety safety) {
        var percents = new ArrayList<Integer>();
        steps.stream()
                .skip(1)
                .map(Step::weight)
                .filter(percent -> percent > 0)
                .distinct()
                .forEach(percents::add);
        percents.add(100);
        return Safeties.start(safety, percents, logPass);
    }

    /** Whether so much time and so many requests of the canary are what the step of that weight must have. */
    boolean isComplete(int percent, Duration length, long requests) {
        return steps.stream()
                .filter(step -> step.weight() == percent && step.gate().isEmpty())
                .anyMatch(step -> length.compareTo(step.minDuration()) >= 0 && requests >= step.minRequests());
    }

    /** The step of that number, from 1, if it has that weight: the judge is also told of weights that belong to no plan. */
    Optional<Step> step(int number, int percent) {
        return number < 1 || number > steps.size()
                ? Optional.empty()
                : Optional.of(steps.get(number - 1)).filter(step -> step.weight() == percent);
    }

    /** The first weight above 0 behind a step, counted from 0; 100 behind the last. */
    int nextPercent(int step) {
        return steps.stream()
                .skip(step + 1L)
                .mapToInt(Step::weight)
                .filter(percent -> percent > 0)
                .findFirst()
                .orElse(100);
    }
}
