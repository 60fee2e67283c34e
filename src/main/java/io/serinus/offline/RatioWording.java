package io.serinus.offline;

import io.serinus.analysis.CountsWording;
import io.serinus.stats.Counts;
import io.serinus.stats.RatioInterval;
import java.math.BigDecimal;
import java.math.MathContext;

/** Says how the canary's rate compares with the baseline's, and how sure that is. */
public final class RatioWording {
    private RatioWording() {}

    /**
     * As in: the canary's rate is 42.6 times the baseline's (95 % confidence sequence 12.1 to 180).
     *
     * @param total sums of what was compared
     * @param alpha one minus the confidence of the interval
     */
    public static String of(Counts total, RatioInterval ratio, double alpha) {
        if (total.x1() == 0 && total.x2() == 0) {
            return "neither had a bad request";
        }
        if (total.x1() == 0) {
            return "the baseline had no bad request"
                    + (ratio.low() > 0
                            ? ", the canary's rate is at least " + CountsWording.factor(ratio.low())
                                    + " times the baseline's (" + sequence(alpha) + ")"
                            : " to compare with");
        }
        if (total.x2() == 0) {
            return "the canary had no bad request"
                    + (Double.isFinite(ratio.high())
                            ? ", its rate is at most " + CountsWording.factor(ratio.high()) + " times the baseline's ("
                                    + sequence(alpha) + ")"
                            : "");
        }
        return "the canary's rate is " + CountsWording.factor(ratio.estimate()) + " times the baseline's ("
                + sequence(alpha) + " " + limits(ratio) + ")";
    }

    private static String limits(RatioInterval ratio) {
        if (ratio.low() == 0) {
            return Double.isFinite(ratio.high())
                    ? "up to " + CountsWording.factor(ratio.high())
                    : "without any limit so far";
        }
        return Double.isFinite(ratio.high())
                ? CountsWording.factor(ratio.low()) + " to " + CountsWording.factor(ratio.high())
                : "from " + CountsWording.factor(ratio.low()) + " on";
    }

    /** The confidence with as many digits as it has. */
    private static String sequence(double alpha) {
        String percent = BigDecimal.ONE
                .subtract(BigDecimal.valueOf(alpha))
                .movePointRight(2)
                .round(new MathContext(12))
                .stripTrailingZeros()
                .toPlainString();
        return percent + " % confidence sequence";
    }
}
