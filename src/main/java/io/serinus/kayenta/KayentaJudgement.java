package io.serinus.kayenta;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came out, and why.
 *
 * @param outcome what the score means
 * @param score the summary score, 0..100 unless the config's weights exceed 100; rounded to two decimals
 * @param reason one sentence for a person
 * @param thresholds what the score was held against
 * @param groups the scores of the groups that have metrics which are not muted, in the order of the config
 * @param metrics one for each pair of series, in the order of the config; each metric at least once
 */
public record KayentaJudgement(
        Outcome outcome,
        double score,
        String reason,
        ScoreThresholds thresholds,
        List<GroupScore> groups,
        List<MetricResult> metrics) {
    public KayentaJudgement {
        requireNonNull(outcome, "outcome is null");
        requireNonNull(reason, "reason is null");
        requireNonNull(thresholds, "thresholds is null");
        groups = List.copyOf(groups);
        metrics = List.copyOf(metrics);
    }

    /** What a score means. */
    public enum Outcome {
        PASS("Pass"),
        MARGINAL("Marginal"),
        FAIL("Fail");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }

        /** The name that Kayenta gives it, as in {@code Marginal}. */
        public String label() {
            return label;
        }
    }

    /**
     * The score of one group.
     *
     * @param score the share of passed metrics among those that passed or failed, in percent; 0 without any
     * @param noData whether none passed or failed; the group then counts in the summary as if its score were 100
     * @param weight its weight in the summary score, in percent
     * @param counts how many metrics have which classification; absent for none
     */
    public record GroupScore(
            String name, double score, boolean noData, double weight, Map<Classification, Integer> counts) {
        public GroupScore {
            requireNonNull(name, "name is null");
            var copy = new EnumMap<Classification, Integer>(Classification.class);
            copy.putAll(counts);
            counts = Collections.unmodifiableMap(copy);
        }
    }

    /**
     * What is said of one metric, or of one of its series.
     *
     * @param name the metric's name
     * @param tags the tags of the two series, in the order of their names; empty if they have none
     * @param groups those of the metric
     * @param muted whether it was left out of all scores
     * @param critical whether it fails the whole canary, unless it is muted
     * @param deviation the ratio of the means, experiment to control; NaN if either is 0, 1 if nothing was compared
     * @param effectSize on the scale of the metric's measure; NaN if it has none or nothing was compared
     * @param control the baseline's side
     * @param experiment the canary's side
     * @param reason one sentence for a person
     */
    public record MetricResult(
            String name,
            Map<String, String> tags,
            List<String> groups,
            boolean muted,
            Classification classification,
            boolean critical,
            double deviation,
            double effectSize,
            SampleStatistics control,
            SampleStatistics experiment,
            String reason) {
        public MetricResult {
            requireNonNull(name, "name is null");
            tags = Collections.unmodifiableMap(new TreeMap<>(tags));
            groups = List.copyOf(groups);
            requireNonNull(classification, "classification is null");
            requireNonNull(control, "control is null");
            requireNonNull(experiment, "experiment is null");
            requireNonNull(reason, "reason is null");
        }
    }
}
