package io.serinus.prometheus;

import static java.util.Objects.requireNonNull;

import io.serinus.metric.BucketBounds;
import io.serinus.metric.Freshness;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Istio's counters from Prometheus, Thanos, Mimir or VictoriaMetrics, through the instant queries of the Prometheus API. All
 * queries of a snapshot have the same evaluation time and run side by side, as many as the backend gets at the same time.
 * The snapshots of one evaluation time share one time budget, of which one query may use so much as the settings say.
 */
public final class PrometheusMetricSource implements MetricSource {
    /** Scrapes are seldom farther apart: what holds before it is known how far they are. */
    private static final Duration USUAL_MOST = Duration.ofMinutes(1);

    /** How far apart scrapes are is configuration, and is asked for again this much later. */
    private static final Duration MEASURED_FOR = Duration.ofMinutes(5);

    private final PrometheusBackend backend;
    private final PrometheusSettings settings;
    private final Reporter reporter;
    private final CounterQueries queries;
    private final QueryClient client;
    private final Turns turns;
    private final Optional<Deadline> whole;
    private final HistogramForms forms = new HistogramForms();
    private Duration scrapeInterval = USUAL_MOST;
    private Instant measuredAt = Instant.EPOCH;
    private Instant tick = Instant.MIN;
    private Deadline ofTick = new Deadline(Duration.ZERO);

    /** The counters of one reporter, of a backend that nobody else asks. */
    public PrometheusMetricSource(PrometheusSettings settings, Reporter reporter) {
        this(PrometheusBackend.plain(settings), reporter);
    }

    /** The same with turns that others take, too. */
    PrometheusMetricSource(PrometheusSettings settings, Reporter reporter, Turns turns) {
        this(PrometheusBackend.plain(settings, turns), reporter);
    }

    PrometheusMetricSource(PrometheusSettings settings, Reporter reporter, int maxBodyBytes) {
        this(PrometheusBackend.plain(settings), reporter, maxBodyBytes);
    }

    /** The counters of one reporter. */
    public PrometheusMetricSource(PrometheusBackend backend, Reporter reporter) {
        this(backend, reporter, Transport.MAX_BODY_BYTES);
    }

    private PrometheusMetricSource(PrometheusBackend backend, Reporter reporter, int maxBodyBytes) {
        this(backend, backend.turns(), Optional.empty(), reporter, maxBodyBytes);
    }

    /** One that nobody waits for, and whose snapshots all together have so much time. */
    static PrometheusMetricSource aside(PrometheusBackend backend, Reporter reporter, Deadline whole) {
        return new PrometheusMetricSource(
                backend, backend.turns().aside(), Optional.of(whole), reporter, Transport.MAX_BODY_BYTES);
    }

    private PrometheusMetricSource(
            PrometheusBackend backend, Turns turns, Optional<Deadline> whole, Reporter reporter, int maxBodyBytes) {
        this.backend = requireNonNull(backend, "backend is null");
        this.settings = backend.api();
        this.reporter = requireNonNull(reporter, "reporter is null");
        this.turns = turns;
        this.whole = whole;
        this.queries = new CounterQueries(reporter, settings.maxQueryBytes());
        this.client = new QueryClient(new Transport(backend, maxBodyBytes, Transport.ASK_LESS_AT_ONCE));
    }

    /**
     * Asks for ages first, then for all else: a proxy whose first scrape lands in between shows counters without an age,
     * which is the order that {@link Snapshot} promises.
     */
    @Override
    public Snapshot snapshot(SnapshotQuery query) throws SourceUnavailableException {
        Predicate<Instance> wanted = wanted(query.form());
        var ages = new HashMap<Instance, Duration>();
        Batch first = batch(query.at());
        queries.ages(query)
                .forEach(text -> first.ask("proxy ages", text, AgeRows::new, part -> ages.putAll(part.ages())));
        first.await();
        var requests = new HashMap<RequestSeries, Long>();
        var latency = new HashMap<LatencySeries, LatencyCounts>();
        Batch counters = batch(query.at());
        List<FreshnessRows> fresh = freshness(query, counters);
        if (!query.hosts().isEmpty()) {
            queries.requests(query)
                    .forEach(text -> counters.ask(
                            "request counters",
                            text,
                            RequestRows::new,
                            part -> part.requests()
                                    .forEach((series, count) -> requests.merge(series, count, Long::sum))));
        }
        Map<String, HistogramForms.Form> brought = latency(query, counters, latency);
        counters.await();
        forms.learn(query, brought);
        ages.keySet().removeIf(wanted.negate());
        requests.keySet().removeIf(series -> !wanted.test(series.instance()));
        latency.keySet().removeIf(series -> !wanted.test(series.instance()));
        return new Snapshot(
                query.at(),
                requests,
                latency,
                ages,
                fresh.stream().findFirst().flatMap(rows -> freshness(rows, query.at())));
    }

    /** Instant and range queries beside those of this source, with a connection of their own. */
    @Override
    public MetricSource past(PastSpan span) {
        return new PrometheusPastSource(backend, reporter, span);
    }

    @Override
    public boolean countsWhereServed() {
        return reporter.countsWhereServed();
    }

    /** Asks for histograms; what is returned is known with the answers. */
    private Map<String, HistogramForms.Form> latency(
            SnapshotQuery query, Batch batch, Map<LatencySeries, LatencyCounts> latency) {
        var brought = new HashMap<String, HistogramForms.Form>();
        for (var wantedOf : query.hostsByBounds().entrySet()) {
            BucketBounds bounds = wantedOf.getKey();
            for (String text : forms.queries(queries, query, wantedOf.getValue(), bounds)) {
                batch.ask("latency buckets", text, () -> new BucketRows(bounds), part -> {
                    latency.putAll(part.histograms());
                    brought.putAll(part.forms());
                });
            }
        }
        return brought;
    }

    /** Asks for what is known with the answers, if at all. Last known values may be as old as they like. */
    private List<FreshnessRows> freshness(SnapshotQuery query, Batch batch) {
        var found = new ArrayList<FreshnessRows>();
        if (query.form() instanceof SnapshotQuery.Form.Current) {
            boolean withInterval =
                    Duration.between(measuredAt, query.at()).abs().compareTo(MEASURED_FOR) >= 0;
            batch.askIfPossible(
                    "the age of samples", CounterQueries.freshness(withInterval), FreshnessRows::new, found::add);
        }
        return found;
    }

    private Optional<Freshness> freshness(FreshnessRows rows, Instant at) {
        rows.of("interval").filter(Duration::isPositive).ifPresent(found -> {
            scrapeInterval = found;
            measuredAt = at;
        });
        return rows.of("age").map(age -> new Freshness(age, scrapeInterval));
    }

    /** What is left of the time of a tick, whose snapshots all have its evaluation time. */
    private Batch batch(Instant at) {
        if (!at.equals(tick)) {
            tick = at;
            ofTick = whole.orElseGet(() -> new Deadline(turns.limits().budget()));
        }
        return new Batch(client, turns, at, ofTick, settings.timeout());
    }

    private static Predicate<Instance> wanted(SnapshotQuery.Form form) {
        return switch (form) {
            case SnapshotQuery.Form.Current _ -> instance -> true;
            case SnapshotQuery.Form.LastKnown(Duration _, Set<Instance> only) ->
                instance -> only.isEmpty() || only.contains(instance);
        };
    }
}
