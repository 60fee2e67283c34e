package io.serinus.analysis;

import io.serinus.stats.Counts;
import io.serinus.stats.EProcess;

/** Evidence against a canary over some starts, interval by interval. A value: folding returns another one. */
sealed interface CountsEvidence permits CountsEvidence.Periodic, PlannedEvidence {

    static CountsEvidence of(CountsRules rules) {
        return switch (rules.starts()) {
            case CountsRules.Starts.Periodic() -> new Periodic(EProcess.restartable(rules.worse()), 0);
            case CountsRules.Starts.Planned planned -> PlannedEvidence.of(rules, planned);
        };
    }

    /** With one more interval; one without requests on both sides only counts as an interval. */
    CountsEvidence fold(Counts counts);

    double logE();

    double logELeaveOneOut();

    double maxLogE();

    /** As the judge of a release does it. */
    record Periodic(EProcess process, long intervals) implements CountsEvidence {

        @Override
        public Periodic fold(Counts counts) {
            EProcess next = process.fold(counts);
            long count = intervals + 1;
            return new Periodic(Judge.restartsAfter(count) ? next.restart() : next, count);
        }

        @Override
        public double logE() {
            return process.logE();
        }

        @Override
        public double logELeaveOneOut() {
            return process.logELeaveOneOut();
        }

        @Override
        public double maxLogE() {
            return process.maxLogE();
        }
    }
}
