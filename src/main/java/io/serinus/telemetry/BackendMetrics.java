package io.serinus.telemetry;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How the metrics backends do. A backend is known by its name in the options. Every method may be called from any thread and
 * never blocks.
 */
public final class BackendMetrics {
    private final Counter queries;
    private final Counter bytes;
    private final Histogram duration;
    private final Counter failures;
    private final Counter retries;
    private final Gauge lag;
    private final Gauge age;
    private final Info info;
    private final Map<String, String[]> identities = new ConcurrentHashMap<>();

    BackendMetrics(PrometheusRegistry registry) {
        queries = Counter.builder()
                .name("serinus_backend_queries_total")
                .help("Queries sent to the metrics backend, repetitions included.")
                .labelNames("backend")
                .withoutExemplars()
                .register(registry);
        bytes = Counter.builder()
                .name("serinus_backend_received_bytes_total")
                .help("Bytes of the metrics backend's answers, as they came over the wire.")
                .labelNames("backend")
                .withoutExemplars()
                .register(registry);
        // A query may take 4 s by default.
        duration = Histogram.builder()
                .name("serinus_backend_query_duration_seconds")
                .help("How long a query took until its answer was there, or had failed.")
                .labelNames("backend")
                .classicOnly()
                .withoutExemplars()
                .classicUpperBounds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
                .register(registry);
        failures = Counter.builder()
                .name("serinus_backend_query_failures_total")
                .help("Queries that failed, repetitions included, by how.")
                .labelNames("backend", "kind")
                .withoutExemplars()
                .register(registry);
        retries = Counter.builder()
                .name("serinus_backend_query_retries_total")
                .help("Queries that were sent once more.")
                .labelNames("backend")
                .withoutExemplars()
                .register(registry);
        lag = Gauge.builder()
                .name("serinus_backend_lag_seconds")
                .help("How long after the time that it was asked about the last answer was there.")
                .labelNames("backend")
                .register(registry);
        age = Gauge.builder()
                .name("serinus_backend_sample_age_seconds")
                .help("Nine of ten proxies have a sample that is no older.")
                .labelNames("backend")
                .register(registry);
        info = Info.builder()
                .name("serinus_backend_info")
                .help("What the metrics backend is.")
                .labelNames("backend", "flavor", "version")
                .register(registry);
    }

    /**
     * There is this backend.
     *
     * @param kinds all ways in which a query may fail, each one word
     */
    public void begin(String backend, Iterable<String> kinds) {
        // An increase from "absent" to 1 is no increase to Prometheus: begin at 0.
        queries.initLabelValues(backend);
        bytes.initLabelValues(backend);
        retries.initLabelValues(backend);
        kinds.forEach(kind -> failures.initLabelValues(backend, kind));
    }

    /** A query was sent, and its answer is there or has failed. */
    public void asked(String backend, Duration took, long received) {
        queries.labelValues(backend).inc();
        bytes.labelValues(backend).inc(received);
        duration.labelValues(backend).observe(took.toNanos() / 1e9);
    }

    /**
     * A query failed.
     *
     * @param kind one word of a small closed set
     */
    public void failed(String backend, String kind) {
        failures.labelValues(backend, kind).inc();
    }

    /** A query is sent once more. */
    public void retried(String backend) {
        retries.labelValues(backend).inc();
    }

    /** An answer was there this long after the time that it was asked about. */
    public void lagged(String backend, Duration behind) {
        lag.labelValues(backend).set(behind.toNanos() / 1e9);
    }

    /** Nine of ten proxies have a sample that is no older. */
    public void sampleAge(String backend, Duration age) {
        this.age.labelValues(backend).set(age.toNanos() / 1e9);
    }

    /** How old samples are is not known now. */
    public void sampleAgeUnknown(String backend) {
        age.remove(backend);
    }

    /** The backend is of this flavor and version, and not of the former ones any more. */
    public void identified(String backend, String flavor, String version) {
        String[] now = {backend, flavor, version};
        String[] before = identities.put(backend, now);
        if (before != null) {
            info.remove(before);
        }
        info.addLabelValues(now);
    }
}
