package io.serinus.metric;

import static java.util.Objects.requireNonNull;

import io.serinus.metric.CounterMemory.Doubt;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the counters of one release: request counters and latency histograms, each as of its own last read.
 * Immutable; a read that failed half-way is simply not kept, and the next one covers the longer span.
 */
public final class TargetMemory {
    private final Target target;
    private final BucketBounds bounds;
    private final CounterMemory<RequestSeries, Long> requests;
    private final CounterMemory<LatencySeries, LatencyCounts> latency;

    private TargetMemory(
            Target target,
            BucketBounds bounds,
            CounterMemory<RequestSeries, Long> requests,
            CounterMemory<LatencySeries, LatencyCounts> latency) {
        this.target = target;
        this.bounds = bounds;
        this.requests = requests;
        this.latency = latency;
    }

    /**
     * The memory of a release that begins now; nothing before counts.
     *
     * @param bounds what is wanted of latency histograms
     * @param now the look at current values
     * @param lastKnown the last known values within {@link ScrapeLog#LOOKBACK} at the same time
     */
    public static TargetMemory primed(Target target, BucketBounds bounds, Sweep now, Snapshot lastKnown) {
        requireNonNull(target, "target is null");
        Sweep old = Sweep.of(ScrapeLog.EMPTY, lastKnown);
        Instant from = now.at().minus(ScrapeLog.LOOKBACK);
        requireNonNull(bounds, "bounds is null");
        return new TargetMemory(
                target,
                bounds,
                CounterMemory.primed(CounterKind.REQUESTS, from, now, now.requests(target), old.requests(target)),
                CounterMemory.primed(
                        CounterKind.LATENCY,
                        from,
                        now,
                        readable(now.latency(target), bounds),
                        readable(old.latency(target), bounds)));
    }

    /** A read: the memory after it, and what was counted. */
    public record Reading(TargetMemory next, Increments increments) {}

    public Target target() {
        return target;
    }

    public BucketBounds bounds() {
        return bounds;
    }

    /** When the request counters were last read. */
    public Instant requestsReadAt() {
        return requests.readAt();
    }

    /** When the latency histograms were last read. */
    public Instant latencyReadAt() {
        return latency.readAt();
    }

    /**
     * Counts what the proxies have counted since the last read.
     *
     * @param sweep a look later than the last read
     * @param withLatency whether the look holds histograms, to be counted too
     */
    public Reading read(Sweep sweep, boolean withLatency) {
        return read(sweep, withLatency, Duration.ZERO, false);
    }

    /**
     * Counts what the proxies have counted since the last read, and apart what those have that were no longer young.
     *
     * @param sweep a look later than the last read
     * @param withLatency whether the look holds histograms, to be counted too
     * @param settledAfter the age from which on a proxy is settled; zero for any
     * @param countsWhereServed see {@link MetricSource#countsWhereServed}
     */
    public Reading read(Sweep sweep, boolean withLatency, Duration settledAfter, boolean countsWhereServed) {
        if (!sweep.at().isAfter(requests.readAt())) {
            throw new IllegalArgumentException(
                    "a look at " + sweep.at() + " is not after the last read at " + requests.readAt());
        }
        var counted = requests.read(sweep, sweep.requests(target), sweep.tailRequests(target));
        var outcomes = new RequestTally();
        var settled = new RequestTally();
        counted.increments().forEach((series, increment) -> {
            outcomes.add(series, increment.value());
            if (sweep.isSettled(series.instance(), increment.since(), settledAfter)) {
                settled.add(series, increment.value());
            }
        });
        var doubts = new Doubts(sweep, requests.readAt(), target, countsWhereServed);
        counted.next().series().keySet().forEach(series -> doubts.proxy(series.instance(), series.destination()));
        counted.doubts().forEach((series, doubt) -> doubts.add(series.instance(), series.destination(), doubt));
        var nextLatency = latency;
        Optional<Compared<LatencyCounts>> durations = Optional.empty();
        if (withLatency) {
            var read = readLatency(sweep, doubts);
            nextLatency = read.next();
            var grown = new HashMap<LatencySeries, LatencyCounts>();
            read.increments().forEach((series, increment) -> {
                if (sweep.isSettled(series.instance(), increment.since(), settledAfter)) {
                    grown.put(series, increment.value());
                }
            });
            var sums = new Compared<>(sum(grown, target.baseline()), sum(grown, target.canary()));
            doubts.unreadable(target.baseline(), sums.baseline().unreadable());
            doubts.unreadable(target.canary(), sums.canary().unreadable());
            durations = Optional.of(sums.map(LatencySum::counts));
        }
        var proxies = counted.next().instances();
        var increments = new Increments(
                outcomes.compared(),
                settled.compared(),
                durations,
                new RequestCounts(outcomes.of(null)),
                doubts.ofVersions(),
                doubts.elsewhere(),
                proxies.size(),
                count(proxies, sweep::isPresent));
        return new Reading(new TargetMemory(target, bounds, counted.next(), nextLatency), increments);
    }

    private CounterMemory.Reading<LatencySeries, LatencyCounts> readLatency(Sweep sweep, Doubts doubts) {
        var all = sweep.latency(target);
        var current = readable(all, bounds);
        if (!bounds.equals(BucketBounds.none())) {
            all.keySet().stream()
                    .filter(series -> !current.containsKey(series))
                    .forEach(series -> doubts.unreadable(target.versionOf(series.destination()), 1));
        }
        var read = latency.read(sweep, current, readable(sweep.tailLatency(target), bounds));
        read.doubts()
                .forEach((series, doubt) ->
                        doubts.add(series.instance(), series.destination(), new Doubt(doubt.kind(), 0)));
        return read;
    }

    private static int count(Set<Instance> proxies, Predicate<Instance> which) {
        return (int) proxies.stream().filter(which).count();
    }

    private final class RequestTally {
        private final Map<Optional<Version>, Map<Outcome, Long>> counts = new HashMap<>();

        void add(RequestSeries series, long increment) {
            counts.computeIfAbsent(Optional.ofNullable(target.versionOf(series.destination())), key -> new HashMap<>())
                    .merge(series.outcome(), increment, Long::sum);
        }

        Compared<RequestCounts> compared() {
            return new Compared<>(new RequestCounts(of(target.baseline())), new RequestCounts(of(target.canary())));
        }

        Map<Outcome, Long> of(@Nullable Version version) {
            return counts.getOrDefault(Optional.ofNullable(version), Map.of());
        }
    }

    private LatencySum sum(Map<LatencySeries, LatencyCounts> increments, Version version) {
        return LatencySum.of(increments.entrySet().stream()
                .filter(entry -> version.equals(target.versionOf(entry.getKey().destination())))
                .map(Map.Entry::getValue)
                .toList());
    }

    private static Map<LatencySeries, LatencyCounts> readable(
            Map<LatencySeries, LatencyCounts> histograms, BucketBounds bounds) {
        var readable = new HashMap<LatencySeries, LatencyCounts>();
        histograms.forEach((series, counts) -> {
            if (bounds.isIn(counts)) {
                readable.put(series, bounds.of(counts));
            }
        });
        return readable;
    }
}
