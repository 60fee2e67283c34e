package io.serinus.report;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many commands one user may send: some at once, then one in every span. Remembers a bounded number of users, and forgets
 * those first who have been quiet longest. Safe for use by several threads.
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

    /** Whether the user may send one more now, which then counts. */
    synchronized boolean allows(String user, Instant now) {
        Instant last = paidUntil.getOrDefault(user, Instant.MIN);
        Instant paid = (last.isBefore(now) ? now : last).plus(span);
        if (paid.isAfter(now.plus(span.multipliedBy(atOnce)))) {
            return false;
        }
        paidUntil.put(user, paid);
        return true;
    }

    /** How many users are remembered. */
    synchronized int size() {
        return paidUntil.size();
    }
}
