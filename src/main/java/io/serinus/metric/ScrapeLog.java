package io.serinus.metric;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When each proxy of the fleet was seen and how old its process was then: what tells a counter that was born from one that
 * was merely discovered. One log serves all releases. Immutable.
 */
public final class ScrapeLog {
    /** How far back counters of vanished proxies are read when a release begins; a longer absence is a new appearance. */
    public static final Duration LOOKBACK = Duration.ofMinutes(15);

    /** Nothing seen yet. */
    public static final ScrapeLog EMPTY = new ScrapeLog(Instant.MIN, Instant.MIN, Map.of(), Map.of());

    /** Istio's default scrape interval: in a longer span a proxy can be scraped for the first and the last time. */
    private static final Duration UNSEEN_LIFE = Duration.ofSeconds(15);

    /** After so long a proxy is forgotten; its counters then start anew, which can only count too little. */
    private static final Duration RETENTION = Duration.ofHours(6);

    /** How old a sample may be that a backend still takes for current. */
    private static final Duration STALE_AFTER = Duration.ofMinutes(5);

    /** How many snapshots in a row may show a new proxy's counters without its age before the age is held unknowable. */
    private static final int PATIENCE = 2;

    /**
     * @param since when the proxy appeared, after an absence of more than {@link #LOOKBACK} anew
     * @param before when it was last seen before that absence
     * @param scrapedBy its last scrape was not earlier, but for one scrape interval: when it was last seen, or where the
     *     lookback began that showed only its last known values
     * @param steadySince from then on it was seen in every snapshot until it was last seen
     * @param scrapedBefore the {@code scrapedBy} before that
     * @param pulse what its ages say
     */
    private record Sighting(
            Instant since,
            Instant lastSeen,
            @Nullable Instant before,
            Instant scrapedBy,
            Instant steadySince,
            @Nullable Instant scrapedBefore,
            Pulse pulse) {

        static Sighting first(Instant at, Instant scrapedBy, Instant scrapedAfter, @Nullable Duration age) {
            return new Sighting(at, at, null, scrapedBy, at, null, Pulse.first(at, scrapedAfter, age));
        }

        @Nullable
        Duration age() {
            return pulse.age();
        }

        /** Whether the process of the given age may be another one than the one last seen. */
        boolean mayHaveRestarted(Duration ageNow, Instant at) {
            Duration age = age();
            if (age == null) {
                return true;
            }
            int order = ageNow.compareTo(age);
            return order < 0 || (order > 0 && ageNow.compareTo(Duration.between(lastSeen, at)) <= 0);
        }

        /** Like {@code scrapedBy}, as of an earlier time; null if that is not known any more. */
        @Nullable
        Instant scrapedBy(Instant asOf) {
            if (!scrapedBy.isAfter(asOf)) {
                return scrapedBy;
            }
            if (!steadySince.isAfter(asOf)) {
                return asOf;
            }
            return scrapedBefore == null || scrapedBefore.isAfter(asOf) ? null : scrapedBefore;
        }

        Sighting next(Instant at, Instant previousSnapshot, @Nullable Duration ageNow) {
            boolean stayed = scrapedBy.equals(previousSnapshot);
            boolean returned = Duration.between(lastSeen, at).compareTo(LOOKBACK) > 0;
            return new Sighting(
                    returned ? at : since,
                    at,
                    returned ? lastSeen : before,
                    at,
                    stayed ? steadySince : at,
                    stayed ? scrapedBefore : scrapedBy,
                    pulse.next(at, previousSnapshot, ageNow));
        }
    }

    private final Instant at;
    private final Instant gapEnd;
    private final Map<Instance, Sighting> sightings;
    private final Map<Instance, Integer> ageless;

    private ScrapeLog(Instant at, Instant gapEnd, Map<Instance, Sighting> sightings, Map<Instance, Integer> ageless) {
        this.at = at;
        this.gapEnd = gapEnd;
        this.sightings = sightings;
        this.ageless = ageless;
    }

    /**
     * The log with one more snapshot, later than all before.
     *
     * @param current current values
     * @param lastAges ages of proxies that only had last known values; those that were never seen are seen now
     * @param lookback how old those values may be
     */
    ScrapeLog advance(Snapshot current, Map<Instance, Duration> lastAges, Duration lookback) {
        requireNonNull(current, "current is null");
        Instant now = current.at();
        if (!now.isAfter(at)) {
            throw new IllegalArgumentException("snapshot of " + now + " is not after the last one, of " + at);
        }
        Instant after = at.equals(Instant.MIN) ? now.minus(STALE_AFTER) : at;
        var next = new HashMap<Instance, Sighting>();
        sightings.forEach((instance, sighting) -> {
            if (Duration.between(sighting.lastSeen, now).compareTo(RETENTION) <= 0) {
                next.put(instance, sighting);
            }
        });
        current.ages()
                .forEach((instance, age) -> next.merge(
                        instance, Sighting.first(now, now, after, age), (old, fresh) -> old.next(now, at, age)));
        lastAges.forEach((instance, age) ->
                next.putIfAbsent(instance, Sighting.first(now, now.minus(lookback), now.minus(lookback), age)));
        var waiting = new HashMap<Instance, Integer>();
        for (Instance instance : counting(current)) {
            if (current.ages().containsKey(instance)) {
                continue;
            }
            if (next.containsKey(instance) || !awaitsAge(instance)) {
                next.merge(instance, Sighting.first(now, now, after, null), (old, fresh) -> old.next(now, at, null));
            } else {
                waiting.merge(instance, ageless.getOrDefault(instance, 0) + 1, Integer::max);
            }
        }
        return new ScrapeLog(now, leavesGapBefore(now) ? now : gapEnd, Map.copyOf(next), Map.copyOf(waiting));
    }

    /**
     * The same log, which also knows proxies that were scraped within the lookback before its latest snapshot, nobody knows
     * when: as if that had been at its beginning. Else their counters, once they are back, were those of strangers.
     */
    public ScrapeLog knowing(Map<Instance, Duration> lastAges, Duration lookback) {
        var next = new HashMap<>(sightings);
        Instant earliest = at.minus(lookback);
        lastAges.forEach(
                (instance, age) -> next.putIfAbsent(instance, Sighting.first(earliest, earliest, earliest, age)));
        return new ScrapeLog(at, gapEnd, Map.copyOf(next), ageless);
    }

    /** All proxies that have counters or an age in the snapshot. */
    static Set<Instance> counting(Snapshot snapshot) {
        var instances = new HashSet<Instance>();
        snapshot.requests().keySet().forEach(series -> instances.add(series.instance()));
        snapshot.latency().keySet().forEach(series -> instances.add(series.instance()));
        return instances;
    }

    /**
     * Whether a proxy may have come and gone unseen since {@code readAt}, up to a snapshot at {@code now}: the snapshots
     * were too far apart.
     */
    boolean mayHaveMissed(Instant readAt, Instant now) {
        return gapEnd.isAfter(readAt) || (at.isBefore(now) && leavesGapBefore(now));
    }

    private boolean leavesGapBefore(Instant now) {
        return !at.equals(Instant.MIN) && Duration.between(at, now).compareTo(UNSEEN_LIFE) > 0;
    }

    /** The proxies seen at {@code readAt} or later that are not in {@code present}. */
    Set<Instance> seenSince(Instant readAt, Set<Instance> present) {
        var vanished = new HashSet<Instance>();
        sightings.forEach((instance, sighting) -> {
            if (!sighting.lastSeen.isBefore(readAt) && !present.contains(instance)) {
                vanished.add(instance);
            }
        });
        return vanished;
    }

    /** Whether the proxy was seen at some time from {@code from} to {@code readAt}: then its old counters are known. */
    boolean sawBetween(Instance instance, Instant from, Instant readAt) {
        Sighting sighting = sightings.get(instance);
        if (sighting == null) {
            return false;
        }
        if (!sighting.since.isAfter(readAt) && !sighting.lastSeen.isBefore(from)) {
            return true;
        }
        return sighting.before != null && !sighting.before.isBefore(from) && !sighting.before.isAfter(readAt);
    }

    boolean remembers(Instance instance) {
        return sightings.containsKey(instance);
    }

    Optional<Instant> lastSeen(Instance instance) {
        return Optional.ofNullable(sightings.get(instance)).map(Sighting::lastSeen);
    }

    /** A time that the proxy's last known scrape was not earlier than, but for one scrape interval. */
    Optional<Instant> scrapedBy(Instance instance) {
        return Optional.ofNullable(sightings.get(instance)).map(Sighting::scrapedBy);
    }

    /** The same as it was at an earlier time; empty if the proxy was not known then, or nobody remembers. */
    Optional<Instant> scrapedBy(Instance instance, Instant asOf) {
        return Optional.ofNullable(sightings.get(instance)).map(sighting -> sighting.scrapedBy(asOf));
    }

    /** How old the proxy's process was when last seen; empty if it never told. */
    Optional<Duration> age(Instance instance) {
        return Optional.ofNullable(sightings.get(instance)).map(Sighting::age);
    }

    /** Whether a proxy that this log does not know may still get an age in one of the next snapshots. */
    boolean awaitsAge(Instance instance) {
        return !sightings.containsKey(instance) && ageless.getOrDefault(instance, 0) < PATIENCE;
    }

    /** Whether the range from {@code from} on may hold samples of an earlier process of the proxy. */
    boolean restartedAfter(Instance instance, Instant from) {
        Sighting sighting = sightings.get(instance);
        return sighting != null && Pulse.isAfter(sighting.pulse.restartedAt(), from);
    }

    /** What the proxy's ages say up to the last snapshot; empty if it was never seen. */
    Optional<Pulse> pulse(Instance instance) {
        return Optional.ofNullable(sightings.get(instance)).map(Sighting::pulse);
    }

    /** Whether the proxy's process, so old at {@code at}, may be another one than this log last saw. */
    boolean mayHaveRestarted(Instance instance, Duration age, Instant at) {
        Sighting sighting = sightings.get(instance);
        return sighting != null && sighting.mayHaveRestarted(age, at);
    }
}
