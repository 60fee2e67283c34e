package io.serinus.kayenta;

import io.serinus.kayenta.KayentaJudgement.Outcome;
import io.serinus.kayenta.MetricClassifier.Finding;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/** How findings and numbers are put to people. */
final class Wording {
    private static final MathContext DIGITS = new MathContext(4);

    private Wording() {}

    /** One sentence about a metric. */
    static String reason(Finding finding, SampleStatistics control, SampleStatistics experiment) {
        return finding.shift()
                .map(shift -> compared(finding, shift))
                .orElseGet(() -> switch (finding.classification()) {
                    case NODATA, NODATA_FAIL -> missing(control, experiment);
                    case ERROR -> "Cannot be compared: too few points, or values too far apart.";
                    case PASS, HIGH, LOW ->
                        control.count() == 0 || experiment.count() == 0
                                ? missing(control, experiment) + " It counts as 0."
                                : "Both sides have the same values.";
                });
    }

    private static String missing(SampleStatistics control, SampleStatistics experiment) {
        if (control.count() > 0) {
            return "The canary has no data.";
        }
        return experiment.count() > 0 ? "The baseline has no data." : "Neither side has data.";
    }

    private static String compared(Finding finding, Shift shift) {
        String found = switch (finding.classification()) {
            case HIGH -> "The canary is higher";
            case LOW -> "The canary is lower";
            default -> "No difference that counts";
        };
        return found + ": canary - baseline is " + number(shift.estimate()) + ", in the 98 % interval "
                + number(shift.lower()) + " to " + number(shift.upper()) + "; effect size "
                + number(finding.effectSize()) + ".";
    }

    static String criticalFailed(List<String> names) {
        return "Failed by critical " + (names.size() == 1 ? "metric " : "metrics ") + String.join(", ", names) + ".";
    }

    static String tooLittleData(long without, long all) {
        return without + " of " + all + " metrics have no data: failed from 50 % on.";
    }

    static String nothingCounts() {
        return "No metric counts: each is muted or belongs to no group.";
    }

    static String held(double score, Outcome outcome, ScoreThresholds thresholds) {
        return "The score " + number(score)
                + switch (outcome) {
                    case PASS -> " is not below " + number(thresholds.pass()) + ".";
                    case MARGINAL ->
                        " is below " + number(thresholds.pass()) + " but not below " + number(thresholds.marginal())
                                + ".";
                    case FAIL -> " is below " + number(thresholds.marginal()) + ".";
                };
    }

    /** A metric with its tags, as in {@code cpu{zone=a}}. */
    static String named(String name, Map<String, String> tags) {
        return tags.isEmpty() ? name : name + tags;
    }

    /** A number with the digits that matter: 0.3, 12.35, 123456, 2.5e-7. */
    private static String number(double value) {
        if (!Double.isFinite(value)) {
            return "unknown";
        }
        BigDecimal exact = BigDecimal.valueOf(value);
        BigDecimal rounded = Math.abs(value) >= 1000
                ? exact.setScale(0, RoundingMode.HALF_EVEN)
                : exact.round(DIGITS).stripTrailingZeros();
        return Math.abs(value) < 1e-6 && value != 0 ? rounded.toString() : rounded.toPlainString();
    }
}
