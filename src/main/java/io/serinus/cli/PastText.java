package io.serinus.cli;

import io.serinus.analysis.CountsWording;
import io.serinus.analysis.Explanation;
import io.serinus.analysis.Judgement;
import io.serinus.analysis.Judgement.BadOfTotal;
import io.serinus.analysis.Judgement.MetricEvidence;
import io.serinus.analysis.Series.MetricPoint;
import io.serinus.controller.PastJudge.Answer;
import io.serinus.controller.PastJudge.Moment;
import io.serinus.controller.PastJudge.Question;
import io.serinus.metric.Compared;
import io.serinus.offline.RatioWording;
import io.serinus.routing.CanaryName;
import io.serinus.stats.Counts;
import io.serinus.stats.RatioInterval;
import io.serinus.template.Metric;
import java.io.IOException;
import java.io.Writer;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes for people how a span of the past is judged: a line for each interval, and what follows from all of them. */
final class PastText {
    /** One minus the confidence of all estimates. */
    private static final double ALPHA = 0.05;

    private static final String GAP = "  ";

    private PastText() {}

    /** @param out flushed, and left open */
    static void write(PastRun.Wish wish, Question question, Answer.Judged judged, Writer out) throws IOException {
        var lines = new ArrayList<String>();
        lines.add(question.namespace() + "/" + question.name() + ": canary "
                + shown(wish.versions().canary()) + " against baseline "
                + shown(wish.versions().baseline()) + " by template "
                + question.template().name() + ", as counted by "
                + judged.reporter().label() + " at " + wish.prometheus());
        lines.add("from " + question.from().truncatedTo(ChronoUnit.SECONDS) + " to "
                + question.to().truncatedTo(ChronoUnit.SECONDS) + ", intervals of "
                + question.template().interval().toSeconds() + " s");
        lines.add("");
        if (!wish.quiet() && !judged.moments().isEmpty()) {
            lines.addAll(table(question, judged));
            lines.add("");
        }
        lines.addAll(judged.word().map(PastText::summary).orElseGet(() -> List.of("NO_DATA: " + judged.absence())));
        out.write(String.join("\n", lines) + "\n");
        out.flush();
    }

    private static String shown(CanaryName name) {
        return switch (name) {
            case CanaryName.Subset(String label) -> label;
            case CanaryName.Service(String host) -> "host " + host;
        };
    }

    private static List<String> table(Question question, Answer.Judged judged) {
        var rows = new ArrayList<List<String>>();
        var head = new ArrayList<>(List.of("until", "requests"));
        question.template().metrics().stream().map(Metric::name).forEach(head::add);
        head.addAll(List.of("against", "verdict"));
        rows.add(head);
        judged.moments().forEach(moment -> rows.add(row(moment)));
        int columns = head.size();
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream()
                .map(row -> IntStream.range(0, columns)
                        .mapToObj(column -> cell(row.get(column), widths[column], column > 0 && column < columns - 1))
                        .collect(Collectors.joining(GAP))
                        .stripTrailing())
                .toList();
    }

    private static String cell(String text, int width, boolean right) {
        String padding = " ".repeat(width - text.length());
        return right ? padding + text : text + padding;
    }

    private static List<String> row(Moment moment) {
        var cells = new ArrayList<String>();
        cells.add(moment.point().at().truncatedTo(ChronoUnit.SECONDS).toString());
        cells.add(CountsWording.count(moment.point().requests().baseline()) + " / "
                + CountsWording.count(moment.point().requests().canary()));
        moment.point().metrics().forEach(metric -> cells.add(both(metric)));
        cells.add(CountsWording.evidence(moment.point().againstLog10() * Math.log(10)));
        cells.add(moment.word().verdict().name());
        return cells;
    }

    private static String both(MetricPoint metric) {
        if (metric.levels().isPresent()) {
            Compared<Double> levels = metric.levels().get();
            return number(levels.baseline()) + " / " + number(levels.canary());
        }
        return bad(metric.counts().baseline()) + " / " + bad(metric.counts().canary());
    }

    private static String bad(BadOfTotal counts) {
        return counts.total() == 0 ? "–" : CountsWording.percent(counts.ratio());
    }

    private static String number(double level) {
        return String.format(Locale.ROOT, "%.4g", level);
    }

    private static List<String> summary(Judgement word) {
        var lines = new ArrayList<String>();
        lines.add(word.verdict() + ": " + word.reason());
        for (MetricEvidence metric : word.evidence().metrics()) {
            lines.add("  " + metric.name() + ": " + metric.reason());
            metric.explanation().ifPresent(explanation -> lines.addAll(details(metric, explanation)));
        }
        word.findings().forEach(finding -> lines.add("  " + finding.code() + ": " + finding.message()));
        return lines;
    }

    private static List<String> details(MetricEvidence metric, Explanation explanation) {
        var lines = new ArrayList<String>();
        explanation
                .ratio()
                .ifPresent(ratio -> lines.add("    "
                        + RatioWording.of(
                                counts(metric),
                                new RatioInterval(ratio.low(), ratio.estimate(), ratio.high()),
                                ALPHA)));
        explanation
                .quantiles()
                .forEach(quantile -> lines.add(String.format(
                        Locale.ROOT,
                        "    p%s: baseline %.0f ms, canary %.0f ms",
                        CountsWording.factor(quantile.quantile() * 100),
                        quantile.baseline().estimate(),
                        quantile.canary().estimate())));
        if (!explanation.outlook().sentence().isEmpty()) {
            lines.add("    " + explanation.outlook().sentence());
        }
        return lines;
    }

    private static Counts counts(MetricEvidence metric) {
        return new Counts(
                metric.baseline().total(),
                metric.baseline().bad(),
                metric.canary().total(),
                metric.canary().bad());
    }
}
