package io.serinus.analysis;

import static java.util.Objects.requireNonNull;

import io.serinus.template.Role;
import java.util.List;
import java.util.Optional;

/**
 * The verdict with everything that led to it.
 *
 * @param verdict of the whole release
 * @param reason one sentence for a person
 * @param evidence what the evidence is
 * @param findings what else people should know; does not decide
 * @param forecast how long the steps ahead take; empty where nobody has asked, or nobody can tell
 */
public record Judgement(
        Verdict verdict, String reason, Evidence evidence, List<Finding> findings, Optional<Forecast> forecast) {
    /** One without a forecast. */
    public Judgement(Verdict verdict, String reason, Evidence evidence, List<Finding> findings) {
        this(verdict, reason, evidence, findings, Optional.empty());
    }

    /** One without findings. */
    public Judgement(Verdict verdict, String reason, Evidence evidence) {
        this(verdict, reason, evidence, List.of());
    }

    public Judgement {
        requireNonNull(verdict, "verdict is null");
        requireNonNull(reason, "reason is null");
        requireNonNull(evidence, "evidence is null");
        findings = List.copyOf(findings);
        requireNonNull(forecast, "forecast is null");
    }

    /**
     * The same with the explanations that an earlier one has, for those of its metrics that have none of their own; and with
     * its forecast.
     */
    public Judgement withExplanationsOf(Judgement earlier) {
        List<MetricEvidence> explained = evidence.metrics().stream()
                .map(metric -> earlier.evidence().metrics().stream()
                        .filter(before -> before.name().equals(metric.name()))
                        .findFirst()
                        .flatMap(MetricEvidence::explanation)
                        .filter(_ -> metric.explanation().isEmpty())
                        .map(metric::with)
                        .orElse(metric))
                .toList();
        return new Judgement(verdict, reason, evidence.with(explained), findings, forecast.or(earlier::forecast));
    }

    /**
     * The evidence of a release.
     *
     * @param againstLog10 log10 of the combined e-value against the canary; aborts from {@code abortAtLog10}
     * @param abortAtLog10 the threshold, log10(1 / falseAbort)
     * @param canaryRequestsInStep canary requests since the weight last changed
     * @param metrics one per metric of the template, in its order
     */
    public record Evidence(
            double againstLog10, double abortAtLog10, long canaryRequestsInStep, List<MetricEvidence> metrics) {
        public Evidence {
            metrics = List.copyOf(metrics);
        }

        Evidence with(List<MetricEvidence> explained) {
            return new Evidence(againstLog10, abortAtLog10, canaryRequestsInStep, explained);
        }
    }

    /**
     * The evidence of one metric. Counts are those that were judged: from the end of the warm-up on.
     *
     * @param name the metric's name in the template
     * @param role whether it decides
     * @param verdict of this metric alone
     * @param reason one sentence
     * @param baseline bad and all requests of the baseline, none for a custom metric; in the metric's stream that weighs most against the canary: for
     *     latency one of its bounds; for errors all since the canary's first request, warm-up included, where the outage
     *     stream weighs most
     * @param canary the same of the canary
     * @param againstLog10 log10 of this metric's e-value against the canary, unweighted, all its streams averaged
     * @param forLog10 log10 of the e-value for the next step, the least of its streams; passes from {@code
     *     promoteAtLog10}
     * @param promoteAtLog10 the threshold, log10(1 / falsePromotion)
     * @param explanation estimates and outlook; empty where they were not asked for
     */
    public record MetricEvidence(
            String name,
            Role role,
            Verdict verdict,
            String reason,
            BadOfTotal baseline,
            BadOfTotal canary,
            double againstLog10,
            double forLog10,
            double promoteAtLog10,
            Optional<Explanation> explanation) {
        public MetricEvidence {
            requireNonNull(name, "name is null");
            requireNonNull(role, "role is null");
            requireNonNull(verdict, "verdict is null");
            requireNonNull(reason, "reason is null");
            requireNonNull(baseline, "baseline is null");
            requireNonNull(canary, "canary is null");
            requireNonNull(explanation, "explanation is null");
        }

        /** The same, explained. */
        MetricEvidence with(Explanation added) {
            return new MetricEvidence(
                    name,
                    role,
                    verdict,
                    reason,
                    baseline,
                    canary,
                    againstLog10,
                    forLog10,
                    promoteAtLog10,
                    Optional.of(added));
        }
    }

    /** Bad requests among all requests. */
    public record BadOfTotal(long bad, long total) {
        /** The bad fraction, 0..1; NaN without requests. */
        public double ratio() {
            return total == 0 ? Double.NaN : (double) bad / total;
        }
    }
}
