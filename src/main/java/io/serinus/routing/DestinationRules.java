package io.serinus.routing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Finds what a subset consists of, the way Istio looks rules up: first those in the namespace of the VirtualService, then
 * those in the namespace of the service. Within the first namespace that has a rule for the host, the most specific host
 * wins, an exact one before wildcards, and rules for the same host add their subsets together. {@code exportTo} and rules
 * in Istio's root namespace are not looked at.
 */
public final class DestinationRules {
    /** Labels of pods from which Istio takes {@code destination_version}, the most specific first. */
    public static final List<String> VERSION_LABELS =
            List.of("version", "app.kubernetes.io/version", "service.istio.io/canonical-revision");

    private DestinationRules() {}

    /** What became of a search. */
    public sealed interface Subset {
        /**
         * The subset.
         *
         * @param labels which pods belong to it; empty if it selects by nothing
         * @param rule namespace/name of the rule that has it
         */
        record Found(Map<String, String> labels, String rule) implements Subset {
            public Found {
                labels = Map.copyOf(labels);
                requireNonNull(rule, "rule is null");
            }

            /** How Istio's metrics call the version of its pods; empty if its labels do not say. */
            public Optional<String> version() {
                return VERSION_LABELS.stream()
                        .map(labels::get)
                        .filter(Objects::nonNull)
                        .findFirst();
            }
        }

        /** There is no rule for the host. */
        record NoRule(String reason) implements Subset {}

        /** There are rules for the host, but not this subset; the reason lists those there are. */
        record NoSubset(String reason) implements Subset {}
    }

    /**
     * Finds an endpoint's subset.
     *
     * @param rules all that could matter, of any namespace
     * @param namespace the namespace of the VirtualService
     * @param clusterDomain such as {@code cluster.local}
     * @throws IllegalArgumentException if the endpoint has no subset
     */
    public static Subset find(
            Collection<DestinationRule> rules, Endpoint endpoint, String namespace, String clusterDomain) {
        String subset = endpoint.subset();
        if (subset == null) {
            throw new IllegalArgumentException(endpoint + " has no subset that a DestinationRule could describe");
        }
        List<DestinationRule> fitting = forHost(rules, endpoint.host(), namespace, clusterDomain);
        return fitting.isEmpty()
                ? new Subset.NoRule("there is no DestinationRule for " + endpoint.host() + " in "
                        + String.join(" or ", namespaces(endpoint.host(), namespace))
                        + ", expected one with the subset \""
                        + subset + "\"")
                : in(fitting, subset);
    }

    /** The rules that hold for a host, in the order given; none if there are none. */
    static List<DestinationRule> forHost(
            Collection<DestinationRule> rules, String host, String namespace, String clusterDomain) {
        for (String candidate : namespaces(host, namespace)) {
            List<DestinationRule> fitting = mostSpecific(
                    rules.stream().filter(r -> r.namespace().equals(candidate)).toList(), host, clusterDomain);
            if (!fitting.isEmpty()) {
                return fitting;
            }
        }
        return List.of();
    }

    private static SequencedSet<String> namespaces(String host, String namespace) {
        SequencedSet<String> namespaces = new LinkedHashSet<>(List.of(namespace));
        Hosts.namespace(host).ifPresent(namespaces::add);
        return namespaces;
    }

    private static List<DestinationRule> mostSpecific(List<DestinationRule> rules, String host, String clusterDomain) {
        List<DestinationRule> best = new ArrayList<>();
        int specificity = -1;
        for (DestinationRule rule : rules) {
            int found = specificity(rule, host, clusterDomain);
            if (found > specificity) {
                best.clear();
                specificity = found;
            }
            if (found >= 0 && found == specificity) {
                best.add(rule);
            }
        }
        return best;
    }

    /** How closely a rule's host fits: -1 not at all, above all wildcards if exactly. */
    private static int specificity(DestinationRule rule, String host, String clusterDomain) {
        String written = Tree.text(Tree.object(rule.tree().get("spec")).get("host"));
        if (written == null) {
            return -1;
        }
        if (written.startsWith("*")) {
            return host.endsWith(written.substring(1)) ? written.length() : -1;
        }
        Optional<String> full = Hosts.resolve(written, rule.namespace(), clusterDomain);
        return full.isPresent() && full.get().equals(host) ? Integer.MAX_VALUE : -1;
    }

    private static Subset in(List<DestinationRule> rules, String wanted) {
        var names = new ArrayList<String>();
        for (DestinationRule rule : rules) {
            for (Object entry : Tree.list(Tree.object(rule.tree().get("spec")).get("subsets"))) {
                Map<String, Object> subset = Tree.object(entry);
                String name = Tree.text(subset.get("name"));
                if (wanted.equals(name)) {
                    return new Subset.Found(
                            labels(Tree.object(subset.get("labels"))), rule.namespace() + "/" + rule.name());
                }
                if (name != null) {
                    names.add(name);
                }
            }
        }
        DestinationRule first = rules.getFirst();
        return new Subset.NoSubset("DestinationRule " + first.namespace() + "/" + first.name()
                + " has no subset \"" + wanted + "\" under spec.subsets, expected it there; found "
                + (names.isEmpty() ? "none" : String.join(", ", names)));
    }

    private static Map<String, String> labels(Map<String, Object> tree) {
        var labels = new LinkedHashMap<String, String>();
        tree.forEach((key, value) -> {
            // A null is no value, as everywhere in Kubernetes.
            if (value != null) {
                labels.put(key, String.valueOf(value));
            }
        });
        return labels;
    }
}
