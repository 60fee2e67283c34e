package io.serinus.analysis;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Since when everything has been counted. What was shown before a time in which nobody could see says nothing about that time,
 * and the first answers after it may be as old as the last scrape before it.
 *
 * @param counted the latest count; null before the first
 * @param resumed the first count after a gap; null if a whole interval has been judged since
 * @param seen since when both versions have been seen to serve after it; null before
 * @param hasBaseline whether the baseline was seen to serve after the first count behind the gap
 * @param hasCanary the same of the canary
 */
record Sight(
        @Nullable Instant counted,
        @Nullable Instant resumed,
        @Nullable Instant seen,
        boolean hasBaseline,
        boolean hasCanary) {
    static final Sight CLEAR = new Sight(null, null, null, false, false);

    /** A version without requests for so long is called silent, whatever was before. */
    private static final int PATIENCE = 4;

    /**
     * With a count; a gap is what lasts longer than an interval.
     *
     * @param baseline requests to the baseline since the count before
     * @param canary requests to the canary since the count before
     */
    Sight counted(Instant at, long baseline, long canary, boolean endsInterval, Duration interval) {
        boolean isGap = counted != null && Duration.between(counted, at).compareTo(interval) > 0;
        if (isGap) {
            // What comes with the first count happened before it, or in the gap.
            return new Sight(at, at, null, false, false);
        }
        if (resumed == null) {
            return new Sight(at, null, null, false, false);
        }
        boolean withBaseline = hasBaseline || baseline > 0;
        boolean withCanary = hasCanary || canary > 0;
        Instant since = seen == null && withBaseline && withCanary ? at : seen;
        boolean isWhole = endsInterval && since != null && !at.isBefore(since.plus(interval));
        boolean isSilent = !at.isBefore(resumed.plus(interval.multipliedBy(PATIENCE)));
        return isWhole || isSilent
                ? new Sight(at, null, null, false, false)
                : new Sight(at, resumed, since, withBaseline, withCanary);
    }

    /** Whether a whole interval since the last gap has been judged. */
    boolean isClear() {
        return resumed == null;
    }
}
