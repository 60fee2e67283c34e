package io.serinus.analysis;

import io.serinus.analysis.Judgement.BadOfTotal;
import io.serinus.metric.LatencyCounts;
import io.serinus.stats.Buckets;
import io.serinus.stats.classic.Direction;
import io.serinus.stats.classic.FisherExact;
import io.serinus.stats.classic.Homogeneity;
import io.serinus.stats.classic.KolmogorovSmirnov;
import io.serinus.stats.classic.MannWhitney;
import io.serinus.stats.classic.Outcome;
import io.serinus.stats.classic.WelchT;
import io.serinus.template.Bounds;
import io.serinus.template.LevelTolerance;
import io.serinus.template.Method;
import io.serinus.template.Metric;
import io.serinus.template.Tolerance;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The classical tests, each applied once to all that a step has brought. They test for any difference at all, so a
 * difference that the template tolerates fails nobody, however certain it is.
 */
final class FixedHorizon {
    private FixedHorizon() {}

    /** What a test decided at the end of its step. */
    record Decision(Result result, String sentence) {}

    /** What came of a test. */
    enum Result {
        FAILED,
        PASSED,
        /** The canary looks worse than tolerated, but not so much that chance is excluded: nobody's proof. */
        OPEN
    }

    /**
     * The decision.
     *
     * @param alpha the probability of failing a canary that is no worse
     * @return empty if a version has no data, its buckets cannot be compared or lack a bound that the rule names, or the data allow no test of a canary that
     *     looks worse than tolerated
     */
    static Optional<Decision> decide(Metric rule, Window window, double alpha) {
        return switch (rule) {
            case Metric.ErrorRate errors -> ofErrors(errors, window.tally(), alpha);
            case Metric.Latency latency -> ofLatency(latency, window, alpha);
            case Metric.Custom custom -> ofLevels(custom, window.levels(), alpha);
        };
    }

    private static Optional<Decision> ofErrors(Metric.ErrorRate rule, Tally tally, double alpha) {
        BadOfTotal first = tally.baseline();
        BadOfTotal second = tally.canary();
        if (first.total() == 0 || second.total() == 0) {
            return Optional.empty();
        }
        Outcome outcome = rule.method() == Method.FISHER
                ? FisherExact.test(first.total(), first.bad(), second.total(), second.bad(), Direction.GREATER)
                : Homogeneity.test(
                        new long[] {first.bad(), first.total() - first.bad()},
                        new long[] {second.bad(), second.total() - second.bad()},
                        1);
        boolean isWorse = exceeds(rule.tolerance(), first.ratio(), second.ratio());
        return decision(rule.method(), outcome, alpha, isWorse, Wording.comparison(tally, "failed"));
    }

    private static Optional<Decision> ofLatency(Metric.Latency rule, Window window, double alpha) {
        LatencyCounts baseline = window.durations().baseline();
        LatencyCounts canary = window.durations().canary();
        var common = new TreeSet<>(baseline.atMost().keySet());
        common.retainAll(canary.atMost().keySet());
        common.removeIf(bound -> !includes(rule.bounds(), bound));
        if (baseline.total() == 0
                || canary.total() == 0
                || common.isEmpty()
                || !window.unmeasured(rule).isEmpty()) {
            return Optional.empty();
        }
        Buckets first = Histograms.of(baseline.at(common));
        Buckets second = Histograms.of(canary.at(common));
        int worst = worst(rule.tolerance(), first, second);
        Outcome outcome = switch (rule.method()) {
            case KOLMOGOROV_SMIRNOV -> KolmogorovSmirnov.ofBuckets(first, second, 1);
            case MANN_WHITNEY -> MannWhitney.ofBuckets(first, second, 1, Direction.GREATER);
            case G_TEST, SEQUENTIAL, FISHER, WELCH ->
                chosen(Homogeneity.test(at(first, worst), at(second, worst), 1), first);
        };
        boolean isSlower = rule.method() != Method.KOLMOGOROV_SMIRNOV || !outcome.isAnswer() || outcome.effect() > 0;
        boolean isWorse =
                isSlower && exceeds(rule.tolerance(), first.fractionAbove(worst), second.fractionAbove(worst));
        String seen = "canary p90 " + Wording.millis(Math.rint(second.quantile(0.9))) + " of "
                + Wording.count(canary.total()) + ", baseline " + Wording.millis(Math.rint(first.quantile(0.9)))
                + " of "
                + Wording.count(baseline.total());
        return decision(rule.method(), outcome, alpha, isWorse, seen);
    }

    private static Optional<Decision> ofLevels(Metric.Custom rule, RecentLevels levels, double alpha) {
        if (levels.size() == 0) {
            return Optional.empty();
        }
        double[] canary = levels.ofCanary();
        double[] highest = shifted(levels.ofBaseline(), rule.tolerance(), 1);
        double[] lowest = shifted(levels.ofBaseline(), rule.tolerance(), -1);
        Outcome outcome = switch (rule.direction()) {
            case INCREASE -> test(rule.method(), highest, canary, Direction.GREATER);
            case DECREASE -> test(rule.method(), lowest, canary, Direction.LESS);
            case BOTH ->
                lesser(
                        test(rule.method(), highest, canary, Direction.GREATER),
                        test(rule.method(), lowest, canary, Direction.LESS));
        };
        String seen = "canary " + Wording.number(levels.canary()) + ", baseline " + Wording.number(levels.baseline())
                + " (medians of " + Wording.count(levels.size()) + " intervals)";
        boolean isWorse = exceeds(rule, levels.baseline(), levels.canary());
        return decision(rule.method(), outcome, alpha, isWorse, seen);
    }

    private static Outcome test(Method method, double[] baseline, double[] canary, Direction direction) {
        return method == Method.WELCH
                ? WelchT.test(baseline, canary, direction)
                : MannWhitney.ofSamples(baseline, canary, direction);
    }

    /** The one that says more, its p-value doubled for having been chosen. */
    private static Outcome lesser(Outcome a, Outcome b) {
        Outcome one = a.p() <= b.p() ? a : b;
        return new Outcome(one.direction(), Math.min(1, 2 * one.p()), one.statistic(), one.effect());
    }

    private static Optional<Decision> decision(
            Method method, Outcome outcome, double alpha, boolean isWorse, String seen) {
        if (!outcome.isAnswer() && isWorse) {
            return Optional.empty();
        }
        boolean isSignificant = outcome.isAnswer() && outcome.p() <= alpha;
        String found = outcome.isAnswer() ? "p = " + Wording.number(outcome.p()) : "nothing to tell apart";
        String meaning = isSignificant && !isWorse ? ", but within the tolerance" : "";
        Result result = !isWorse ? Result.PASSED : isSignificant ? Result.FAILED : Result.OPEN;
        return Optional.of(new Decision(
                result,
                seen + "; " + name(method) + " at the end of the step (fixed horizon): " + found + meaning
                        + ", fails at " + Wording.number(alpha)));
    }

    private static String name(Method method) {
        return switch (method) {
            case FISHER -> "Fisher's exact test";
            case G_TEST -> "G-test";
            case MANN_WHITNEY -> "Mann-Whitney U test";
            case KOLMOGOROV_SMIRNOV -> "Kolmogorov-Smirnov test";
            case WELCH -> "Welch's t-test";
            case SEQUENTIAL -> throw new IllegalArgumentException("a sequential method is no fixed-horizon test");
        };
    }

    private static boolean exceeds(Tolerance tolerance, double baseline, double canary) {
        return canary > (1 + tolerance.relative()) * baseline + tolerance.absolute();
    }

    private static boolean exceeds(Metric.Custom rule, double baseline, double canary) {
        double allowance = rule.tolerance().relative() * Math.abs(baseline)
                + rule.tolerance().absolute();
        return switch (rule.direction()) {
            case INCREASE -> canary > baseline + allowance;
            case DECREASE -> canary < baseline - allowance;
            case BOTH -> Math.abs(canary - baseline) > allowance;
        };
    }

    private static double[] shifted(double[] baseline, LevelTolerance tolerance, int sign) {
        return Arrays.stream(baseline)
                .map(level -> level + sign * (tolerance.relative() * Math.abs(level) + tolerance.absolute()))
                .toArray();
    }

    private static boolean includes(Bounds bounds, double bound) {
        return switch (bounds) {
            case Bounds.Fixed(var millis) -> millis.contains(bound);
            case Bounds.Range(double from, double to) -> bound >= from && bound <= to;
        };
    }

    /** The bound at which the canary is farthest beyond the tolerance, or nearest to it. */
    private static int worst(Tolerance tolerance, Buckets baseline, Buckets canary) {
        int worst = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < baseline.size(); i++) {
            double tolerated = (1 + tolerance.relative()) * baseline.fractionAbove(i) + tolerance.absolute();
            if (canary.fractionAbove(i) - tolerated > most) {
                most = canary.fractionAbove(i) - tolerated;
                worst = i;
            }
        }
        return worst;
    }

    /** Slow and other values. */
    private static long[] at(Buckets buckets, int bound) {
        return new long[] {buckets.total() - buckets.cumulative(bound), buckets.cumulative(bound)};
    }

    /** With the p-value of the worst bound multiplied by the number of bounds that it was chosen from. */
    private static Outcome chosen(Outcome outcome, Buckets from) {
        return new Outcome(
                outcome.direction(), Math.min(1, from.size() * outcome.p()), outcome.statistic(), outcome.effect());
    }
}
