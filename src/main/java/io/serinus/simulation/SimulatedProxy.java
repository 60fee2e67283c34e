package io.serinus.simulation;

import io.serinus.metric.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The proxy of one simulated pod: the counters since its start. Not thread-safe, like the mesh that it belongs to. */
public final class SimulatedProxy {
    /** The scrape job of all simulated proxies. */
    public static final String JOB = "istio-proxies";

    private final String pod;
    private final String address;
    private final Workload workload;
    private final Map<Series, DurationHistogram> counters = new LinkedHashMap<>();
    private Instant startedAt;
    private boolean reachable = true;

    SimulatedProxy(String pod, String address, Workload workload, Instant startedAt) {
        this.pod = pod;
        this.address = address;
        this.workload = workload;
        this.startedAt = startedAt;
    }

    /** The name of the pod, unique in the mesh and never used again. */
    public String pod() {
        return pod;
    }

    /** The pod's namespace. */
    public String namespace() {
        return workload.namespace();
    }

    /** How Prometheus names this proxy. A restart does not change it. */
    public Instance instance() {
        return new Instance(JOB, address);
    }

    /** Whether scrapes get an answer. */
    public boolean isReachable() {
        return reachable;
    }

    /** The age of the proxy's process, in whole seconds as Envoy tells it; zero if asked for an earlier time. */
    public Duration uptime(Instant at) {
        return at.isBefore(startedAt)
                ? Duration.ZERO
                : Duration.ofSeconds(Duration.between(startedAt, at).toSeconds());
    }

    Workload workload() {
        return workload;
    }

    Map<Series, DurationHistogram> counters() {
        return Collections.unmodifiableMap(counters);
    }

    void count(Series series, double millis) {
        counters.computeIfAbsent(series, none -> new DurationHistogram()).add(millis);
    }

    void restart(Instant at) {
        counters.clear();
        startedAt = at;
    }

    void reachable(boolean now) {
        reachable = now;
    }
}
