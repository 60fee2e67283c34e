package io.serinus.stats.classic;

import io.serinus.stats.Counts;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The stratified test of two proportions (Mantel and Haenszel 1959): each interval is compared within itself, so a common
 * rate that changes over time does no harm.
 */
public final class MantelHaenszel {
    private MantelHaenszel() {}

    /**
     * The statistic is z without the correction for continuity that the p-value has; the effect is the common risk ratio of
     * Mantel and Haenszel, infinite without events in the first sample.
     *
     * <p>No answer if no interval has trials of both samples, and events in some but not all of them.
     *
     * @param intervals with no more events than trials
     * @param designEffect by which bursts inflate the variance, 1 or more
     * @throws IllegalArgumentException if an interval has more events than trials, or the design effect is out of its range
     */
    public static Outcome test(List<Counts> intervals, double designEffect, Direction direction) {
        Require.designEffect(designEffect);
        double excess = 0;
        double variance = 0;
        double second = 0;
        double first = 0;
        for (Counts it : intervals) {
            Require.events("x1", it.x1(), it.n1());
            Require.events("x2", it.x2(), it.n2());
            double trials = it.n1() + it.n2();
            if (it.n1() == 0 || it.n2() == 0 || trials <= 1) {
                continue;
            }
            double share = it.n2() / trials;
            double events = it.x1() + it.x2();
            excess += it.x2() - share * events;
            variance += share * (1 - share) * events * (trials - events) / (trials - 1);
            second += it.x2() * (1 - share);
            first += it.x1() * share;
        }
        if (!(variance > 0)) {
            return Outcome.noAnswer(direction);
        }
        double deviation = Math.sqrt(variance * designEffect);
        var normal = NormalDistribution.of(0, 1);
        return Outcome.ofTails(
                direction,
                normal.survivalProbability((excess - 0.5) / deviation),
                normal.cumulativeProbability((excess + 0.5) / deviation),
                excess / deviation,
                second / first);
    }
}
