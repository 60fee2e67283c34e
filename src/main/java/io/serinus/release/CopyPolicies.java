package io.serinus.release;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether what protects the baseline's pods protects those of its copy likewise, and whether it lets both through: policies
 * select pods by labels, and a copy does not have all of the original's.
 */
public final class CopyPolicies {
    private static final String REMEDY =
            " Select by labels that no Service selects by and that name no version, or use a"
                    + " template without baselineCopy.";

    private final Map<String, String> original;
    private final Map<String, String> copied;
    private final String service;

    private CopyPolicies(CopySpec.Source source, CopySpec.Made copy) {
        original = podLabels(source.deployments().getFirst());
        copied = podLabels(copy.deployment());
        service = Json.textAt(source.service(), "metadata", "name").orElse("");
    }

    /**
     * One policy, of Kubernetes or of Istio, in the namespace of the baseline.
     *
     * @param kind such as {@code NetworkPolicy}
     * @param name with the namespace, as in {@code shop/checkout}
     * @param spec as read; empty if it has none
     */
    public record Policy(String kind, String name, Map<String, Object> spec) {
        public Policy {
            requireNonNull(kind, "kind is null");
            requireNonNull(name, "name is null");
            requireNonNull(spec, "spec is null");
        }

        private String shown() {
            return kind + " " + name;
        }
    }

    /** A sentence for all that a policy says of the baseline's pods and not of the copy's, or the other way round. */
    public static List<String> unequal(List<Policy> policies, CopySpec.Source source, CopySpec.Made copy) {
        var both = new CopyPolicies(source, copy);
        return policies.stream().flatMap(both::sentences).distinct().toList();
    }

    private Stream<String> sentences(Policy policy) {
        return policy.kind().equals("NetworkPolicy")
                ? Stream.of(
                                subject(policy, "podSelector").stream(),
                                peers(policy, "ingress", "from", "lets in pods with ", ""),
                                peers(policy, "egress", "to", "lets pods send to those with ", "to "))
                        .flatMap(sentences -> sentences)
                : Stream.concat(subject(policy, "selector").stream(), target(policy).stream());
    }

    private Optional<String> subject(Policy policy, String field) {
        PodSelector selector = PodSelector.ofLabelSelector(policy.shown(), Json.objectAt(policy.spec(), field));
        return isEqual(selector)
                ? Optional.empty()
                : Optional.of(selector.owner() + " is for pods with " + selector.shown() + ", and so "
                        + which(selector, "for ")
                        + ", expected a policy for both: else they would not be protected alike." + REMEDY);
    }

    /** What a policy says of the pods at the other end. Whether their namespace is meant, too, nobody can tell here. */
    private Stream<String> peers(Policy policy, String rules, String ends, String verb, String preposition) {
        return Json.objectsAt(policy.spec(), rules).stream()
                .flatMap(rule -> Json.objectsAt(rule, ends).stream())
                .map(peer -> PodSelector.ofLabelSelector(policy.shown(), Json.objectAt(peer, "podSelector")))
                .filter(selector -> !isEqual(selector))
                .map(selector -> selector.owner() + " " + verb + selector.shown() + ", and so "
                        + which(selector, preposition) + ", expected both under spec." + rules
                        + ": else requests would fail for one of them alone." + REMEDY);
    }

    /** One that names the Service of the baseline is for its requests only. */
    private Optional<String> target(Policy policy) {
        List<String> fields = new ArrayList<>();
        if (isService(Json.objectAt(policy.spec(), "targetRef"))) {
            fields.add("targetRef");
        }
        if (Json.objectsAt(policy.spec(), "targetRefs").stream().anyMatch(this::isService)) {
            fields.add("targetRefs");
        }
        return fields.stream()
                .findFirst()
                .map(field -> policy.shown() + ": spec." + field + " names Service " + service
                        + ", and so the policy is for requests to the baseline and not for those to its copy, expected one for"
                        + " both: else they would not be protected alike. Select the pods by labels instead, or use a template"
                        + " without baselineCopy.");
    }

    private boolean isService(Map<String, Object> reference) {
        return Json.textAt(reference, "kind").filter("Service"::equals).isPresent()
                && Json.textAt(reference, "name").filter(service::equals).isPresent();
    }

    private boolean isEqual(PodSelector selector) {
        return selector.selects(original) == selector.selects(copied);
    }

    private String which(PodSelector selector, String preposition) {
        return selector.selects(original)
                ? preposition + "those of the baseline and not " + preposition + "those of its copy"
                : preposition + "those of the baseline's copy and not " + preposition + "its own";
    }

    private static Map<String, String> podLabels(Map<String, Object> deployment) {
        return Json.textsAt(deployment, "spec", "template", "metadata", "labels");
    }
}
