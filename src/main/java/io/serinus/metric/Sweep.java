package io.serinus.metric;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One tick's look at the whole fleet, sorted by host so that each release reads only its own part: the snapshot of current
 * values, the last known values of proxies that vanished (the tail), and the log up to the tick before. Immutable; made
 * once per tick for all releases.
 */
public final class Sweep {
    /** A process may be so much older than the span in which it appeared: start-up, discovery, failed first scrapes. */
    private static final Duration START_UP = Duration.ofSeconds(90);

    /** What a read brings may have happened before the last one: since the scrape that it saw, by Istio's default. */
    private static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(15);

    /**
     * Who has not been scraped for so long is taken for gone: eight of Istio's scrape intervals, so that some that failed do
     * not look like an end, and short enough for pods that come and go.
     */
    private static final Duration GONE = Duration.ofMinutes(2);

    private record Rows(
            Map<String, Map<RequestSeries, Long>> requests, Map<String, Map<LatencySeries, LatencyCounts>> latency) {
        static final Rows NONE = new Rows(Map.of(), Map.of());

        static Rows of(Snapshot snapshot) {
            return new Rows(
                    byHost(snapshot.requests(), series -> series.destination().host()),
                    byHost(snapshot.latency(), series -> series.destination().host()));
        }
    }

    private final ScrapeLog before;
    private final Snapshot current;
    private final Set<Instance> present;
    private final Rows rows;
    private final Rows tail;
    private final Map<Instance, Duration> tailAges;
    private final Duration tailLookback;

    private Sweep(
            ScrapeLog before,
            Snapshot current,
            Set<Instance> present,
            Rows rows,
            Rows tail,
            Map<Instance, Duration> tailAges,
            Duration tailLookback) {
        this.before = before;
        this.current = current;
        this.present = present;
        this.rows = rows;
        this.tail = tail;
        this.tailAges = tailAges;
        this.tailLookback = tailLookback;
    }

    /**
     * A look without a tail.
     *
     * @param before the log without this snapshot
     * @param current current values
     */
    public static Sweep of(ScrapeLog before, Snapshot current) {
        requireNonNull(before, "before is null");
        var present = new HashSet<>(current.ages().keySet());
        present.addAll(ScrapeLog.counting(current));
        return new Sweep(before, current, present, Rows.of(current), Rows.NONE, Map.of(), Duration.ZERO);
    }

    /** The same look with the last known values of proxies without a current one; rows of other proxies are ignored. */
    public Sweep withTail(Snapshot lastKnown, Duration lookback) {
        return new Sweep(before, current, present, rows, Rows.of(lastKnown), lastKnown.ages(), lookback);
    }

    public Instant at() {
        return current.at();
    }

    /** Whether any proxy at all is being scraped. */
    public boolean seesAnyProxy() {
        return !current.ages().isEmpty();
    }

    /** The log including this look. */
    public ScrapeLog log() {
        return before.advance(current, tailAges, tailLookback);
    }

    /** The proxies that were seen at or after {@code readAt} and have no current value now. */
    public Set<Instance> vanishedSince(Instant readAt) {
        return before.seenSince(readAt, present);
    }

    /** Whether proxies may have come and gone since {@code readAt} that no look has seen. */
    public boolean mayHaveMissed(Instant readAt) {
        return before.mayHaveMissed(readAt, at());
    }

    Map<RequestSeries, Long> requests(Target target) {
        return of(target, rows.requests);
    }

    Map<LatencySeries, LatencyCounts> latency(Target target) {
        return of(target, rows.latency);
    }

    Map<RequestSeries, Long> tailRequests(Target target) {
        return of(target, tail.requests);
    }

    Map<LatencySeries, LatencyCounts> tailLatency(Target target) {
        return of(target, tail.latency);
    }

    boolean isPresent(Instance instance) {
        return present.contains(instance);
    }

    /** Whether the proxy is not here now but was at the last read, or a moment ago: it may come back. */
    boolean isMissing(Instance instance, Instant readAt) {
        return !isPresent(instance)
                && before.lastSeen(instance)
                        .filter(seen -> !seen.isBefore(readAt) || !isGone(seen))
                        .isPresent();
    }

    /** Whether the proxy had been taken for gone at the last read and is here again. */
    boolean hasReturned(Instance instance, Instant readAt) {
        return isPresent(instance)
                && unreadSince(instance, readAt)
                        .filter(seen -> seen.isBefore(readAt) && isGone(seen))
                        .isPresent();
    }

    private boolean isGone(Instant lastSeen) {
        return lastSeen.isBefore(at().minus(GONE));
    }

    /** Whether a read at {@code readAt}, of a memory that knows all counters since {@code from}, knew the proxy. */
    boolean knew(Instance instance, Instant from, Instant readAt) {
        return before.sawBetween(instance, from, readAt);
    }

    /** Whether the proxy is scraped and its process may be younger than that. */
    boolean mayHaveBegunAfter(Instance instance, Instant time) {
        Duration age = current.ages().get(instance);
        return age != null && at().minus(age).isAfter(time);
    }

    /** Whether the proxy's process appeared since {@code readAt}. */
    boolean isYoung(Instance instance, Instant readAt) {
        Duration age = current.ages().get(instance);
        return age != null && isYoung(age, readAt);
    }

    /** Whether a lower counter of a proxy read before means that its process is another one. */
    boolean isRestart(Instance instance, Instant readAt) {
        Instant absentSince = before.lastSeen(instance).filter(readAt::isAfter).orElse(readAt);
        return isYoung(instance, absentSince);
    }

    /**
     * Whether all that the proxy has counted since then was counted by a process of at least this age. One that never told
     * its age is old. One that is absent is judged by its age when it was last seen, unless a successor may have come and
     * gone unseen: last known values do not say which process they are of.
     *
     * @param since null if nobody knows since when it has been counting
     */
    boolean isSettled(Instance instance, @Nullable Instant since, Duration least) {
        Duration ageNow = current.ages().get(instance);
        Optional<Duration> ageThen = before.age(instance);
        boolean toldNoAge = ageNow == null && ageThen.isEmpty() && !tailAges.containsKey(instance);
        if (least.isZero() || toldNoAge) {
            return true;
        }
        if (since == null) {
            return false;
        }
        Instant first = since.minus(SCRAPE_INTERVAL);
        if (ageNow != null) {
            return isSettled(ageNow, first, at(), least);
        }
        Optional<Instant> scrapedBy = before.scrapedBy(instance);
        return ageThen.isPresent()
                && scrapedBy.isPresent()
                && !isPresent(instance)
                && !before.mayHaveMissed(scrapedBy.get(), at())
                && isSettled(ageThen.get(), first, scrapedBy.get(), least);
    }

    private static boolean isSettled(Duration age, Instant since, Instant at, Duration least) {
        return age.minus(Duration.between(since, at)).compareTo(least) >= 0;
    }

    /** When the proxy's value in this look was counted, or earlier: now, unless only a last known value is left. */
    Instant countedBy(Instance instance) {
        return isPresent(instance) ? at() : before.scrapedBy(instance).orElse(at().minus(tailLookback));
    }

    /** What the proxy counts as new at this look was counted after that time; empty if that is not known. */
    Optional<Instant> unreadSince(Instance instance, Instant readAt) {
        return before.scrapedBy(instance, readAt);
    }

    boolean awaitsAge(Instance instance) {
        return !current.ages().containsKey(instance) && before.awaitsAge(instance);
    }

    boolean isTailYoung(Instance instance, Instant readAt) {
        Duration age = tailAges.get(instance);
        return age != null && isYoung(age, readAt);
    }

    /** Whether the proxy's last known values cannot hold leftovers of a process that ended before the last read. */
    boolean hasPureTail(Instance instance) {
        return !before.restartedAfter(instance, at().minus(tailLookback));
    }

    /** Whether the proxy's process is, or may be, another one than was last seen. */
    boolean isNewProcess(Instance instance) {
        Duration age = current.ages().get(instance);
        return age != null && before.mayHaveRestarted(instance, age, at());
    }

    /** Whether the proxy's process may be another one than at the last read: one begun since its last scrape fits its age. */
    boolean mayHaveRestarted(Instance instance, Instant readAt) {
        Duration age = current.ages().get(instance);
        return before.pulse(instance)
                .filter(pulse ->
                        Pulse.isAfter(pulse.doubtedAt(), readAt) || (age != null && pulse.mayBeAnother(age, at())))
                .isPresent();
    }

    /** Whether it certainly is. */
    boolean hasRestarted(Instance instance, Instant readAt) {
        Duration age = current.ages().get(instance);
        return before.pulse(instance)
                .filter(pulse ->
                        Pulse.isAfter(pulse.replacedAt(), readAt) || (age != null && pulse.isAnother(age, at())))
                .isPresent();
    }

    /** Whether the proxy's last known values are all of the process that was last seen. */
    boolean isTailOfOneProcess(Instance instance) {
        Instant from = at().minus(tailLookback);
        return before.pulse(instance)
                .filter(pulse -> !Pulse.isAfter(pulse.doubtedAt(), from))
                .isPresent();
    }

    /** Whether the proxy's current values are from a scrape that is older than usual. */
    boolean isOutdated(Instance instance) {
        return isPresent(instance)
                && before.pulse(instance)
                        .filter(pulse -> pulse.isOverdue(current.ages().get(instance), at()))
                        .isPresent();
    }

    /** Whether the proxy is here and has never told its age. */
    boolean isAgeless(Instance instance) {
        return isPresent(instance)
                && !current.ages().containsKey(instance)
                && before.age(instance).isEmpty();
    }

    boolean remembers(Instance instance) {
        return isPresent(instance) || before.remembers(instance);
    }

    private boolean isYoung(Duration age, Instant readAt) {
        return age.compareTo(Duration.between(readAt, at()).plus(START_UP)) <= 0;
    }

    private static <S, V> Map<String, Map<S, V>> byHost(Map<S, V> rows, Function<S, String> host) {
        var sorted = new HashMap<String, Map<S, V>>();
        rows.forEach((series, value) -> sorted.computeIfAbsent(host.apply(series), key -> new HashMap<>())
                .put(series, value));
        return sorted;
    }

    private static <S, V> Map<S, V> of(Target target, Map<String, Map<S, V>> sorted) {
        String baseline = target.baseline().host();
        String canary = target.canary().host();
        Map<S, V> first = sorted.getOrDefault(baseline, Map.of());
        if (baseline.equals(canary)) {
            return first;
        }
        var both = new HashMap<>(first);
        both.putAll(sorted.getOrDefault(canary, Map.of()));
        return both;
    }
}
