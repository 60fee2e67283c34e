package io.serinus.kayenta;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Kayenta's judge reads of a canary config.
 *
 * @param metrics in the config's order, each name once
 * @param groupWeights weight of a group in the summary score, in percent. Groups without a weight share evenly what is left
 *     of 100. Weights are taken as they are: if they exceed 100, so may the score
 * @param scoreThresholds those that the config suggests; Kayenta itself takes them from whoever asks for a judgement
 */
public record KayentaConfig(
        List<MetricConfig> metrics, Map<String, Double> groupWeights, Optional<ScoreThresholds> scoreThresholds) {
    /** @throws IllegalArgumentException if there are no metrics, a name occurs twice or a weight is negative */
    public KayentaConfig {
        metrics = List.copyOf(metrics);
        groupWeights = Collections.unmodifiableMap(new LinkedHashMap<>(groupWeights));
        requireNonNull(scoreThresholds, "scoreThresholds is null");
        if (metrics.isEmpty()) {
            throw new IllegalArgumentException("metrics are none, expected at least one");
        }
        var names = new HashSet<String>();
        for (MetricConfig metric : metrics) {
            if (!names.add(metric.name())) {
                throw new IllegalArgumentException("metric \"" + metric.name() + "\" occurs twice, expected once");
            }
        }
        groupWeights.forEach((group, weight) -> Checks.requireNotNegative("weight of group " + group, weight));
    }
}
