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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Istio's counters from Prometheus, Thanos, Mimir or VictoriaMetrics, through the instant queries of the Prometheus API. All
 * queries of a snapshot have the same evaluation time and share one time budget.
 */
public final class PrometheusMetricSource implements MetricSource {
    private final PrometheusSettings settings;
    private final Reporter reporter;
    private final CounterQueries queries;
    private final QueryClient client;
    private final HistogramForms forms = new HistogramForms();

    /** The counters of one reporter. */
    public PrometheusMetricSource(PrometheusSettings settings, Reporter reporter) {
        this(settings, reporter, Transport.MAX_BODY_BYTES);
    }

    public PrometheusMetricSource(PrometheusBackend backend, Reporter reporter) {
        this(backend, reporter, Transport.MAX_BODY_BYTES);
    }

    PrometheusMetricSource(PrometheusSettings settings, Reporter reporter, int maxBodyBytes) {
        this(PrometheusBackend.plain(requireNonNull(settings, "settings is null")), reporter, maxBodyBytes);
    }

    private PrometheusMetricSource(PrometheusBackend backend, Reporter reporter, int maxBodyBytes) {
        this.settings = backend.api();
        this.reporter = requireNonNull(reporter, "reporter is null");
        this.queries = new CounterQueries(reporter, settings.maxQueryBytes());
        this.client = new QueryClient(new Transport(backend, maxBodyBytes, Transport.ASK_LESS_AT_ONCE));
    }

    /**
     * Asks for ages first, then requests, then latency: a proxy whose first scrape lands in between shows counters without
     * an age, which is the order that {@link Snapshot} promises.
     */
    @Override
    public Snapshot snapshot(SnapshotQuery query) throws SourceUnavailableException {
        var deadline = new Deadline(settings.timeout());
        Predicate<Instance> wanted = wanted(query.form());
        var ages = new HashMap<Instance, Duration>();
        for (AgeRows part : ask("proxy ages", queries.ages(query), query, deadline, AgeRows::new)) {
            ages.putAll(part.ages());
        }
        var requests = new HashMap<RequestSeries, Long>();
        if (!query.hosts().isEmpty()) {
            var parts = ask("request counters", queries.requests(query), query, deadline, RequestRows::new);
            parts.forEach(part -> part.requests().forEach((series, count) -> requests.merge(series, count, Long::sum)));
        }
        var latency = new HashMap<LatencySeries, LatencyCounts>();
        var brought = new HashMap<String, HistogramForms.Form>();
        for (var wantedOf : query.hostsByBounds().entrySet()) {
            BucketBounds bounds = wantedOf.getKey();
            List<String> texts = forms.queries(queries, query, wantedOf.getValue(), bounds);
            for (BucketRows part : ask("latency buckets", texts, query, deadline, () -> new BucketRows(bounds))) {
                latency.putAll(part.histograms());
                brought.putAll(part.forms());
            }
        }
        forms.learn(query, brought);
        ages.keySet().removeIf(wanted.negate());
        requests.keySet().removeIf(series -> !wanted.test(series.instance()));
        latency.keySet().removeIf(series -> !wanted.test(series.instance()));
        return new Snapshot(query.at(), requests, latency, ages);
    }

    /** Instant and range queries beside those of this source, with a connection of their own. */
    @Override
    public MetricSource past(PastSpan span) {
        return new PrometheusPastSource(settings, reporter, span);
    }

    @Override
    public boolean countsWhereServed() {
        return reporter.countsWhereServed();
    }

    private <R extends QueryClient.Rows> List<R> ask(
            String what, List<String> parts, SnapshotQuery query, Deadline deadline, Supplier<R> rows)
            throws SourceUnavailableException {
        var answers = new ArrayList<R>(parts.size());
        for (String part : parts) {
            answers.add(client.ask(what, new Question.At(part, query.at()), deadline, rows));
        }
        return answers;
    }

    private static Predicate<Instance> wanted(SnapshotQuery.Form form) {
        return switch (form) {
            case SnapshotQuery.Form.Current _ -> instance -> true;
            case SnapshotQuery.Form.LastKnown(Duration _, Set<Instance> only) ->
                instance -> only.isEmpty() || only.contains(instance);
        };
    }
}
