package io.serinus.analysis;

import io.serinus.stats.Counts;
import io.serinus.stats.EProcess;
import io.serinus.stats.RatioHypothesis;
import io.serinus.template.TrafficShare;

/**
 * Whether the canary gets the share of the requests that its weight says. A share that it does not get is a finding of its
 * own: connections that are dropped, retries, sessions that stick, weights that are not in force.
 *
 * @param process evidence that it does not
 * @param weight the share that the weight says, 0..1; 0 where that cannot be said
 * @param skipped intervals still to be left out: that of a change, and a whole one, as proxies take a moment to learn it;
 *     after counts were missing the same, as each proxy catches up when it is scraped again, and not all at once
 * @param open counted since the last interval ended
 * @param counted since the weight changed, in clean intervals
 */
record ShareWatch(EProcess process, double weight, int skipped, Tally open, Tally counted) {
    /** A false alarm in a thousand releases: people who are called without need stop to come. */
    private static final double LOG_ALARM = Math.log(1000);

    private static final int SKIPPED = 2;

    static ShareWatch start(TrafficShare rule) {
        return new ShareWatch(
                EProcess.of(RatioHypothesis.differs(1 + rule.tolerance())), 0, SKIPPED, Tally.NONE, Tally.NONE);
    }

    ShareWatch weightChanged(int percent, boolean isShare) {
        return new ShareWatch(process, isShare ? percent / 100.0 : 0, SKIPPED, Tally.NONE, Tally.NONE);
    }

    /** Counts are missing, of both versions or of one alone. */
    ShareWatch interrupted() {
        return new ShareWatch(process, weight, SKIPPED, Tally.NONE, counted);
    }

    /** With the requests of a tick. */
    ShareWatch plus(Tally tick) {
        return new ShareWatch(process, weight, skipped, open.plus(tick), counted);
    }

    /**
     * At an interval's end.
     *
     * @param isWarm whether the interval counts
     */
    ShareWatch close(boolean isWarm) {
        boolean measures = isWarm && skipped == 0 && weight > 0 && weight < 1;
        if (!measures) {
            return new ShareWatch(process, weight, Math.max(0, skipped - 1), Tally.NONE, counted);
        }
        // The two shares are the exposures, the requests the events.
        var counts = new Counts(
                1 - weight, open.baseline().total(), weight, open.canary().total());
        return new ShareWatch(process.fold(counts), weight, 0, Tally.NONE, counted.plus(open));
    }

    boolean isAlarming() {
        return process.maxLogE() >= LOG_ALARM;
    }

    String sentence() {
        long canary = counted.canary().total();
        long all = canary + counted.baseline().total();
        String got = all == 0
                ? "earlier, the canary's share of the requests was not what its weight said"
                : "the canary got " + Wording.percent((double) canary / all) + " of " + Wording.count(all)
                        + " requests at a weight of " + Wording.percent(weight);
        return "traffic-share: " + got + "; evidence " + Wording.evidence(process.maxLogE()) + ", threshold "
                + Wording.evidence(LOG_ALARM);
    }
}
