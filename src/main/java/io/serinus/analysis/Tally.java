package io.serinus.analysis;

import io.serinus.analysis.Judgement.BadOfTotal;
import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.RequestCounts;
import io.serinus.stats.Counts;

/** Bad requests among all of both versions, in one span of time. */
record Tally(BadOfTotal baseline, BadOfTotal canary) {
    static final Tally NONE = new Tally(new BadOfTotal(0, 0), new BadOfTotal(0, 0));

    static Tally failed(Compared<RequestCounts> requests) {
        Compared<BadOfTotal> bad =
                requests.map(counts -> new BadOfTotal(counts.count(FailedOutcome::isFailure), counts.total()));
        return new Tally(bad.baseline(), bad.canary());
    }

    /** The bound must have been measured, see {@link #isMeasured}. */
    static Tally slowerThan(double boundMillis, Compared<LatencyCounts> latency) {
        Compared<BadOfTotal> bad = latency.map(counts -> new BadOfTotal(counts.above(boundMillis), counts.total()));
        return new Tally(bad.baseline(), bad.canary());
    }

    /** Whether both histograms have the bound, or no requests that would need one. */
    static boolean isMeasured(double boundMillis, Compared<LatencyCounts> latency) {
        Compared<Boolean> has =
                latency.map(counts -> counts.total() == 0 || counts.atMost().containsKey(boundMillis));
        return has.baseline() && has.canary();
    }

    Tally plus(Tally other) {
        return new Tally(plus(baseline, other.baseline), plus(canary, other.canary));
    }

    Counts counts() {
        return new Counts(baseline.total(), baseline.bad(), canary.total(), canary.bad());
    }

    private static BadOfTotal plus(BadOfTotal a, BadOfTotal b) {
        return new BadOfTotal(a.bad() + b.bad(), a.total() + b.total());
    }
}
