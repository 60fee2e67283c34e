package io.serinus.prometheus;

import static java.util.Objects.requireNonNull;

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
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Prometheus and what speaks its HTTP API, by name. Safe for several threads. */
public final class PrometheusBackends implements Backends {
    /**
     * One of them.
     *
     * @param delay how long a sample takes until it is shown
     * @param reporter whose counters are read where a template does not say; empty for whoever is found
     */
    public record Settings(PrometheusSettings connection, Duration delay, Optional<Reporter> reporter) {
        public Settings {
            requireNonNull(connection, "connection is null");
            requireNonNull(delay, "delay is null");
            requireNonNull(reporter, "reporter is null");
            if (delay.isNegative()) {
                throw new IllegalArgumentException("delay is " + delay + ", expected 0s or more");
            }
        }
    }

    private final Map<String, Settings> settings;
    private final Map<Origin, MetricSource> counters = new ConcurrentHashMap<>();
    private final Map<String, HistorySource> histories = new HashMap<>();
    private final Map<String, LevelSource> levels = new HashMap<>();
    private final Map<String, QueryClient> clients = new HashMap<>();

    /**
     * @param settings by name, {@link #DEFAULT} among them
     * @throws IllegalArgumentException if there is no default
     */
    public PrometheusBackends(Map<String, Settings> settings) {
        this.settings = Map.copyOf(settings);
        if (!settings.containsKey(DEFAULT)) {
            throw new IllegalArgumentException("no backend is named " + DEFAULT);
        }
        settings.forEach((name, each) -> {
            histories.put(name, new PrometheusHistorySource(each.connection));
            levels.put(name, new PrometheusLevelSource(each.connection));
            clients.put(
                    name,
                    new QueryClient(
                            new Transport(each.connection, Transport.MAX_BODY_BYTES, Transport.ASK_LESS_AT_ONCE)));
        });
    }

    @Override
    public Set<String> names() {
        return settings.keySet();
    }

    @Override
    public MetricSource counters(Origin origin) {
        return counters.computeIfAbsent(
                origin, it -> new PrometheusMetricSource(settings(it.backend()).connection, it.reporter()));
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
        return settings(backend).delay;
    }

    @Override
    public Optional<Reporter> reporter(String backend) {
        return settings(backend).reporter;
    }

    @Override
    public Set<Reporter> reporters(String backend, Set<String> hosts, Instant at) throws SourceUnavailableException {
        var connection = settings(backend).connection;
        var found = EnumSet.noneOf(Reporter.class);
        var deadline = new Deadline(connection.timeout());
        for (String text : CounterQueries.reporters(hosts, connection.maxQueryBytes())) {
            found.addAll(found(clients.get(backend), backend)
                    .ask("reporters", new Question.At(text, at), deadline, ReporterRows::new)
                    .found);
        }
        return found;
    }

    private Settings settings(String backend) {
        return found(settings.get(backend), backend);
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
