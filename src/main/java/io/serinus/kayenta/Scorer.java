package io.serinus.kayenta;

import io.serinus.kayenta.KayentaJudgement.GroupScore;
import io.serinus.kayenta.KayentaJudgement.MetricResult;
import io.serinus.kayenta.KayentaJudgement.Outcome;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns what is said of the metrics into scores of groups and a summary score. */
record Scorer(Map<String, Double> groupWeights, ScoreThresholds thresholds) {

    KayentaJudgement score(List<MetricResult> results) {
        List<MetricResult> counted =
                results.stream().filter(result -> !result.muted()).toList();
        List<GroupScore> groups = groupScores(counted);
        List<String> failing = counted.stream()
                .filter(result -> result.critical() && result.classification() != Classification.PASS)
                .map(result -> Wording.named(result.name(), result.tags()))
                .toList();
        long withoutData = counted.stream()
                .filter(result -> result.classification() == Classification.NODATA)
                .count();
        if (!failing.isEmpty()) {
            return failed(Wording.criticalFailed(failing), groups, results);
        }
        if (withoutData > 0 && 2 * withoutData >= counted.size()) {
            return failed(Wording.tooLittleData(withoutData, counted.size()), groups, results);
        }
        double score = summary(groups);
        String reason = groups.isEmpty() ? Wording.nothingCounts() : Wording.held(score, outcome(score), thresholds);
        return new KayentaJudgement(outcome(score), score, reason, thresholds, groups, results);
    }

    private KayentaJudgement failed(String reason, List<GroupScore> groups, List<MetricResult> results) {
        return new KayentaJudgement(outcome(0), 0, reason, thresholds, groups, results);
    }

    private Outcome outcome(double score) {
        if (score >= thresholds.pass()) {
            return Outcome.PASS;
        }
        return score >= thresholds.marginal() ? Outcome.MARGINAL : Outcome.FAIL;
    }

    private List<GroupScore> groupScores(List<MetricResult> counted) {
        var byGroup = new LinkedHashMap<String, Map<Classification, Integer>>();
        for (MetricResult result : counted) {
            for (String group : result.groups()) {
                byGroup.computeIfAbsent(group, name -> new EnumMap<>(Classification.class))
                        .merge(result.classification(), 1, Integer::sum);
            }
        }
        List<String> unweighted = byGroup.keySet().stream()
                .filter(group -> !groupWeights.containsKey(group))
                .toList();
        double given =
                groupWeights.values().stream().mapToDouble(Double::doubleValue).sum();
        double share = (100 - given) / Math.max(1, unweighted.size());
        var scores = new ArrayList<GroupScore>();
        byGroup.forEach((group, counts) -> scores.add(groupScore(group, counts, weight(group, share))));
        return scores;
    }

    private double weight(String group, double otherwise) {
        Double weight = groupWeights.get(group);
        return weight == null ? otherwise : weight;
    }

    private static GroupScore groupScore(String group, Map<Classification, Integer> counts, double weight) {
        double passed = counts.getOrDefault(Classification.PASS, 0);
        double decided = passed
                + counts.getOrDefault(Classification.HIGH, 0)
                + counts.getOrDefault(Classification.LOW, 0)
                + counts.getOrDefault(Classification.NODATA_FAIL, 0);
        return new GroupScore(group, decided == 0 ? 0 : 100 * (passed / decided), decided == 0, weight, counts);
    }

    private static double summary(List<GroupScore> groups) {
        double sum = groups.stream()
                .mapToDouble(group -> (group.noData() ? 100 : group.score()) * group.weight() / 100)
                .sum();
        return BigDecimal.valueOf(sum).setScale(2, RoundingMode.HALF_UP).doubleValue();
    }
}
