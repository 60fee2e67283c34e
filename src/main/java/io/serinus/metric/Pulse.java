package io.serinus.metric;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the ages that one proxy tells say about its scrapes and its process. An age changes with every scrape, so a scrape was
 * made between the look that first shows an age and the look before.
 *
 * @param age when last scraped; null if it never told one
 * @param freshAt the look that first showed the newest scrape
 * @param freshAfter the newest scrape was made after that time
 * @param rhythm the shortest time between two scrapes, as far as looks can tell
 * @param restartedAt the look that first showed a lower age than before
 * @param replacedAt the look that first showed a process which certainly is another one
 * @param doubtedAt the latest look at which the process might have been another one than at the look before
 */
record Pulse(
        @Nullable Duration age,
        Instant freshAt,
        Instant freshAfter,
        Duration rhythm,
        @Nullable Instant restartedAt,
        @Nullable Instant replacedAt,
        @Nullable Instant doubtedAt) {

    /** Until it is known better, Istio's default scrape interval. */
    private static final Duration RHYTHM = Duration.ofSeconds(15);

    private static final Duration FASTEST = Duration.ofSeconds(5);

    /** At the first look; the scrape was made after {@code after}. */
    static Pulse first(Instant at, Instant after, @Nullable Duration age) {
        return new Pulse(age, at, after, RHYTHM, null, null, null);
    }

    /**
     * At one more look.
     *
     * @param previous the look before, whether or not it showed the proxy
     * @param ageNow null if the proxy has counters and no age
     */
    Pulse next(Instant at, Instant previous, @Nullable Duration ageNow) {
        if (ageNow == null || age == null) {
            return new Pulse(ageNow == null ? age : ageNow, at, previous, rhythm, restartedAt, replacedAt, doubtedAt);
        }
        boolean isFresh = !ageNow.equals(age);
        Duration since = Duration.between(freshAt, at);
        boolean isQuicker = isFresh && since.compareTo(rhythm) < 0 && since.compareTo(FASTEST) >= 0;
        return new Pulse(
                ageNow,
                isFresh ? at : freshAt,
                isFresh ? previous : freshAfter,
                isQuicker ? since : rhythm,
                ageNow.compareTo(age) < 0 ? at : restartedAt,
                isAnother(ageNow, at) ? at : replacedAt,
                mayBeAnother(ageNow, at) ? at : doubtedAt);
    }

    /** Whether a process of this age at this look may have begun after the newest scrape. */
    boolean mayBeAnother(Duration ageNow, Instant at) {
        return age != null && (ageNow.compareTo(age) < 0 || fits(ageNow, at));
    }

    /** Whether it certainly has: a lower age alone may also be that of an older scrape, told by another replica. */
    boolean isAnother(Duration ageNow, Instant at) {
        return age != null && ageNow.compareTo(age) < 0 && fits(ageNow, at);
    }

    private boolean fits(Duration ageNow, Instant at) {
        return ageNow.compareTo(Duration.between(freshAfter, at)) <= 0;
    }

    /** Whether the next scrape should have come long ago. */
    boolean isOverdue(@Nullable Duration ageNow, Instant at) {
        return age != null
                && age.equals(ageNow)
                && Duration.between(freshAt, at).compareTo(rhythm.multipliedBy(2)) > 0;
    }

    static boolean isAfter(@Nullable Instant event, Instant time) {
        return event != null && event.isAfter(time);
    }
}
