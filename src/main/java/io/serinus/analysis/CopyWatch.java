package io.serinus.analysis;

import io.serinus.stats.Counts;
import io.serinus.stats.EProcess;
import io.serinus.stats.NuisanceGrid;
import io.serinus.stats.RatioHypothesis;

/**
 * Whether the copy of the baseline fails by far more requests than the canary. It is the same program as the baseline, so then
 * it is the copy that is broken: its users are harmed, and every canary would look good beside it.
 *
 * @param process evidence that it does
 * @param counted all requests since the canary's first one
 */
record CopyWatch(EProcess process, Tally counted) {
    /** Three times the canary's fraction and 15 % more of all requests, as where a canary is called an outage. */
    private static final RatioHypothesis BROKEN =
            RatioHypothesis.exceeds(3, 0.15).with(NuisanceGrid.withoutContamination());

    /** A copy that is as good as the canary is called broken in one of a thousand releases at most. */
    private static final double LOG_ALARM = Math.log(1000);

    static final CopyWatch START = new CopyWatch(EProcess.of(BROKEN), Tally.NONE);

    /** With the requests of a tick. */
    CopyWatch plus(Tally failed) {
        var counts = new Counts(
                failed.canary().total(),
                failed.canary().bad(),
                failed.baseline().total(),
                failed.baseline().bad());
        return new CopyWatch(process.fold(counts), counted.plus(failed));
    }

    boolean isAlarming() {
        return process.maxLogE() >= LOG_ALARM;
    }

    String sentence() {
        return "the copy of the baseline fails, so that nothing can be compared with it: "
                + Wording.share("copy", counted.baseline(), "failed") + ", "
                + Wording.share("canary", counted.canary(), "");
    }
}
