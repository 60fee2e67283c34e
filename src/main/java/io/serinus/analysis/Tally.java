package io.serinus.analysis;

import io.serinus.analysis.Judgement.BadOfTotal;
import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.RequestCounts;
import io.serinus.stats.Counts;
import io.serinus.template.Failures;

/** Bad requests among all of both versions, in one span of time. */
record Tally(BadOfTotal baseline, BadOfTotal canary) {
    static final Tally NONE = new Tally(new BadOfTotal(0, 0), new BadOfTotal(0, 0));

    /** Requests that a canary misses by chance once in three thousand times. */
    private static final double SURPRISING = 8;

    static Tally failed(Compared<RequestCounts> requests, Failures failures) {
        Compared<BadOfTotal> bad =
                requests.map(counts -> new BadOfTotal(counts.count(failures::includes), counts.total()));
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

    /**
     * With the failures that carry no version charged to the canary, where nobody else can be meant. A request for which
     * Envoy finds no endpoint is counted under no version at all, so a canary without endpoints would look merely silent.
     * They are the canary's if it has weight and has counted nothing for longer than chance explains, while the baseline
     * counted, and if at least half as many failed as the canary's share of the traffic is.
     *
     * @param baselineBefore baseline requests since the canary's latest one, those of this span not included
     */
    Tally charged(RequestCounts unattributed, Failures failures, int canaryPercent, long baselineBefore) {
        boolean onlyCanaryIsSilent = canary.total() == 0 && baseline.total() > 0;
        if (!onlyCanaryIsSilent || canaryPercent == 0 || canaryPercent == 100) {
            return this;
        }
        long failed = unattributed.count(failures::includes);
        double odds = canaryPercent / (100.0 - canaryPercent);
        double missed = (baselineBefore + baseline.total()) * odds;
        double share = baseline.total() * odds;
        return failed == 0 || missed < SURPRISING || failed < share / 2
                ? this
                : new Tally(baseline, new BadOfTotal(failed, failed));
    }

    Tally plus(Tally other) {
        return new Tally(plus(baseline, other.baseline), plus(canary, other.canary));
    }

    /** Of both versions together. */
    BadOfTotal all() {
        return plus(baseline, canary);
    }

    Counts counts() {
        return new Counts(baseline.total(), baseline.bad(), canary.total(), canary.bad());
    }

    private static BadOfTotal plus(BadOfTotal a, BadOfTotal b) {
        return new BadOfTotal(a.bad() + b.bad(), a.total() + b.total());
    }
}
