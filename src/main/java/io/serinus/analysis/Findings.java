package io.serinus.analysis;

import io.serinus.analysis.Finding.Code;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What people should know beside the verdict. */
final class Findings {
    private final AnalysisTemplate template;
    private final Weights weights;
    private final double logAbort;

    Findings(AnalysisTemplate template, Weights weights, double logAbort) {
        this.template = template;
        this.weights = weights;
        this.logAbort = logAbort;
    }

    List<Finding> of(Weighing weighing) {
        var findings = new ArrayList<Finding>();
        ShareWatch share = weighing.memory().share();
        if (share.isAlarming()) {
            findings.add(new Finding(Code.TRAFFIC_SHARE, share.sentence()));
        }
        for (int metric = 0; metric < template.metrics().size(); metric++) {
            if (template.metrics().get(metric).role() == Role.ADVISORY && hasFailedAlone(weighing, metric)) {
                findings.add(new Finding(
                        Code.ADVISORY, accusation(weighing, metric) + "; worse than tolerated, but only advisory"));
            }
        }
        dryRun(weighing)
                .map(accusation ->
                        "with the dry-run metrics deciding the canary would have been aborted, mainly " + accusation)
                .ifPresent(message -> findings.add(new Finding(Code.DRY_RUN, message)));
        findings.addAll(calibration(weighing));
        weighing.memory()
                .counts()
                .sentence()
                .ifPresent(sentence -> findings.add(new Finding(Code.UNCERTAIN_COUNTS, sentence)));
        weighing.memory()
                .counts()
                .homelessSentence()
                .ifPresent(sentence -> findings.add(new Finding(Code.UNATTRIBUTED, sentence)));
        return findings;
    }

    /** Whether the metric has failed by itself, which is news only where it does not decide. */
    boolean hasFailedAlone(Weighing weighing, int metric) {
        return weighing.window(metric).map(Window::hasFailed).orElse(false)
                || weighing.isProved(weights.alone(metric), logAbort);
    }

    /** What the canary would have been aborted for if the dry-run metrics decided; empty if it would not have been. */
    private Optional<String> dryRun(Weighing weighing) {
        List<Weights.Part> tried = weights.tried();
        if (tried.size() > weights.deciding().size() && weighing.isProved(tried, logAbort)) {
            return Optional.of(accusation(weighing, weighing.heaviestMetric(tried)));
        }
        return tried.stream()
                .map(Weights.Part::metric)
                .filter(metric -> template.metrics().get(metric).role() == Role.DRY_RUN)
                .filter(metric ->
                        weighing.window(metric).filter(Window::hasFailed).isPresent())
                .findFirst()
                .map(metric -> accusation(weighing, metric));
    }

    private List<Finding> calibration(Weighing weighing) {
        Knowledge knowledge = weighing.memory().knowledge();
        if (!knowledge.absence().isEmpty()) {
            return List.of(new Finding(
                    Code.CALIBRATION, "judged without knowing how noisy the baseline is: " + knowledge.absence()));
        }
        var findings = new ArrayList<Finding>();
        for (int metric = 0; metric < template.metrics().size(); metric++) {
            double widest = weighing.streams(metric)
                    .mapToDouble(state -> state.stream().widenedTo())
                    .max()
                    .orElse(0);
            if (widest > 0) {
                findings.add(new Finding(
                        Code.CALIBRATION,
                        template.metrics().get(metric).name() + ": the baseline's own pods differ by up to "
                                + Wording.percent(widest) + "; smaller regressions cannot be told from that"));
            }
        }
        return findings;
    }

    private String accusation(Weighing weighing, int metric) {
        String seen = weighing.window(metric)
                .filter(Window::hasFailed)
                .map(Window::sentence)
                .orElseGet(() -> Comparison.of(weighing, metric));
        return template.metrics().get(metric).name() + ": " + seen;
    }
}
