package io.serinus.stats.classic;

import java.util.Arrays;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.DataDispersion;
import org.apache.commons.statistics.inference.TTest;

/** Welch's t-test (1947) of two means, without assuming equal variances. Sensitive to outliers. */
public final class WelchT {
    private WelchT() {}

    /**
     * The statistic is t, the effect the second sample's mean minus the first's. No answer if a sample has fewer than two
     * values, or if neither varies.
     *
     * @throws IllegalArgumentException if a value is not finite
     */
    public static Outcome test(double[] first, double[] second, Direction direction) {
        Require.finite("first", first);
        Require.finite("second", second);
        if (first.length < 2 || second.length < 2 || (isConstant(first) && isConstant(second))) {
            return Outcome.noAnswer(direction);
        }
        var test = TTest.withDefaults().with(DataDispersion.HETEROSCEDASTIC);
        var greater = test.with(AlternativeHypothesis.GREATER_THAN).test(second, first);
        double less =
                test.with(AlternativeHypothesis.LESS_THAN).test(second, first).getPValue();
        return Outcome.ofTails(
                direction, greater.getPValue(), less, greater.getStatistic(), mean(second) - mean(first));
    }

    private static boolean isConstant(double[] values) {
        return Arrays.stream(values).allMatch(it -> it == values[0]);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }
}
