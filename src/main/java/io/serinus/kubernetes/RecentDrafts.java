package io.serinus.kubernetes;

import io.serinus.release.Copies.Draft;
import io.serinus.release.ReleaseId;
import io.serinus.routing.Pair;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Keeps for a while that there can be no copy, since a pending release asks often. Safe for use by several threads. */
final class RecentDrafts {
    static final Duration KEPT = Duration.ofSeconds(15);

    /** The most that are kept; what is too much is asked for afresh. */
    static final int MOST = 1000;

    private final LongSupplier nanos;
    private final Map<Key, Kept> kept = new HashMap<>();

    private record Key(ReleaseId release, Pair pair) {}

    private record Kept(Draft draft, long since) {}

    /** @param nanos a monotonic clock */
    RecentDrafts(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The draft that is kept, else a new one, of which only one that is not possible is kept. Asks without a lock. */
    Draft get(ReleaseId release, Pair pair, Supplier<Draft> afresh) {
        var key = new Key(release, pair);
        synchronized (this) {
            forgetOld();
            Kept known = kept.get(key);
            if (known != null) {
                return known.draft();
            }
        }
        Draft draft = afresh.get();
        if (!(draft instanceof Draft.Possible)) {
            keep(key, draft);
        }
        return draft;
    }

    private synchronized void keep(Key key, Draft draft) {
        if (kept.size() < MOST) {
            kept.put(key, new Kept(draft, nanos.getAsLong()));
        }
    }

    private void forgetOld() {
        long now = nanos.getAsLong();
        kept.values().removeIf(draft -> now - draft.since() >= KEPT.toNanos());
    }
}
