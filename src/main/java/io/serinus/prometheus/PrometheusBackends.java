package io.serinus.prometheus;

import io.serinus.metric.Backends;
import io.serinus.metric.HistorySource;
import io.serinus.metric.LevelSource;
import io.serinus.metric.MetricSource;
import io.serinus.metric.Origin;
import io.serinus.metric.Reporter;
import io.serinus.metric.SourceUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Prometheus and what speaks its HTTP API, by name. Safe for several threads. */
public final class PrometheusBackends implements Backends {
    /** Nobody waits for it, and it must not keep counters waiting. */
    private static final Duration ASIDE = Duration.ofMinutes(1);

    private final Map<String, PrometheusBackend> backends = new LinkedHashMap<>();
    private final Map<Origin, MetricSource> counters = new ConcurrentHashMap<>();
    private final Map<String, HistorySource> histories = new HashMap<>();
    private final Map<String, LevelSource> levels = new HashMap<>();
    private final Map<String, QueryClient> clients = new HashMap<>();

    /**
     * @param settings one for each, {@link #DEFAULT} among them
     * @param listener hears what comes of the queries
     * @throws IllegalArgumentException if there is no default
     */
    public PrometheusBackends(List<PrometheusBackend.Settings> settings, BackendListener listener) {
        settings.forEach(each -> backends.put(each.name(), new PrometheusBackend(each, listener)));
        if (!backends.containsKey(DEFAULT)) {
            throw new IllegalArgumentException("no backend is named " + DEFAULT);
        }
        backends.forEach((name, each) -> {
            histories.put(name, new PrometheusHistorySource(each));
            levels.put(name, new PrometheusLevelSource(each));
            clients.put(
                    name, new QueryClient(new Transport(each, Transport.MAX_BODY_BYTES, Transport.ASK_LESS_AT_ONCE)));
        });
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(backends.keySet());
    }

    @Override
    public MetricSource counters(Origin origin) {
        return counters.computeIfAbsent(origin, it -> new PrometheusMetricSource(backend(it.backend()), it.reporter()));
    }

    @Override
    public HistorySource history(String backend) {
        return found(histories.get(backend), backend);
    }

    @Override
    public LevelSource levels(String backend) {
        return found(levels.get(backend), backend);
    }

    @Override
    public Duration delay(String backend) {
        return backend(backend).delay();
    }

    @Override
    public Optional<Reporter> reporter(String backend) {
        return backend(backend).reporter();
    }

    @Override
    public Set<Reporter> reporters(String backend, Set<String> hosts, Instant at) throws SourceUnavailableException {
        var connection = backend(backend).api();
        var found = EnumSet.noneOf(Reporter.class);
        var deadline = new Deadline(ASIDE);
        for (String text : CounterQueries.reporters(hosts, connection.maxQueryBytes())) {
            found.addAll(backend(backend)
                    .turns()
                    .askAside(
                            "reporters",
                            deadline,
                            connection.timeout(),
                            within -> found(clients.get(backend), backend)
                                    .ask("reporters", new Question.At(text, at), within, ReporterRows::new))
                    .found);
        }
        return found;
    }

    private PrometheusBackend backend(String name) {
        return found(backends.get(name), name);
    }

    private static <T> T found(@Nullable T of, String backend) {
        if (of == null) {
            throw new IllegalArgumentException("no backend is named " + backend);
        }
        return of;
    }

    private static final class ReporterRows implements QueryClient.Rows {
        private final Set<Reporter> found = EnumSet.noneOf(Reporter.class);

        @Override
        public void accept(Map<String, String> labels, double time, String value) {
            Arrays.stream(Reporter.values())
                    .filter(reporter -> reporter.label().equals(labels.get("reporter")))
                    .forEach(found::add);
        }
    }
}
