package io.serinus.simulation;

import static java.util.Objects.requireNonNull;

import io.serinus.metric.BaselineHistory;
import io.serinus.metric.BucketBounds;
import io.serinus.metric.HistorySource;
import io.serinus.metric.Instance;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.LatencySeries;
import io.serinus.metric.Level;
import io.serinus.metric.LevelSource;
import io.serinus.metric.MetricSource;
import io.serinus.metric.PodCounters;
import io.serinus.metric.RequestSeries;
import io.serinus.metric.Snapshot;
import io.serinus.metric.SnapshotQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * A metrics backend for a simulated mesh, without any server: every proxy is scraped at its own phase of the scrape
 * interval, as Prometheus does it, and a snapshot shows what the last scrapes saw: what callers counted ({@code
 * reporter="source"}). The history shows what pods counted themselves.
 *
 * <p>This source moves the mesh's time, because a scrape must see the counters of its own moment: nobody else may advance
 * the mesh. Safe for several threads.
 */
public final class SimulatedMetricSource implements MetricSource, HistorySource, LevelSource {
    /** How long Prometheus takes a sample for current. */
    private static final Duration STALE_AFTER = Duration.ofMinutes(5);

    private record Due(Instant at, Instance instance) {}

    private final SimulatedMesh mesh;
    private final Duration scrapeInterval;
    private final Duration retention;
    private final Map<Instance, TreeMap<Instant, Scrape>> history = new LinkedHashMap<>();
    private final PriorityQueue<Due> schedule = new PriorityQueue<>(
            Comparator.comparing(Due::at).thenComparing(due -> due.instance().instance()));
    private final Map<Instance, SimulatedProxy> targets = new HashMap<>();

    /**
     * A source that has scraped nothing yet.
     *
     * @param scrapeInterval time between two scrapes of one proxy, at least 1 ms
     * @param retention how long samples are kept, at least one scrape interval; queries for earlier times find nothing
     */
    public SimulatedMetricSource(SimulatedMesh mesh, Duration scrapeInterval, Duration retention) {
        this.mesh = requireNonNull(mesh, "mesh is null");
        if (scrapeInterval.toMillis() < 1) {
            throw new IllegalArgumentException("scrapeInterval must be at least 1 ms, is " + scrapeInterval);
        }
        if (retention.compareTo(scrapeInterval) < 0) {
            throw new IllegalArgumentException(
                    "retention must be at least the scrapeInterval " + scrapeInterval + ", is " + retention);
        }
        this.scrapeInterval = scrapeInterval;
        this.retention = retention;
    }

    /**
     * Advances the mesh to the given time and does all scrapes that are due on the way. A time that is not later than the
     * mesh's now changes nothing.
     *
     * @throws IllegalStateException if someone else advanced the mesh beyond a scrape that was due
     */
    public synchronized void advance(Instant to) {
        discover();
        for (Due due = schedule.peek(); due != null && !due.at().isAfter(to); due = schedule.peek()) {
            if (due.at().isBefore(mesh.now())) {
                throw new IllegalStateException("the scrape of " + due.instance() + " was due at " + due.at()
                        + " but the mesh is already at " + mesh.now() + "; let only the metric source advance it");
            }
            schedule.remove();
            mesh.advance(due.at());
            scrape(due);
        }
        mesh.advance(to);
    }

    @Override
    public synchronized Snapshot snapshot(SnapshotQuery query) {
        advance(query.at());
        return switch (query.form()) {
            case SnapshotQuery.Form.Current() -> current(query);
            case SnapshotQuery.Form.LastKnown(Duration lookback, var only) ->
                lastKnown(query, lookback, only.isEmpty() ? history.keySet() : only);
        };
    }

    @Override
    public synchronized Optional<BaselineHistory> history(HistorySource.Query query) {
        var requests = new HashMap<RequestSeries, Map<Instant, Long>>();
        var latency = new HashMap<LatencySeries, Map<Instant, LatencyCounts>>();
        for (Instant at = query.from(); !at.isAfter(query.to()); at = at.plus(query.interval())) {
            Instant point = at;
            for (Scrape.Sample sample : samples(at).values()) {
                sample.served().requests().forEach((series, count) -> {
                    if (series.destination().belongsTo(query.version())) {
                        requests.computeIfAbsent(series, fresh -> new HashMap<>())
                                .put(point, count);
                    }
                });
                sample.served().totals().keySet().stream()
                        .filter(series -> series.destination().belongsTo(query.version()))
                        .forEach(series -> latency.computeIfAbsent(series, fresh -> new HashMap<>())
                                .put(point, sample.served().latency(series)));
            }
        }
        return new PodCounters(query.interval(), requests, latency).halves();
    }

    @Override
    public Map<LevelSource.Query, Level> levels(Instant at, Collection<LevelSource.Query> queries) {
        var levels = new HashMap<LevelSource.Query, Level>();
        queries.forEach(query -> levels.put(query, new Level.Absent("The simulated mesh answers no PromQL.")));
        return levels;
    }

    private void discover() {
        var running = new HashMap<Instance, SimulatedProxy>();
        for (SimulatedProxy proxy : mesh.proxies()) {
            running.put(proxy.instance(), proxy);
            if (!history.containsKey(proxy.instance())) {
                history.put(proxy.instance(), new TreeMap<>());
                schedule.add(new Due(firstScrape(proxy.instance()), proxy.instance()));
            }
        }
        targets.clear();
        targets.putAll(running);
        Instant oldest = mesh.now().minus(retention);
        history.entrySet()
                .removeIf(entry -> !running.containsKey(entry.getKey())
                        && !entry.getValue().isEmpty()
                        && entry.getValue().lastKey().isBefore(oldest));
    }

    /** The first moment from now on that has the instance's phase on the grid of scrape intervals since the epoch. */
    private Instant firstScrape(Instance instance) {
        long interval = scrapeInterval.toMillis();
        long phase = phaseMillis(instance, interval);
        long now = mesh.now().plusNanos(999_999).toEpochMilli();
        return Instant.ofEpochMilli(now + Math.floorMod(phase - now, interval));
    }

    private static long phaseMillis(Instance instance, long intervalMillis) {
        long spread = instance.instance().hashCode() * 0x9E3779B97F4A7C15L;
        return Math.floorMod(spread >>> 16, intervalMillis);
    }

    private void scrape(Due due) {
        var scrapes = Objects.requireNonNull(history.get(due.instance()));
        SimulatedProxy proxy = targets.get(due.instance());
        if (proxy == null) {
            scrapes.put(due.at(), new Scrape.Failed());
            return;
        }
        scrapes.put(due.at(), Scrape.of(proxy, due.at()));
        scrapes.headMap(due.at().minus(retention)).clear();
        schedule.add(new Due(due.at().plus(scrapeInterval), due.instance()));
    }

    private Snapshot current(SnapshotQuery query) {
        var samples = samples(query.at());
        var requests = new HashMap<RequestSeries, Long>();
        var latency = new HashMap<LatencySeries, LatencyCounts>();
        samples.values().forEach(sample -> collect(query, sample, requests, latency));
        return new Snapshot(query.at(), requests, latency, ages(samples));
    }

    private Snapshot lastKnown(SnapshotQuery query, Duration lookback, Collection<Instance> instances) {
        var requests = new HashMap<RequestSeries, Long>();
        var latency = new HashMap<LatencySeries, LatencyCounts>();
        for (Instance instance : instances) {
            history.getOrDefault(instance, new TreeMap<>())
                    .subMap(query.at().minus(lookback), true, query.at(), true)
                    .descendingMap()
                    .values()
                    .forEach(scrape -> {
                        if (scrape instanceof Scrape.Sample sample) {
                            collect(query, sample, requests, latency);
                        }
                    });
        }
        return new Snapshot(query.at(), requests, latency, greatestAges(query.at(), lookback));
    }

    private Map<Instance, Duration> greatestAges(Instant at, Duration lookback) {
        var ages = new HashMap<Instance, Duration>();
        history.forEach((instance, scrapes) -> scrapes.subMap(at.minus(lookback), true, at, true)
                .values()
                .forEach(scrape -> {
                    if (scrape instanceof Scrape.Sample sample) {
                        ages.merge(instance, sample.age(), (one, other) -> one.compareTo(other) < 0 ? other : one);
                    }
                }));
        return ages;
    }

    private Map<Instance, Scrape.Sample> samples(Instant at) {
        var samples = new HashMap<Instance, Scrape.Sample>();
        history.forEach((instance, scrapes) -> {
            var last = scrapes.floorEntry(at);
            if (last != null
                    && last.getValue() instanceof Scrape.Sample sample
                    && !last.getKey().plus(STALE_AFTER).isBefore(at)) {
                samples.put(instance, sample);
            }
        });
        return samples;
    }

    private static Map<Instance, Duration> ages(Map<Instance, Scrape.Sample> samples) {
        var ages = new HashMap<Instance, Duration>();
        samples.forEach((instance, sample) -> ages.put(instance, sample.age()));
        return ages;
    }

    /** Adds the series that the query asks for and that no newer sample has brought. */
    private static void collect(
            SnapshotQuery query,
            Scrape.Sample sample,
            Map<RequestSeries, Long> requests,
            Map<LatencySeries, LatencyCounts> latency) {
        sample.called().requests().forEach((series, count) -> {
            if (query.hosts().contains(series.destination().host())) {
                requests.putIfAbsent(series, count);
            }
        });
        for (LatencySeries series : sample.called().totals().keySet()) {
            BucketBounds bounds = query.boundsOf(series.destination().host());
            if (!bounds.equals(BucketBounds.none())) {
                latency.computeIfAbsent(
                        series, wanted -> bounds.of(sample.called().latency(wanted)));
            }
        }
    }
}
