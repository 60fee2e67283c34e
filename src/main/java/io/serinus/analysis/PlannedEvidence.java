package io.serinus.analysis;

import io.serinus.analysis.CountsRules.Boundary;
import io.serinus.stats.Counts;
import io.serinus.stats.EProcess;
import io.serinus.stats.LogSumExp;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Evidence from starts that were planned beforehand, with weights of one's own.
 *
 * @param largestExcess of the interval that is left out where one is; minus infinity before any
 */
record PlannedEvidence(Boundary boundary, List<From> starts, long intervals, double largestExcess, double maxLogE)
        implements CountsEvidence {

    /**
     * One start.
     *
     * @param all every interval since
     * @param rest the same without the interval of the largest excess
     */
    private record From(CountsRules.Starts.Start start, EProcess all, EProcess rest) {
        From fold(Counts counts, boolean largest) {
            return new From(start, all.fold(counts), largest ? all : rest.fold(counts));
        }
    }

    static PlannedEvidence of(CountsRules rules, CountsRules.Starts.Planned planned) {
        EProcess none = EProcess.of(rules.worse());
        List<From> starts = planned.starts().stream()
                .map(start -> new From(start, none, none))
                .toList();
        return new PlannedEvidence(rules.harm(), starts, 0, Double.NEGATIVE_INFINITY, 0);
    }

    @Override
    public PlannedEvidence fold(Counts counts) {
        double pseudoEvents = counts.n1() * boundary.difference() / boundary.ratio();
        double events = counts.x1() + pseudoEvents + counts.x2();
        if (counts.n1() == 0 || counts.n2() == 0 || events == 0) {
            return new PlannedEvidence(boundary, starts, intervals + 1, largestExcess, maxLogE);
        }
        double share = counts.n2() * boundary.ratio() / (counts.n1() + counts.n2() * boundary.ratio());
        double excess = counts.x2() - share * events;
        boolean largest = excess > largestExcess;
        List<From> fed = starts.stream()
                .map(from -> from.start().interval() <= intervals ? from.fold(counts, largest) : from)
                .toList();
        double logE = mean(fed, from -> from.all().logE());
        return new PlannedEvidence(
                boundary, fed, intervals + 1, largest ? excess : largestExcess, Math.max(maxLogE, logE));
    }

    @Override
    public double logE() {
        return mean(starts, from -> from.all().logE());
    }

    @Override
    public double logELeaveOneOut() {
        return mean(starts, from -> from.rest().logE());
    }

    private static double mean(List<From> starts, ToDoubleFunction<From> logE) {
        return LogSumExp.of(starts.stream()
                .mapToDouble(from -> Math.log(from.start().weight()) + logE.applyAsDouble(from))
                .toArray());
    }
}
