package io.serinus.prometheus;

import static java.util.Objects.requireNonNull;

import io.serinus.metric.BucketBounds;
import io.serinus.metric.Destination;
import io.serinus.metric.Instance;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.LatencySeries;
import io.serinus.metric.MetricSource;
import io.serinus.metric.Outcome;
import io.serinus.metric.RequestSeries;
import io.serinus.metric.Snapshot;
import io.serinus.metric.SnapshotQuery;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.prometheus.QueryClient.UnreadableRowException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Istio's counters from Prometheus, Thanos, Mimir or VictoriaMetrics, through the instant queries of the Prometheus API. All
 * queries of a snapshot have the same evaluation time and share one time budget.
 */
public final class PrometheusMetricSource implements MetricSource {
    private final PrometheusSettings settings;
    private final CounterQueries queries;
    private final QueryClient client;

    public PrometheusMetricSource(PrometheusSettings settings) {
        this(settings, Transport.MAX_BODY_BYTES);
    }

    PrometheusMetricSource(PrometheusSettings settings, int maxBodyBytes) {
        this.settings = requireNonNull(settings, "settings is null");
        this.queries = new CounterQueries(settings.reporter(), settings.maxQueryBytes());
        this.client = new QueryClient(new Transport(settings, maxBodyBytes));
    }

    /**
     * Asks for ages first, then requests, then latency: a proxy whose first scrape lands in between shows counters without
     * an age, which is the order that {@link Snapshot} promises.
     */
    @Override
    public Snapshot snapshot(SnapshotQuery query) throws SourceUnavailableException {
        var deadline = new Deadline(settings.timeout());
        Predicate<Instance> wanted = wanted(query.form());
        var ages = new AgeRows();
        for (AgeRows part : ask("proxy ages", queries.ages(query), query, deadline, AgeRows::new)) {
            ages.ages.putAll(part.ages);
        }
        var requests = new HashMap<RequestSeries, Long>();
        if (!query.hosts().isEmpty()) {
            var parts = ask("request counters", queries.requests(query), query, deadline, RequestRows::new);
            parts.forEach(part -> part.requests.forEach((series, count) -> requests.merge(series, count, Long::sum)));
        }
        var latency = new HashMap<LatencySeries, LatencyCounts>();
        for (var wantedOf : query.hostsByBounds().entrySet()) {
            BucketBounds bounds = wantedOf.getKey();
            List<String> texts = queries.latency(query, wantedOf.getValue(), bounds);
            for (BucketRows part : ask("latency buckets", texts, query, deadline, () -> new BucketRows(bounds))) {
                latency.putAll(part.histograms());
            }
        }
        ages.ages.keySet().removeIf(wanted.negate());
        requests.keySet().removeIf(series -> !wanted.test(series.instance()));
        latency.keySet().removeIf(series -> !wanted.test(series.instance()));
        return new Snapshot(query.at(), requests, latency, ages.ages);
    }

    private <R extends QueryClient.Rows> List<R> ask(
            String what, List<String> parts, SnapshotQuery query, Deadline deadline, Supplier<R> rows)
            throws SourceUnavailableException {
        var answers = new ArrayList<R>(parts.size());
        for (String part : parts) {
            answers.add(client.ask(what, part, query.at(), deadline, rows));
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

    private static Instance instance(Map<String, String> labels) {
        return new Instance(label(labels, "job"), label(labels, "instance"));
    }

    private static Destination destination(Map<String, String> labels) {
        return new Destination(
                label(labels, "destination_service"),
                label(labels, "destination_version"),
                label(labels, "destination_canonical_revision"),
                label(labels, "destination_workload"));
    }

    private static String label(Map<String, String> labels, String name) {
        return labels.getOrDefault(name, "");
    }

    /** A counter's value; anything but a whole number from 0 on means that the series is no plain counter. */
    private static long count(Map<String, String> labels, String value) throws UnreadableRowException {
        try {
            long count = new BigDecimal(value).longValueExact();
            if (count >= 0) {
                return count;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            throw notACount(labels, value);
        }
        throw notACount(labels, value);
    }

    private static UnreadableRowException notACount(Map<String, String> labels, String value) {
        return new UnreadableRowException("the value of the series " + new TreeMap<>(labels) + " is " + value
                + ", not a count; see whether recording or relabelling rules replace Istio's counters");
    }

    private static final class AgeRows implements QueryClient.Rows {
        private final Map<Instance, Duration> ages = new HashMap<>();

        @Override
        public void accept(Map<String, String> labels, String value) throws UnreadableRowException {
            ages.put(instance(labels), Duration.ofSeconds(count(labels, value)));
        }
    }

    private static final class RequestRows implements QueryClient.Rows {
        private final Map<RequestSeries, Long> requests = new HashMap<>();

        @Override
        public void accept(Map<String, String> labels, String value) throws UnreadableRowException {
            var outcome = new Outcome(
                    label(labels, "response_code"),
                    label(labels, "response_flags"),
                    label(labels, "grpc_response_status"));
            var series = new RequestSeries(instance(labels), destination(labels), outcome);
            requests.merge(series, count(labels, value), Long::sum);
        }
    }

    private static final class BucketRows implements QueryClient.Rows {
        private final BucketBounds wanted;
        private final Map<LatencySeries, Map<Double, Long>> buckets = new HashMap<>();

        BucketRows(BucketBounds wanted) {
            this.wanted = wanted;
        }

        @Override
        public void accept(Map<String, String> labels, String value) throws UnreadableRowException {
            String le = label(labels, "le");
            double bound;
            try {
                bound = le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
            } catch (NumberFormatException e) {
                throw new UnreadableRowException("the series " + new TreeMap<>(labels)
                        + " has no number in its label le, so it is no histogram");
            }
            if (isWanted(bound)) {
                buckets.computeIfAbsent(
                                new LatencySeries(instance(labels), destination(labels)), key -> new HashMap<>())
                        .merge(bound, count(labels, value), Long::sum);
            }
        }

        private boolean isWanted(double bound) {
            return bound == Double.POSITIVE_INFINITY
                    || switch (wanted) {
                        case BucketBounds.None _ -> false;
                        case BucketBounds.Exactly(Set<Double> millis) -> millis.contains(bound);
                        case BucketBounds.All _ -> true;
                    };
        }

        /** The histograms, repaired where a scrape caught a proxy counting. */
        Map<LatencySeries, LatencyCounts> histograms() throws SourceUnavailableException {
            var histograms = new HashMap<LatencySeries, LatencyCounts>();
            for (var entry : buckets.entrySet()) {
                var counts = entry.getValue();
                Long total = counts.remove(Double.POSITIVE_INFINITY);
                if (total == null) {
                    throw new SourceUnavailableException(
                            "the histogram " + entry.getKey()
                                    + " has no bucket le=\"+Inf\"; see whether relabelling or label limits of the backend drop it");
                }
                histograms.put(entry.getKey(), LatencyCounts.repaired(counts, total));
            }
            return histograms;
        }
    }
}
