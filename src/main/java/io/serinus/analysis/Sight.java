package io.serinus.analysis;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Since when everything has been counted. What was shown before a time in which nobody could see says nothing about that time,
 * and the first answer after it may be older than it looks.
 *
 * @param counted the latest count; null before the first
 * @param whole intervals that have ended since the last gap, at most {@value #ENOUGH}
 * @param wasDown whether the metrics backend was the reason for the latest gap
 */
record Sight(@Nullable Instant counted, int whole, boolean wasDown) {
    /** The first may have begun in the gap. */
    static final int ENOUGH = 2;

    static final Sight CLEAR = new Sight(null, ENOUGH, false);

    /** With a count; a gap is what lasts longer than an interval. */
    Sight counted(Instant at, boolean endsInterval, Duration interval) {
        boolean isGap = counted != null && Duration.between(counted, at).compareTo(interval) > 0;
        int before = isGap ? 0 : whole;
        return new Sight(at, Math.min(ENOUGH, before + (endsInterval ? 1 : 0)), wasDown);
    }

    Sight lost(boolean isDown) {
        return new Sight(counted, whole, isDown);
    }

    /** Whether a whole interval since the last gap has been judged. */
    boolean isClear() {
        return whole >= ENOUGH;
    }
}
