package io.serinus.controller;

import static java.util.Objects.requireNonNull;

import io.serinus.analysis.Observation;
import io.serinus.metric.BucketBounds;
import io.serinus.metric.Freshness;
import io.serinus.metric.Increments;
import io.serinus.metric.Instance;
import io.serinus.metric.MetricSource;
import io.serinus.metric.ScrapeLog;
import io.serinus.metric.Snapshot;
import io.serinus.metric.SnapshotQuery;
import io.serinus.metric.SnapshotQuery.Form;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.metric.Sweep;
import io.serinus.metric.TargetMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns raw counters into observations, for all releases of a tick together: one snapshot of current values, one more of
 * last known values if proxies vanished, one more if releases begin. How many releases there are does not matter.
 *
 * <p>Nothing is remembered of a tick that failed, nor of a release whose silence may only be late data, so the next one that
 * succeeds covers the longer span: no request is lost and none is counted twice. Not thread-safe: one thread calls it.
 */
public final class Collector {
    /** Scrapes that take long appear with the time of their start; the tail reaches so much further back than the span. */
    private static final Duration LATE_SCRAPES = Duration.ofSeconds(15);

    /** However long the backend was away, the tail looks back no further. */
    private static final Duration MAX_TAIL = Duration.ofHours(1);

    /** A demand that is due, with its memory; a release that begins has none. */
    private record Due(Demand demand, @Nullable TargetMemory memory, boolean withLatency) {}

    private final MetricSource source;
    private final boolean countsWhereServed;
    private final Map<String, TargetMemory> memories = new HashMap<>();
    private final Map<String, Increments> latest = new HashMap<>();
    private ScrapeLog log = ScrapeLog.EMPTY;
    private Optional<Freshness> freshness = Optional.empty();
    private Instant lastLook = Instant.MIN;

    public Collector(MetricSource source) {
        this.source = requireNonNull(source, "source is null");
        this.countsWhereServed = source.countsWhereServed();
    }

    /**
     * One tick. A release that is not among the demands any more is forgotten.
     *
     * @param at the tick's grid time; a time that is not after the last successful tick brings nothing
     * @return one observation per release that is due: whose tick grid or, for latency, interval grid was reached since its
     *     last read, however late. Of a release that is seen for the first time only that it begins, since there is nothing
     *     yet to subtract from, unless the source is down
     */
    public Map<String, Observation> collect(Instant at, List<Demand> demands) {
        Set<String> demanded = demands.stream().map(Demand::releaseKey).collect(Collectors.toSet());
        memories.keySet().retainAll(demanded);
        latest.keySet().retainAll(demanded);
        List<Due> due = demands.stream()
                .map(demand -> due(at, demand))
                .flatMap(Optional::stream)
                .toList();
        if (due.isEmpty() || !at.isAfter(lastLook)) {
            return Map.of();
        }
        var observations = new HashMap<String, Observation>();
        Sweep sweep;
        try {
            Snapshot current = source.snapshot(query(at, due, new Form.Current()));
            freshness = current.freshness();
            sweep = look(current, due);
        } catch (SourceUnavailableException e) {
            due.forEach(each -> observations.put(each.demand.releaseKey(), sourceDown(at, e)));
            return Map.copyOf(observations);
        }
        log = sweep.log();
        lastLook = at;
        for (Due each : due) {
            if (each.memory != null) {
                observations.put(each.demand.releaseKey(), read(sweep, each, each.memory));
            }
        }
        List<Due> beginning = due.stream().filter(each -> each.memory == null).toList();
        Optional<Freshness> late = late();
        if (late.isPresent()) {
            // What comes late happened before: a release that began on it would count it as its own.
            beginning.forEach(each -> observations.put(each.demand.releaseKey(), late(at, late.get())));
        } else {
            observations.putAll(begin(sweep, beginning));
        }
        return Map.copyOf(observations);
    }

    /** What the release's last read brought, with what the observation leaves out; empty before the first. */
    public Optional<Increments> latest(String releaseKey) {
        return Optional.ofNullable(latest.get(releaseKey));
    }

    /** How old the newest samples were at the last tick that the source answered; empty before, or if it does not say. */
    public Optional<Freshness> freshness() {
        return freshness;
    }

    private Optional<Due> due(Instant at, Demand demand) {
        TargetMemory memory = memories.get(demand.releaseKey());
        if (memory == null || !demand.isDescribedBy(memory)) {
            return Optional.of(new Due(demand, null, true));
        }
        boolean requests = gridPoint(at, demand.tick()) > gridPoint(memory.requestsReadAt(), demand.tick());
        boolean latency = gridPoint(at, demand.interval()) > gridPoint(memory.latencyReadAt(), demand.interval());
        return requests || latency ? Optional.of(new Due(demand, memory, latency)) : Optional.empty();
    }

    private static long gridPoint(Instant at, Duration step) {
        return Math.floorDiv(at.toEpochMilli(), step.toMillis());
    }

    private Sweep look(Snapshot current, List<Due> due) throws SourceUnavailableException {
        Sweep sweep = Sweep.of(log, current);
        Optional<Form.LastKnown> tail = tail(sweep, due);
        if (tail.isEmpty()) {
            return sweep;
        }
        return sweep.withTail(
                source.snapshot(query(current.at(), due, tail.get())),
                tail.get().lookback());
    }

    /** Which last known values are missing: those of proxies that vanished since one of the reads, or may have. */
    private static Optional<Form.LastKnown> tail(Sweep sweep, List<Due> due) {
        var vanished = new HashSet<Instance>();
        boolean missed = false;
        Instant earliest = sweep.at();
        var reads = new HashSet<Instant>();
        for (Due each : due) {
            if (each.memory != null) {
                reads.add(each.memory.requestsReadAt());
                if (each.withLatency) {
                    reads.add(each.memory.latencyReadAt());
                }
            }
        }
        for (Instant readAt : reads) {
            vanished.addAll(sweep.vanishedSince(readAt));
            missed |= sweep.mayHaveMissed(readAt);
            earliest = readAt.isBefore(earliest) ? readAt : earliest;
        }
        if (vanished.isEmpty() && !missed) {
            return Optional.empty();
        }
        Duration span = Duration.between(earliest, sweep.at()).plus(LATE_SCRAPES);
        Duration lookback = span.compareTo(MAX_TAIL) < 0 ? span : MAX_TAIL;
        return Optional.of(new Form.LastKnown(lookback, missed ? Set.of() : vanished));
    }

    private Observation read(Sweep sweep, Due due, TargetMemory memory) {
        TargetMemory.Reading reading = memory.read(
                sweep, due.withLatency, countsWhereServed ? due.demand.warmup() : Duration.ZERO, countsWhereServed);
        Increments increments = reading.increments();
        Optional<Freshness> late = late();
        if (late.isPresent() && isSilent(increments)) {
            // The longer span is read once the samples are there.
            return late(sweep.at(), late.get());
        }
        memories.put(due.demand.releaseKey(), reading.next());
        latest.put(due.demand.releaseKey(), increments);
        if (increments.isEmpty() && !sweep.seesAnyProxy()) {
            return new Observation.Missing(
                    sweep.at(), "no proxy is being scraped: the backend has no current envoy_server_uptime");
        }
        if (increments.isEmpty() && increments.proxies() > 0 && increments.scraped() == 0) {
            return new Observation.Missing(
                    sweep.at(),
                    "none of the " + increments.proxies() + " proxies that have counted requests to "
                            + String.join(" and ", due.demand.hosts()) + " is being scraped");
        }
        return new Observation.Counted(
                sweep.at(),
                increments.requests(),
                increments.settled(),
                increments.latency(),
                increments.unattributed(),
                Map.of(),
                !countsWhereServed || increments.isWhole(),
                increments.uncertainty());
    }

    /** Primes the releases that begin. If that fails it concerns only them. */
    private Map<String, Observation> begin(Sweep sweep, List<Due> beginning) {
        var observations = new HashMap<String, Observation>();
        if (beginning.isEmpty()) {
            return observations;
        }
        try {
            var form = new Form.LastKnown(ScrapeLog.LOOKBACK, Set.of());
            Snapshot lastKnown = source.snapshot(query(sweep.at(), beginning, form));
            log = log.knowing(lastKnown.ages(), ScrapeLog.LOOKBACK);
            for (Due each : beginning) {
                Demand demand = each.demand;
                latest.remove(demand.releaseKey());
                memories.put(
                        demand.releaseKey(), TargetMemory.primed(demand.target(), demand.bounds(), sweep, lastKnown));
                observations.put(demand.releaseKey(), new Observation.Begun(sweep.at()));
            }
        } catch (SourceUnavailableException e) {
            beginning.forEach(each -> observations.put(each.demand.releaseKey(), sourceDown(sweep.at(), e)));
        }
        return observations;
    }

    private static SnapshotQuery query(Instant at, List<Due> due, Form form) {
        var bounds = new HashMap<String, BucketBounds>();
        for (Due each : due) {
            BucketBounds wanted = each.withLatency ? each.demand.bounds() : BucketBounds.none();
            each.demand.hosts().forEach(host -> bounds.merge(host, wanted, BucketBounds::or));
        }
        return new SnapshotQuery(at, bounds, form);
    }

    private Optional<Freshness> late() {
        return freshness.filter(Freshness::isLate);
    }

    /** Whether one of the versions seems to get no requests. */
    private static boolean isSilent(Increments increments) {
        return increments.requests().baseline().total() == 0
                || increments.requests().canary().total() == 0;
    }

    private static Observation late(Instant at, Freshness freshness) {
        return new Observation.Missing(
                at,
                "the backend is late: one proxy in ten has no sample of the last "
                        + freshness.age().toSeconds() + " s, though proxies are scraped every "
                        + Math.max(1, Math.round(freshness.scrapeInterval().toMillis() / 1000.0))
                        + " s; what they have counted is read once it is there");
    }

    private static Observation sourceDown(Instant at, SourceUnavailableException e) {
        return new Observation.SourceDown(at, e.getMessage() == null ? e.toString() : e.getMessage());
    }
}
