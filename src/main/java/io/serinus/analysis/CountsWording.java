package io.serinus.analysis;

import java.math.BigDecimal;
import java.math.MathContext;

/** How the numbers of a {@link CountsJudge} are put to people: as those of a release are. */
public final class CountsWording {
    private CountsWording() {}

    /** As in 18,020. */
    public static String count(long count) {
        return Wording.count(count);
    }

    /** A fraction, 0..1, as percent with the digits that matter. */
    public static String percent(double fraction) {
        return Wording.percent(fraction);
    }

    /** An e-value from its natural logarithm, as in 5,300; "none" below 1. */
    public static String evidence(double logE) {
        return Wording.evidence(logE);
    }

    /** A positive factor with three digits, as in 2.31. */
    public static String factor(double factor) {
        return new BigDecimal(factor)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }
}
