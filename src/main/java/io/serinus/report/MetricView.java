package io.serinus.report;

import io.serinus.report.ReleaseDocument.CountsDocument;
import io.serinus.report.ReleaseDocument.MetricDocument;
import io.serinus.template.Role;

/**
 * One metric as the page shows it.
 *
 * @param role what its verdict is good for; empty if it decides
 * @param tone the stylesheet's class for the verdict
 * @param baseline the baseline's side
 * @param canary the canary's side
 * @param against its e-value against the canary
 * @param forNextStep its evidence for the next step
 */
record MetricView(
        String name,
        String role,
        String verdict,
        String tone,
        String reason,
        Side baseline,
        Side canary,
        String against,
        Meter forNextStep) {

    static MetricView of(MetricDocument metric) {
        return new MetricView(
                metric.name(),
                metric.role() == Role.CRITICAL ? "" : Wording.word(metric.role()),
                Wording.word(metric.verdict()),
                Tone.of(metric.verdict()),
                metric.reason(),
                Side.of(metric.baseline()),
                Side.of(metric.canary()),
                Wording.evidence(metric.evidence().againstLog10()),
                Meter.of(metric.evidence().forLog10(), metric.evidence().promoteAtLog10()));
    }

    /** One version's bad fraction and the counts behind it. */
    record Side(String ratio, String counts) {
        static Side of(CountsDocument counts) {
            return new Side(
                    Wording.percent(counts.ratio()),
                    Wording.count(counts.bad()) + " of " + Wording.count(counts.total()));
        }
    }
}
