package io.serinus.release;

import io.serinus.routing.CopyHost;
import io.serinus.routing.DestinationRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The labels of a copy's pods: the original's, but for as few as it takes that nothing selects them that selects the
 * original's, and that Istio's metrics tell both apart.
 */
final class CopyLabels {
    /** By which the copy's own Deployment and Service select its pods; the value is the release's name. */
    static final String COPY = "serinus.io/copy";

    static final String CANONICAL_NAME = "service.istio.io/canonical-name";

    private static final String VERSION_SUFFIX = "-copy";

    /** What Istio takes for the name of a service, the most telling first. */
    private static final List<String> NAMES = List.of(CANONICAL_NAME, "app.kubernetes.io/name", "app");

    private static final String RECOMMENDED = "app.kubernetes.io/";
    private static final String OF_ISTIO = "istio.io/";

    private final String deployment;
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final List<PodSelector> selectors;

    /**
     * @param deployment the original's name
     * @param original the labels of its pods
     * @param selectors of all that must not select the copy's pods
     * @param release the release's name
     */
    CopyLabels(String deployment, Map<String, String> original, List<PodSelector> selectors, String release) {
        this.deployment = deployment;
        this.selectors = List.copyOf(selectors);
        labels.putAll(original);
        for (String key : DestinationRules.VERSION_LABELS) {
            labels.computeIfPresent(key, (_, version) -> CopyNames.valueWith(version, VERSION_SUFFIX));
        }
        // Another label may be changed below, and dashboards and policies know the service by this name.
        labels.put(
                CANONICAL_NAME,
                NAMES.stream()
                        .map(original::get)
                        .filter(name -> name != null && !name.isEmpty())
                        .findFirst()
                        .orElse(CopyNames.value(deployment)));
        labels.put(COPY, CopyNames.value(release));
    }

    /** Changes what must be changed. The result are sentences on what selects the copy's pods all the same. */
    List<String> part() {
        List<PodSelector> left = selectors.stream()
                .filter(selector -> selector.selects(labels))
                .filter(selector -> !candidates(selector).isEmpty())
                .toList();
        while (!left.isEmpty()) {
            String key = mostShared(left);
            labels.computeIfPresent(key, (_, value) -> CopyNames.valueWith(value, CopyHost.SUFFIX));
            left = left.stream()
                    .filter(selector -> !selector.keys().contains(key))
                    .toList();
        }
        var sentences = new ArrayList<String>();
        for (PodSelector selector : selectors) {
            if (selector.selects(labels)) {
                sentences.add(selector.owner() + " selects pods by " + selector.shown()
                        + ", and so those of a copy of Deployment " + deployment
                        + " too, expected a label there that can be another one for the copy. Let it select by one, or use a"
                        + " template without baselineCopy.");
            }
        }
        return sentences;
    }

    /** The key that the most of them have; of several the first by the alphabet. */
    private static String mostShared(List<PodSelector> selectors) {
        Map<String, Long> counts = selectors.stream()
                .flatMap(selector -> candidates(selector).stream())
                .collect(Collectors.groupingBy(key -> key, Collectors.counting()));
        return counts.entrySet().stream()
                .min(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
    }

    /**
     * The keys by which a selector may be made to miss the copy: those that people give, else those of some tool, else
     * those that metrics are told apart by; none that says what is done to a pod or whose it is.
     */
    private static Set<String> candidates(PodSelector selector) {
        Set<String> possible = selector.keys().stream()
                .filter(key -> !key.equals(COPY) && (isTelling(key) || !isOfIstio(key)))
                .collect(Collectors.toCollection(TreeSet::new));
        return Stream.of(
                        possible.stream().filter(key -> !isTelling(key) && isGiven(key)),
                        possible.stream().filter(key -> !isTelling(key)),
                        possible.stream())
                .map(keys -> keys.collect(Collectors.toCollection(TreeSet::new)))
                .filter(keys -> !keys.isEmpty())
                .findFirst()
                .orElseGet(TreeSet::new);
    }

    private static boolean isGiven(String key) {
        return !key.contains("/") || key.startsWith(RECOMMENDED);
    }

    private static boolean isTelling(String key) {
        return key.equals(CANONICAL_NAME) || DestinationRules.VERSION_LABELS.contains(key);
    }

    private static boolean isOfIstio(String key) {
        return key.startsWith(OF_ISTIO) || key.contains("." + OF_ISTIO);
    }

    /** All of them as they are now. */
    Map<String, String> all() {
        return Map.copyOf(labels);
    }

    /** What Istio's metrics call the version; empty if no label says it. */
    Optional<String> version() {
        return DestinationRules.VERSION_LABELS.stream()
                .flatMap(key -> Optional.ofNullable(labels.get(key)).stream())
                .findFirst();
    }
}
