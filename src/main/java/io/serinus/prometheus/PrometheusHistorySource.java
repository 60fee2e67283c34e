package io.serinus.prometheus;

import io.serinus.metric.BaselineHistory;
import io.serinus.metric.HistorySource;
import io.serinus.metric.Instance;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.LatencySeries;
import io.serinus.metric.PodCounters;
import io.serinus.metric.RequestSeries;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.metric.Version;
import io.serinus.prometheus.QueryClient.UnreadableRowException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The baseline's history from Prometheus and what speaks its HTTP API, by range queries over raw counters. It reads what the
 * pods' own proxies have counted ({@code reporter="destination"}), whoever's counters a release is judged by: only they tell
 * one pod from another. Safe for several threads.
 */
public final class PrometheusHistorySource implements HistorySource {
    /** Enough to see how unlike pods are; more would only cost the backend. */
    static final int MOST_PODS = 20;

    /** The backend reads that many samples for one query at most, reckoning with Istio's number of buckets. */
    private static final int SAMPLES_PER_QUERY = 100_000;

    private static final int BUCKETS = 20;

    /** Prometheus answers a range query with no more points of one series. */
    private static final int MOST_POINTS = 10_000;

    /** For all queries of a history together; nobody waits for it. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final QueryClient client;
    private final Turns turns;
    private final Duration timeout;

    /** The past from a backend that nobody else asks. */
    public PrometheusHistorySource(PrometheusSettings settings) {
        this(settings, TIMEOUT);
    }

    public PrometheusHistorySource(PrometheusBackend backend) {
        this(backend, TIMEOUT);
    }

    PrometheusHistorySource(PrometheusSettings settings, Duration timeout) {
        this(PrometheusBackend.plain(settings), timeout);
    }

    private PrometheusHistorySource(PrometheusBackend backend, Duration timeout) {
        this.turns = backend.turns();
        this.client = new QueryClient(new Transport(backend, Transport.MAX_BODY_BYTES, Transport.ASK_LESS_AT_ONCE));
        this.timeout = timeout;
    }

    @Override
    public Optional<BaselineHistory> history(Query query) throws SourceUnavailableException {
        var deadline = new Deadline(timeout);
        Version version = query.version();
        Instant from = latest(query.from(), query.to().minus(query.interval().multipliedBy(MOST_POINTS)));
        Duration span = Duration.between(from, query.to());
        PodRows pods = ask(
                "the baseline's pods",
                new Question.At(HistoryQueries.pods(version.host(), span), query.to()),
                deadline,
                () -> new PodRows(version));
        if (pods.found.size() < PodCounters.LEAST_PODS) {
            return Optional.empty();
        }
        List<Instance> chosen = PodCounters.chosen(pods.found, MOST_PODS);
        var requests = new HashMap<RequestSeries, Map<Instant, Long>>();
        var latency = new HashMap<LatencySeries, Map<Instant, LatencyCounts>>();
        int together = podsPerQuery(span, query.interval());
        for (int i = 0; i < chosen.size(); i += together) {
            List<Instance> part = chosen.subList(i, Math.min(chosen.size(), i + together));
            String requestsText = HistoryQueries.requests(version.host(), part);
            String latencyText = HistoryQueries.latency(version.host(), part);
            requests.putAll(ask(
                            "the baseline's requests",
                            new Question.Over(requestsText, from, query.to(), query.interval()),
                            deadline,
                            () -> new RequestRows(version, part))
                    .requests);
            latency.putAll(ask(
                            "the baseline's latency",
                            new Question.Over(latencyText, from, query.to(), query.interval()),
                            deadline,
                            () -> new BucketRows(version, part))
                    .histograms());
        }
        return new PodCounters(query.interval(), requests, latency).halves();
    }

    private <R extends QueryClient.Rows> R ask(String what, Question question, Deadline deadline, Supplier<R> rows)
            throws SourceUnavailableException {
        return turns.askAside(what, deadline, timeout, within -> client.ask(what, question, within, rows));
    }

    static int podsPerQuery(Duration span, Duration interval) {
        long points = span.dividedBy(interval) + 1;
        return Math.clamp(SAMPLES_PER_QUERY / (points * BUCKETS), 1, MOST_PODS);
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant instant(double time) {
        return Instant.ofEpochMilli(Math.round(time * 1_000));
    }

    private static final class PodRows implements QueryClient.Rows {
        private final Version version;
        private final Set<Instance> found = new HashSet<>();

        PodRows(Version version) {
            this.version = version;
        }

        @Override
        public void accept(Map<String, String> labels, double time, String value) {
            if (Labels.destination(labels).belongsTo(version)) {
                found.add(Labels.instance(labels));
            }
        }
    }

    /** Rows over time, of the pods that were asked for: the selector knows their addresses only, not their jobs. */
    private abstract static class PodsRows implements QueryClient.Rows {
        private final Version version;
        private final Set<Instance> pods;

        PodsRows(Version version, List<Instance> pods) {
            this.version = version;
            this.pods = Set.copyOf(pods);
        }

        @Override
        public final void accept(Map<String, String> labels, double time, String value) throws UnreadableRowException {
            if (pods.contains(Labels.instance(labels))
                    && Labels.destination(labels).belongsTo(version)) {
                count(labels, instant(time), value);
            }
        }

        abstract void count(Map<String, String> labels, Instant at, String value) throws UnreadableRowException;

        @Override
        public final void end(Answer answer) throws UnreadableRowException {
            QueryClient.Rows.require(answer, "matrix");
        }
    }

    private static final class RequestRows extends PodsRows {
        private final Map<RequestSeries, Map<Instant, Long>> requests = new HashMap<>();

        RequestRows(Version version, List<Instance> pods) {
            super(version, pods);
        }

        @Override
        void count(Map<String, String> labels, Instant at, String value) throws UnreadableRowException {
            var counts = requests.computeIfAbsent(Labels.requestSeries(labels), key -> new HashMap<>());
            if (counts.put(at, Labels.count(labels, value)) != null) {
                throw UnreadableRowException.twice(labels);
            }
        }
    }

    private static final class BucketRows extends PodsRows {
        private final Map<LatencySeries, Map<Instant, Map<Double, Long>>> buckets = new HashMap<>();

        BucketRows(Version version, List<Instance> pods) {
            super(version, pods);
        }

        @Override
        void count(Map<String, String> labels, Instant at, String value) throws UnreadableRowException {
            buckets.computeIfAbsent(Labels.latencySeries(labels), key -> new HashMap<>())
                    .computeIfAbsent(at, key -> new HashMap<>())
                    .merge(Labels.bound(labels), Labels.count(labels, value), Math::max);
        }

        /** The histograms; a point without the bucket that holds all is left out. */
        Map<LatencySeries, Map<Instant, LatencyCounts>> histograms() {
            var histograms = new HashMap<LatencySeries, Map<Instant, LatencyCounts>>();
            buckets.forEach((series, points) -> points.forEach((at, counts) -> {
                Long total = counts.remove(Double.POSITIVE_INFINITY);
                if (total != null) {
                    histograms
                            .computeIfAbsent(series, key -> new HashMap<>())
                            .put(at, LatencyCounts.repaired(counts, total));
                }
            }));
            return histograms;
        }
    }
}
