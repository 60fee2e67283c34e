package io.serinus.release;

import static java.util.Objects.requireNonNull;

import io.serinus.metric.Target;
import io.serinus.metric.Version;
import io.serinus.routing.CanaryRoute;
import io.serinus.routing.Layout;
import io.serinus.routing.LintFinding;
import io.serinus.routing.Original;
import io.serinus.routing.Pair;
import io.serinus.routing.Stickiness;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a release resolved to when its ground was found good. It stays the same until the release ends, whatever happens to
 * the template or the DestinationRule meanwhile.
 *
 * @param name the release's, which no other release in its namespace has
 * @param pair the destinations whose weights change
 * @param target the versions of the pair, as metrics name them
 * @param original the routing before the release, for an exact restore
 * @param template the steps, metrics and policies
 * @param templateSpec the same as it was written, for the record: the {@code spec} of the template's document
 * @param lint what is worth knowing of the VirtualService as it was found, though the release can do with it
 * @param copy the copy of the baseline that the canary is compared with; empty if that is the baseline itself
 */
public record Plan(
        String name,
        Pair pair,
        Target target,
        Original original,
        AnalysisTemplate template,
        Map<String, Object> templateSpec,
        List<LintFinding> lint,
        Optional<Copy> copy) {
    /** One that compares with the baseline itself. */
    public Plan(
            String name,
            Pair pair,
            Target target,
            Original original,
            AnalysisTemplate template,
            Map<String, Object> templateSpec,
            List<LintFinding> lint) {
        this(name, pair, target, original, template, templateSpec, lint, Optional.empty());
    }

    public Plan {
        requireNonNull(name, "name is null");
        requireNonNull(pair, "pair is null");
        requireNonNull(target, "target is null");
        requireNonNull(original, "original is null");
        requireNonNull(template, "template is null");
        requireNonNull(templateSpec, "templateSpec is null");
        lint = List.copyOf(lint);
        requireNonNull(copy, "copy is null");
    }

    /** The same, which compares with that copy. */
    public Plan with(Copy made) {
        return new Plan(name, pair, target, original, template, templateSpec, lint, Optional.of(made));
    }

    /** The versions that are compared; {@link #target} but for a copy, which stands for the baseline. */
    public Target compared() {
        // All that goes to the copy's host is meant for it, also what never reaches a pod and so carries no version.
        return copy.map(it -> new Target(
                        new Version(it.version().host(), null), target.canary(), Optional.of(target.baseline())))
                .orElse(target);
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
        return index >= steps() ? 100 : step(index).weight();
    }

    /** The first weight above 0 behind a step, in percent: what its evidence must justify. */
    public int weightAfter(int index) {
        int next = index + 1;
        while (weightAt(next) == 0) {
            next++;
        }
        return weightAt(next);
    }

    /** How requests reach the canary in a step; all by weight behind the last one. */
    public Layout layoutAt(int index) {
        if (index >= steps()) {
            return Layout.weight(100);
        }
        Step step = step(index);
        return new Layout(
                step.weight(),
                step.mirror(),
                step.match().map(match -> new CanaryRoute(match.blocks(), match.timeout(), match.retries())),
                stickiness().filter(cookie -> step.weight() > 0),
                copy.filter(_ -> step.weight() > 0).map(Copy::endpoint));
    }

    private Optional<Stickiness> stickiness() {
        return template.stickiness().map(cookie -> new Stickiness(cookie.name(), name, cookie.maxAge()));
    }
}
