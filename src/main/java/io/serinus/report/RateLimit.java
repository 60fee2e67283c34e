package io.serinus.report;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often one user may do something: some times at once, then once in every span. Remembers a bounded number of users, and
 * forgets those first who have been quiet longest. Safe for use by several threads.
 */
final class RateLimit {
    private final int atOnce;
    private final Duration span;
    private final Map<String, Instant> paidUntil;

    RateLimit(int atOnce, Duration span, int users) {
        this.atOnce = atOnce;
        this.span = span;
        this.paidUntil = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
                return size() > users;
            }
        };
    }

    /** Whether the user may do it once more now, which then counts. */
    synchronized boolean allows(String user, Instant now) {
        Instant paid = next(user, now);
        if (isTooFar(paid, now)) {
            return false;
        }
        paidUntil.put(user, paid);
        return true;
    }

    /** Whether {@link #allows} would say no now; counts nothing. */
    synchronized boolean isSpent(String user, Instant now) {
        return isTooFar(next(user, now), now);
    }

    private Instant next(String user, Instant now) {
        Instant last = paidUntil.getOrDefault(user, Instant.MIN);
        return (last.isBefore(now) ? now : last).plus(span);
    }

    private boolean isTooFar(Instant paid, Instant now) {
        return paid.isAfter(now.plus(span.multipliedBy(atOnce)));
    }

    /** How many users are remembered. */
    synchronized int size() {
        return paidUntil.size();
    }
}
