package io.serinus.analysis;

import io.serinus.stats.Counts;
import io.serinus.stats.EProcess;
import io.serinus.stats.Strata;

/**
 * What one stream has seen.
 *
 * @param stream which
 * @param harm evidence that the canary is worse than tolerated
 * @param safeties evidence that the weights to come are safe; none where the stream says nothing about that
 * @param judged all requests that the evidence rests on
 * @param folded in how many intervals
 * @param strata the intervals themselves, the older ones merged, for estimates
 * @param open counted since the last interval ended, and not judged yet
 * @param latest what was folded last; nothing before the first
 * @param isMeasured false if the latest interval could not be judged for want of a histogram bucket
 */
record StreamState(
        Stream stream,
        EProcess harm,
        Safeties safeties,
        Tally judged,
        long folded,
        Strata strata,
        Tally open,
        Counts latest,
        boolean isMeasured)
        implements Voice {
    private static final Counts NOTHING = new Counts(0, 0, 0, 0);

    @Override
    public int metric() {
        return stream.metric();
    }

    @Override
    public double share() {
        return stream.share();
    }

    @Override
    public double logE() {
        return harm.logE();
    }

    @Override
    public double logELeaveOneOut() {
        return harm.logELeaveOneOut();
    }

    static StreamState start(Stream stream, Plan plan) {
        return new StreamState(
                stream,
                EProcess.restartable(stream.harm()),
                stream.safety().map(plan::safeties).orElse(Safeties.NONE),
                Tally.NONE,
                0,
                Strata.empty(),
                Tally.NONE,
                NOTHING,
                true);
    }

    /** With counts of the interval that is not over yet. */
    StreamState plus(Tally tally) {
        return new StreamState(stream, harm, safeties, judged, folded, strata, open.plus(tally), latest, isMeasured);
    }

    /** At an interval's end. */
    StreamState close() {
        return new StreamState(stream, harm, safeties, judged, folded, strata, Tally.NONE, latest, isMeasured)
                .fold(open);
    }

    StreamState fold(Tally tally) {
        Counts counts = stream.counts(tally);
        boolean informs = counts.n1() > 0 && counts.n2() > 0;
        return new StreamState(
                stream,
                harm.fold(counts),
                safeties.fold(counts),
                informs ? judged.plus(tally) : judged,
                folded + (informs ? 1 : 0),
                stream.safety().isPresent() && informs ? strata.add(counts) : strata,
                open,
                counts,
                true);
    }

    StreamState unmeasured() {
        return new StreamState(stream, harm, safeties, judged, folded, strata, open, latest, false);
    }

    StreamState restart() {
        return new StreamState(stream, harm.restart(), safeties, judged, folded, strata, open, latest, isMeasured);
    }

    /** Smaller weights than the next one are of no interest any more. */
    StreamState from(int nextPercent) {
        return new StreamState(
                stream, harm, safeties.from(nextPercent), judged, folded, strata, open, latest, isMeasured);
    }

    /** What the latest counts alone say against the canary, whatever was before, as the logarithm of an e-value. */
    double latestLogE() {
        return EProcess.of(stream.harm()).fold(latest).logE();
    }

    Drift drift() {
        return Drift.of(stream.counts(judged), folded);
    }
}
