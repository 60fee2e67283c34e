package io.serinus.analysis;

import io.serinus.stats.Counts;
import io.serinus.stats.EProcess;

/**
 * What one stream has seen.
 *
 * @param harm evidence that the canary is worse than tolerated
 * @param safety evidence that the next weight is safe; stays at none in a stream that does not decide promotion
 * @param judged all requests that the evidence rests on
 * @param intervals those of them that another weight would be judged on
 * @param measured false if the latest interval could not be judged for want of a histogram bucket
 */
record StreamState(EProcess harm, EProcess safety, Tally judged, RecentIntervals intervals, boolean measured) {

    static StreamState start(Stream stream, int nextPercent) {
        return new StreamState(
                EProcess.restartable(stream.harm()),
                EProcess.of(stream.safeAt(nextPercent)),
                Tally.NONE,
                RecentIntervals.NONE,
                true);
    }

    StreamState fold(Stream stream, Tally tally) {
        Counts counts = tally.counts();
        boolean decides = stream.decidesPromotion();
        return new StreamState(
                harm.fold(counts),
                decides ? safety.fold(counts) : safety,
                judged.plus(tally),
                decides ? intervals.plus(counts) : intervals,
                true);
    }

    StreamState unmeasured() {
        return new StreamState(harm, safety, judged, intervals, false);
    }

    StreamState restart() {
        return new StreamState(harm.restart(), safety, judged, intervals, measured);
    }

    /** The same evidence, asked about another next weight. */
    StreamState towards(Stream stream, int nextPercent) {
        return new StreamState(harm, intervals.evidenceFor(stream.safeAt(nextPercent)), judged, intervals, measured);
    }
}
