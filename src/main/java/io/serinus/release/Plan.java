package io.serinus.release;

import static java.util.Objects.requireNonNull;

import io.serinus.metric.Target;
import io.serinus.routing.Original;
import io.serinus.routing.Pair;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Step;
import java.util.Map;

/**
 * What a release resolved to when its ground was found good. It stays the same until the release ends, whatever happens to
 * the template or the DestinationRule meanwhile.
 *
 * @param pair the destinations whose weights change
 * @param target the versions whose requests are counted
 * @param original the routing before the release, for an exact restore
 * @param template the steps, metrics and policies
 * @param templateSpec the same as it was written, for the record: the {@code spec} of the template's document
 */
public record Plan(
        Pair pair, Target target, Original original, AnalysisTemplate template, Map<String, Object> templateSpec) {
    public Plan {
        requireNonNull(pair, "pair is null");
        requireNonNull(target, "target is null");
        requireNonNull(original, "original is null");
        requireNonNull(template, "template is null");
        requireNonNull(templateSpec, "templateSpec is null");
    }

    /** How many steps there are before promotion. */
    public int steps() {
        return template.steps().size();
    }

    /** The step at the index, counted from 0. */
    public Step step(int index) {
        return template.steps().get(index);
    }

    /** The canary's weight in a step, in percent; 100 behind the last one. */
    public int weightAt(int index) {
        if (index >= steps()) {
            return 100;
        }
        return switch (step(index)) {
            case Step.Weight weight -> weight.percent();
        };
    }
}
