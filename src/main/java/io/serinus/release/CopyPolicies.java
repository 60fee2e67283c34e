package io.serinus.release;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Whether what protects the baseline's pods protects those of its copy likewise: policies select pods by labels, and a copy
 * does not have all of the original's.
 */
public final class CopyPolicies {
    private CopyPolicies() {}

    /**
     * One policy.
     *
     * @param name as in {@code NetworkPolicy shop/checkout}
     * @param selector which pods it is for, as a label selector of Kubernetes; empty for all
     */
    public record Policy(String name, Map<String, Object> selector) {
        public Policy {
            requireNonNull(name, "name is null");
            requireNonNull(selector, "selector is null");
        }
    }

    /** A sentence for each policy that is for the baseline's pods and not for the copy's, or the other way round. */
    public static List<String> unequal(List<Policy> policies, CopySpec.Source source, CopySpec.Made copy) {
        Map<String, String> original = podLabels(source.deployments().getFirst());
        Map<String, String> copied = podLabels(copy.deployment());
        return policies.stream()
                .map(policy -> {
                    PodSelector selector = PodSelector.ofLabelSelector(policy.name(), policy.selector());
                    return selector.selects(original) == selector.selects(copied) ? null : sentence(selector, original);
                })
                .filter(Objects::nonNull)
                .toList();
    }

    private static String sentence(PodSelector selector, Map<String, String> original) {
        return selector.owner() + " is for pods with " + selector.shown() + ", and so "
                + (selector.selects(original)
                        ? "for those of the baseline and not for those of its copy"
                        : "for those of the baseline's copy and not for its own")
                + ", expected a policy for both: else they would not be protected alike. Select by labels that no Service"
                + " selects by and that name no version, or use a template without baselineCopy.";
    }

    private static Map<String, String> podLabels(Map<String, Object> deployment) {
        return Json.textsAt(deployment, "spec", "template", "metadata", "labels");
    }
}
