package io.serinus.prometheus;

import static java.util.Objects.requireNonNull;

import io.serinus.metric.BucketBounds;
import io.serinus.metric.Instance;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.LatencySeries;
import io.serinus.metric.MetricSource;
import io.serinus.metric.PastSpan;
import io.serinus.metric.Reporter;
import io.serinus.metric.RequestSeries;
import io.serinus.metric.Snapshot;
import io.serinus.metric.SnapshotQuery;
import io.serinus.metric.SourceUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The counters of one release as they stood at every tick of a span that has passed: current values by range queries, which
 * evaluate every step as an instant query does, and last known values by instant queries for their time. Read ahead in
 * chunks, as large as the number of series allows; all queries together share one time budget.
 */
final class PrometheusPastSource implements MetricSource {
    /** A range query brings so many values at most, reckoning with the number of series in the chunk before. */
    static final int MOST_VALUES = 100_000;

    /** Prometheus answers a range query with 11,000 points of a series at most. */
    static final int MOST_POINTS = 10_000;

    /** Of the first chunk, when nobody knows how many series there are, and how much more the next one may have. */
    private static final int FIRST_POINTS = 24;

    private static final int GROWTH = 8;

    /** Nobody waits for it. */
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final PrometheusSettings settings;
    private final PastSpan span;
    private final CounterQueries queries;
    private final QueryClient client;
    private final Turns turns;
    private final MetricSource instants;
    private final Deadline deadline = new Deadline(TIMEOUT);

    private final Ahead<Map<Instance, Duration>> ages;
    private final Ahead<Map<RequestSeries, Long>> requests;
    private final Ahead<Map<LatencySeries, LatencyCounts>> latency;

    PrometheusPastSource(PrometheusSettings settings, Reporter reporter, PastSpan span) {
        this(PrometheusBackend.plain(settings), reporter, span);
    }

    PrometheusPastSource(PrometheusBackend backend, Reporter reporter, PastSpan span) {
        this.settings = backend.api();
        this.turns = backend.turns();
        this.span = requireNonNull(span, "span is null");
        this.instants = PrometheusMetricSource.aside(backend, reporter, deadline);
        this.queries = new CounterQueries(reporter, settings.maxQueryBytes());
        this.client = new QueryClient(new Transport(backend, Transport.MAX_BODY_BYTES, Transport.ASK_LESS_AT_ONCE));
        this.ages = new Ahead<>(span.tick(), Map.of(), this::readAges);
        this.requests = new Ahead<>(span.tick(), Map.of(), this::readRequests);
        this.latency = new Ahead<>(span.interval(), Map.of(), this::readLatency);
    }

    @Override
    public boolean countsWhereServed() {
        return instants.countsWhereServed();
    }

    @Override
    public Snapshot snapshot(SnapshotQuery query) throws SourceUnavailableException {
        if (deadline.remaining().isZero()) {
            throw new SourceUnavailableException("the past was not read within " + TIMEOUT.toSeconds() + " s");
        }
        return switch (query.form()) {
            case SnapshotQuery.Form.LastKnown _ -> instants.snapshot(query);
            case SnapshotQuery.Form.Current _ -> {
                // In the order that a snapshot promises.
                var aged = ages.at(query);
                var counted = query.hosts().isEmpty() ? Map.<RequestSeries, Long>of() : requests.at(query);
                var lasted =
                        query.hostsByBounds().isEmpty() ? Map.<LatencySeries, LatencyCounts>of() : latency.at(query);
                yield new Snapshot(query.at(), counted, lasted, aged);
            }
        };
    }

    /** The points of a range. */
    private interface Reader<V> {
        /** Asks for the points of the range; how many values there were. */
        long read(SnapshotQuery query, Question.Range range, Map<Instant, V> points) throws SourceUnavailableException;
    }

    /** One kind of values at the points of a grid, of which some were read ahead. */
    private final class Ahead<V> {
        private final Duration step;
        private final V nothing;
        private final Reader<V> reader;
        private Map<Instant, V> points = Map.of();
        private Set<?> hosts = Set.of();
        private Instant from = Instant.MAX;
        private Instant to = Instant.MIN;
        private long next = FIRST_POINTS;

        Ahead(Duration step, V nothing, Reader<V> reader) {
            this.step = step;
            this.nothing = nothing;
            this.reader = reader;
        }

        V at(SnapshotQuery query) throws SourceUnavailableException {
            Instant at = query.at();
            boolean isOnGrid = at.toEpochMilli() % step.toMillis() == 0;
            boolean isThere = !at.isBefore(from) && !at.isAfter(to) && hosts.equals(query.hosts());
            if (!isThere || !isOnGrid) {
                read(query, isOnGrid);
            }
            V found = points.get(at);
            return found == null ? nothing : found;
        }

        private void read(SnapshotQuery query, boolean isOnGrid) throws SourceUnavailableException {
            Instant begin = query.at();
            long left = span.to().isBefore(begin)
                    ? 0
                    : Duration.between(begin, span.to()).dividedBy(step);
            long steps = isOnGrid ? Math.min(next - 1, left) : 0;
            Instant end = begin.plus(step.multipliedBy(steps));
            var read = new HashMap<Instant, V>();
            long values = reader.read(query, new Question.Range(begin, end, step), read);
            points = read;
            hosts = query.hosts();
            from = isOnGrid ? begin : Instant.MAX;
            to = end;
            if (isOnGrid) {
                long series = Math.max(1, values / (steps + 1));
                next = Math.clamp(Math.min(MOST_VALUES / series, next * GROWTH), 1, MOST_POINTS);
            }
        }
    }

    private long readAges(SnapshotQuery query, Question.Range range, Map<Instant, Map<Instance, Duration>> points)
            throws SourceUnavailableException {
        long values = 0;
        for (String text : queries.ages(query)) {
            PastRows<AgeRows> rows = ask("proxy ages", range.of(text), () -> new PastRows<>(AgeRows::new));
            values += rows.values();
            rows.points().forEach((at, part) -> into(points, at).putAll(part.ages()));
        }
        return values;
    }

    private long readRequests(SnapshotQuery query, Question.Range range, Map<Instant, Map<RequestSeries, Long>> points)
            throws SourceUnavailableException {
        long values = 0;
        for (String text : queries.requests(query)) {
            PastRows<RequestRows> rows =
                    ask("request counters", range.of(text), () -> new PastRows<>(RequestRows::new));
            values += rows.values();
            rows.points().forEach((at, part) -> {
                var all = into(points, at);
                part.requests().forEach((series, count) -> all.merge(series, count, Long::sum));
            });
        }
        return values;
    }

    private long readLatency(
            SnapshotQuery query, Question.Range range, Map<Instant, Map<LatencySeries, LatencyCounts>> points)
            throws SourceUnavailableException {
        long values = 0;
        for (var wanted : query.hostsByBounds().entrySet()) {
            BucketBounds bounds = wanted.getKey();
            // Within the span a host may have gone over from one form to the other.
            for (String text : queries.latencyOfAnyForm(query, wanted.getValue(), bounds)) {
                PastRows<BucketRows> rows =
                        ask("latency buckets", range.of(text), () -> new PastRows<>(() -> new BucketRows(bounds)));
                values += rows.values();
                for (var part : rows.points().entrySet()) {
                    into(points, part.getKey()).putAll(part.getValue().histograms());
                }
            }
        }
        return values;
    }

    private static <K, V> Map<K, V> into(Map<Instant, Map<K, V>> points, Instant at) {
        return points.computeIfAbsent(at, fresh -> new HashMap<>());
    }

    /** After counters: those of a tick must not wait for the past. */
    private <R extends QueryClient.Rows> R ask(String what, Question question, Supplier<R> rows)
            throws SourceUnavailableException {
        return turns.askAside(what, deadline, settings.timeout(), within -> client.ask(what, question, within, rows));
    }
}
