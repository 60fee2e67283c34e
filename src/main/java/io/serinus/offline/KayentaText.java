package io.serinus.offline;

import io.serinus.kayenta.Classification;
import io.serinus.kayenta.KayentaJudgement;
import io.serinus.kayenta.KayentaJudgement.GroupScore;
import io.serinus.kayenta.KayentaJudgement.MetricResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A judgement in Kayenta's way as text for a terminal: one table for each group, then why. */
public final class KayentaText {
    private static final String NO_GROUP = "(no group)";
    private static final List<String> HEADER =
            List.of("metric", "label", "baseline", "canary", "effect size", "points", "");

    private KayentaText() {}

    /** Several lines, the last one ended. A metric of several groups stands in each of them. */
    public static String of(KayentaJudgement judgement) {
        var text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s: score %s (pass from %s, marginal from %s)%n%s%n",
                judgement.outcome().label(),
                number(judgement.score()),
                number(judgement.thresholds().pass()),
                number(judgement.thresholds().marginal()),
                judgement.reason()));
        byGroup(judgement).forEach((group, metrics) -> {
            text.append(String.format("%n%s%n", title(group, judgement.groups())));
            table(metrics).forEach(line -> text.append("  ").append(line).append(System.lineSeparator()));
        });
        text.append(System.lineSeparator());
        for (MetricResult metric : judgement.metrics()) {
            if (metric.classification() != Classification.PASS) {
                text.append(String.format("%s: %s%n", name(metric), metric.reason()));
            }
        }
        return text.toString().stripTrailing() + System.lineSeparator();
    }

    private static Map<String, List<MetricResult>> byGroup(KayentaJudgement judgement) {
        var byGroup = new LinkedHashMap<String, List<MetricResult>>();
        for (MetricResult metric : judgement.metrics()) {
            List<String> groups = metric.groups().isEmpty() ? List.of(NO_GROUP) : metric.groups();
            groups.forEach(group ->
                    byGroup.computeIfAbsent(group, _ -> new ArrayList<>()).add(metric));
        }
        return byGroup;
    }

    private static String title(String name, List<GroupScore> scores) {
        return scores.stream()
                .filter(group -> group.name().equals(name))
                .findFirst()
                .map(group -> name + ": score " + (group.noData() ? "unknown, counts as 100" : number(group.score()))
                        + ", weight " + number(group.weight()))
                .orElse(name + ": not scored");
    }

    private static List<String> table(List<MetricResult> metrics) {
        var rows = new ArrayList<List<String>>();
        rows.add(HEADER);
        metrics.forEach(metric -> rows.add(row(metric)));
        int[] widths = new int[HEADER.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static List<String> row(MetricResult metric) {
        String remark = metric.muted() ? "muted" : metric.critical() ? "critical" : "";
        return List.of(
                name(metric),
                metric.classification().label(),
                metric.control().count() == 0 ? "-" : number(metric.control().mean()),
                metric.experiment().count() == 0
                        ? "-"
                        : number(metric.experiment().mean()),
                Double.isNaN(metric.effectSize()) ? "-" : number(metric.effectSize()),
                metric.control().count() + " / " + metric.experiment().count(),
                remark);
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
        }
        return line.toString().stripTrailing();
    }

    private static String name(MetricResult metric) {
        return metric.tags().isEmpty() ? metric.name() : metric.name() + metric.tags();
    }

    /** Four digits that matter, without trailing zeros. */
    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.4g", value);
        return text.contains(".") && !text.contains("e") ? text.replaceAll("\\.?0+$", "") : text;
    }
}
