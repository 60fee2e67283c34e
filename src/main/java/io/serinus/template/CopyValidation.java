package io.serinus.template;

import io.serinus.template.TemplateValidation.Problem;
import java.util.ArrayList;
import java.util.List;

/** The rules for a canary that is compared with a copy of the baseline, which gets exactly what the canary gets. */
public final class CopyValidation {
    /** The largest weight that two versions can both have. */
    public static final int MOST = 50;

    private CopyValidation() {}

    /**
     * What is wrong, as one problem per mistake; empty if nothing is, or if there is no copy. Paths are relative to the
     * template's {@code spec}.
     *
     * @param baselineCopy whether there is one
     * @param isSticky whether a cookie keeps users on the canary
     */
    public static List<Problem> problems(boolean baselineCopy, List<Step> steps, boolean isSticky) {
        var problems = new ArrayList<Problem>();
        for (int i = 0; baselineCopy && i < steps.size(); i++) {
            Step step = steps.get(i);
            String path = "steps[" + i + "].";
            if (!step.isOwn()) {
                continue;
            }
            if (step.weight() > MOST) {
                problems.add(new Problem(
                        path + "weight",
                        "is " + step.weight() + ", expected at most " + MOST
                                + " beside baselineCopy: the copy gets the same weight as the canary"));
            }
            if (step.mirror().isPresent()) {
                problems.add(new Problem(
                        path + "mirror",
                        "stands beside baselineCopy, expected none: nothing is mirrored to the copy, so there would be"
                                + " nothing to compare the canary with"));
            }
            if (step.match().isPresent()) {
                problems.add(new Problem(
                        path + "match",
                        "stands beside baselineCopy, expected none: requests that match go to the canary alone, so the copy"
                                + " would not get as many"));
            }
        }
        if (baselineCopy && isSticky) {
            problems.add(new Problem(
                    "stickiness",
                    "stands beside baselineCopy, expected none: users whom it keeps go to the canary alone, so the copy"
                            + " would not get as many"));
        }
        return problems;
    }

    static void requireValid(boolean baselineCopy, List<Step> steps, boolean isSticky) {
        List<Problem> problems = problems(baselineCopy, steps, isSticky);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.getFirst().toString());
        }
    }
}
