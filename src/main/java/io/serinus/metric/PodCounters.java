package io.serinus.metric;

import static java.util.Objects.requireNonNull;

import io.serinus.metric.BaselineHistory.Half;
import io.serinus.metric.BaselineHistory.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Cumulative counters of one version's pods at the points of a grid, as the pods' own proxies keep them, and the history
 * in two halves that follows from them.
 *
 * <p>A difference counts where its two points are neighbours; one over a gap belongs to no single interval and is left
 * out. A value below the one before counts from zero, since its process is another one. What a pod has counted when it is
 * first seen is nobody's; but a series that appears in a pod which was there one point before was born meanwhile.
 */
public final class PodCounters {
    /** Fewer pods than these cannot be compared with each other. */
    public static final int LEAST_PODS = 2;

    private final Duration interval;
    private final Map<RequestSeries, NavigableMap<Instant, Long>> requests;
    private final Map<LatencySeries, NavigableMap<Instant, LatencyCounts>> latency;
    private final Map<Instance, Set<Instant>> sightings = new HashMap<>();

    /**
     * @param interval the distance of the grid's points
     * @param requests cumulative requests per series, at those points where the series has a value
     * @param latency cumulative histograms, likewise
     */
    public PodCounters(
            Duration interval,
            Map<RequestSeries, ? extends Map<Instant, Long>> requests,
            Map<LatencySeries, ? extends Map<Instant, LatencyCounts>> latency) {
        this.interval = requireNonNull(interval, "interval is null");
        this.requests = sorted(requests);
        this.latency = sorted(latency);
        this.requests.forEach((series, values) -> sightings
                .computeIfAbsent(series.instance(), pod -> new HashSet<>())
                .addAll(values.keySet()));
    }

    private static <S, V> Map<S, NavigableMap<Instant, V>> sorted(Map<S, ? extends Map<Instant, V>> series) {
        var sorted = new HashMap<S, NavigableMap<Instant, V>>();
        series.forEach((key, values) -> sorted.put(key, new TreeMap<>(values)));
        return sorted;
    }

    /** So many of the pods at most, always the same ones of the same pods, whatever their names have in common. */
    public static List<Instance> chosen(Collection<Instance> pods, int atMost) {
        return pods.stream()
                .sorted(Comparator.comparingInt(PodCounters::scattered)
                        .thenComparing(Instance::job)
                        .thenComparing(Instance::instance))
                .limit(atMost)
                .toList();
    }

    /**
     * The history; intervals in which a half has no requests are left out.
     *
     * @return empty if there are fewer than two pods
     */
    public Optional<BaselineHistory> halves() {
        Set<Instance> pods = sightings.keySet();
        if (pods.size() < LEAST_PODS) {
            return Optional.empty();
        }
        Set<Instance> first = firstHalf(pods);
        var halves = new Compared<>(new Tally(), new Tally());
        differences(CounterKind.REQUESTS, requests)
                .forEach(found -> side(halves, first, found.series.instance())
                        .cell(found.end)
                        .add(found.series.outcome(), found.counted));
        differences(CounterKind.LATENCY, latency)
                .forEach(found -> side(halves, first, found.series.instance())
                        .cell(found.end)
                        .latency
                        .add(found.counted));
        sightings.forEach((pod, points) -> points.stream()
                .filter(point -> points.contains(point.minus(interval)))
                .forEach(point -> side(halves, first, pod).cell(point).pods++));
        return Optional.of(history(halves, first.size(), pods.size() - first.size()));
    }

    private static Tally side(Compared<Tally> halves, Set<Instance> first, Instance pod) {
        return first.contains(pod) ? halves.baseline() : halves.canary();
    }

    private static BaselineHistory history(Compared<Tally> halves, int firstPods, int secondPods) {
        var spans = new ArrayList<Span>();
        Compared<Integer> present = new Compared<>(0, 0);
        for (Instant end : halves.baseline().cells.keySet()) {
            Compared<Cell> cells = halves.map(half -> half.cell(end));
            if (cells.baseline().requests.isEmpty() || cells.canary().requests.isEmpty()) {
                continue;
            }
            spans.add(new Span(end, cells.baseline().half(), cells.canary().half()));
            present =
                    new Compared<>(present.baseline() + cells.baseline().pods, present.canary() + cells.canary().pods);
        }
        return spans.isEmpty()
                ? new BaselineHistory(spans, firstPods, secondPods)
                : new BaselineHistory(
                        spans, mean(present.baseline(), spans.size()), mean(present.canary(), spans.size()));
    }

    /** Pods come and go; their mean number says how many shared the requests. */
    private static int mean(int sum, int spans) {
        return Math.max(1, Math.round((float) sum / spans));
    }

    /** By a hash of the names; where it puts all pods on one side, every other one in the order of the names. */
    private static Set<Instance> firstHalf(Set<Instance> pods) {
        var first = new HashSet<>(pods);
        first.removeIf(pod -> (scattered(pod) & 1) != 0);
        if (first.isEmpty() || first.size() == pods.size()) {
            first.clear();
            List<Instance> ordered = pods.stream()
                    .sorted(Comparator.comparing(Instance::job).thenComparing(Instance::instance))
                    .toList();
            for (int i = 0; i < ordered.size(); i += 2) {
                first.add(ordered.get(i));
            }
        }
        return first;
    }

    /** The same number for the same names in every process; addresses that differ in one digit scatter. */
    private static int scattered(Instance pod) {
        int hash = (pod.job() + "\n" + pod.instance()).hashCode();
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }

    private record Difference<S, V>(S series, Instant end, V counted) {}

    private <S, V> List<Difference<S, V>> differences(CounterKind<S, V> kind, Map<S, NavigableMap<Instant, V>> all) {
        var found = new ArrayList<Difference<S, V>>();
        all.forEach((series, values) -> {
            Instant before = null;
            for (Instant at : values.keySet()) {
                V counted = difference(kind, series, values, before, at);
                if (counted != null && kind.total(counted) > 0) {
                    found.add(new Difference<>(series, at, counted));
                }
                before = at;
            }
        });
        return found;
    }

    private <S, V> @Nullable V difference(
            CounterKind<S, V> kind, S series, NavigableMap<Instant, V> values, @Nullable Instant before, Instant at) {
        V now = requireNonNull(values.get(at));
        Instant neighbour = at.minus(interval);
        if (before == null) {
            return sightings.getOrDefault(kind.instance(series), Set.of()).contains(neighbour) ? now : null;
        }
        if (!before.equals(neighbour)) {
            return null;
        }
        V old = requireNonNull(values.get(before));
        return kind.total(now) < kind.total(old) ? now : kind.since(now, old);
    }

    /** What one half counted, by the end of the interval. */
    private static final class Tally {
        private final TreeMap<Instant, Cell> cells = new TreeMap<>();

        Cell cell(Instant end) {
            return cells.computeIfAbsent(end, fresh -> new Cell());
        }
    }

    /** What one half counted in one interval. */
    private static final class Cell {
        private final Map<Outcome, Long> requests = new HashMap<>();
        private final List<LatencyCounts> latency = new ArrayList<>();
        private int pods;

        void add(Outcome outcome, long count) {
            requests.merge(outcome, count, Long::sum);
        }

        Half half() {
            return new Half(new RequestCounts(requests), LatencySum.of(latency).counts());
        }
    }
}
