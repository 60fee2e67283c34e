package io.serinus.analysis;

import io.serinus.metric.Level;
import io.serinus.stats.LevelHypothesis;
import io.serinus.stats.SignProcess;
import io.serinus.template.LevelTolerance;
import io.serinus.template.Metric;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a custom metric has seen. Each interval's two levels are compared with each other; only the sign counts, so neither
 * outliers nor the metric's scale matter.
 *
 * @param metric index of the template's metric
 * @param rule what is tolerated
 * @param above evidence that the canary's level is higher than tolerated
 * @param below evidence that it is lower than tolerated
 * @param notAbove evidence that it is not higher than the margin
 * @param notBelow evidence that it is not lower than the margin
 * @param recent the latest levels
 * @param absence why the latest interval brought none; empty if it did
 */
record LevelState(
        int metric,
        Metric.Custom rule,
        SignProcess above,
        SignProcess below,
        SignProcess notAbove,
        SignProcess notBelow,
        RecentLevels recent,
        Optional<String> absence) {
    private static final LevelHypothesis HIGHER = LevelHypothesis.exceeds(1, 0);
    private static final LevelHypothesis LOWER = LevelHypothesis.below(1, 0);

    static LevelState start(int metric, Metric.Custom rule) {
        return new LevelState(
                metric,
                rule,
                SignProcess.restartable(HIGHER),
                SignProcess.restartable(LOWER),
                SignProcess.of(LOWER),
                SignProcess.of(HIGHER),
                RecentLevels.NONE,
                Optional.empty());
    }

    LevelState fold(Level level) {
        return switch (level) {
            case Level.Absent(String reason) ->
                new LevelState(metric, rule, above, below, notAbove, notBelow, recent, Optional.of(reason));
            case Level.Read(double baseline, double canary) -> {
                double tolerated = allowance(rule.tolerance(), baseline);
                double margin = allowance(rule.margin(), baseline);
                yield new LevelState(
                        metric,
                        rule,
                        above.fold(baseline + tolerated, canary),
                        below.fold(baseline - tolerated, canary),
                        notAbove.fold(baseline + margin, canary),
                        notBelow.fold(baseline - margin, canary),
                        recent.plus(baseline, canary),
                        Optional.empty());
            }
        };
    }

    LevelState restart() {
        return new LevelState(metric, rule, above.restart(), below.restart(), notAbove, notBelow, recent, absence);
    }

    /** One for each side that is worse; each with its part of the metric's weight. */
    Stream<Voice> voices() {
        return switch (rule.direction()) {
            case INCREASE -> Stream.of(new Side(metric, 1, above));
            case DECREASE -> Stream.of(new Side(metric, 1, below));
            case BOTH -> Stream.of(new Side(metric, 0.5, above), new Side(metric, 0.5, below));
        };
    }

    /** Evidence of one side. */
    private record Side(int metric, double share, SignProcess process) implements Voice {
        @Override
        public double logE() {
            return process.logE();
        }

        @Override
        public double logELeaveOneOut() {
            return process.logELeaveOneOut();
        }
    }

    /** Evidence that the canary is within the margin, on every side that matters: the lesser of both. */
    double safety() {
        return switch (rule.direction()) {
            case INCREASE -> notAbove.maxLogE();
            case DECREASE -> notBelow.maxLogE();
            case BOTH -> Math.min(notAbove.maxLogE(), notBelow.maxLogE());
        };
    }

    String comparison() {
        return recent.size() == 0
                ? "no levels read yet"
                : "canary " + Wording.number(recent.canary()) + ", baseline " + Wording.number(recent.baseline())
                        + " (medians of " + Wording.count(recent.size()) + " intervals)";
    }

    private static double allowance(LevelTolerance tolerance, double baseline) {
        return tolerance.relative() * Math.abs(baseline) + tolerance.absolute();
    }
}
