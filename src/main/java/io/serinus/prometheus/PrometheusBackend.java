package io.serinus.prometheus;

import static java.util.Objects.requireNonNull;

import io.serinus.metric.Reporter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One backend: how it is reached, what it is, and who hears how it does. All that ask it share one of these. Safe for several
 * threads.
 */
public final class PrometheusBackend {
    /**
     * What the options say.
     *
     * @param name bounded in number: it becomes a label
     * @param flavor what the backend is; empty to find out
     * @param delay how long a sample takes until it is shown; empty for that of the flavor
     * @param reporter whose counters are read where a template does not say; empty for whoever is found
     * @param limits how much it is asked for
     */
    public record Settings(
            String name,
            PrometheusSettings api,
            Optional<Flavor> flavor,
            Optional<Duration> delay,
            Optional<Reporter> reporter,
            QueryLimits limits) {
        /** With the usual limits. */
        public Settings(
                String name,
                PrometheusSettings api,
                Optional<Flavor> flavor,
                Optional<Duration> delay,
                Optional<Reporter> reporter) {
            this(name, api, flavor, delay, reporter, QueryLimits.DEFAULT);
        }

        public Settings {
            requireNonNull(name, "name is null");
            requireNonNull(api, "api is null");
            requireNonNull(flavor, "flavor is null");
            requireNonNull(reporter, "reporter is null");
            requireNonNull(limits, "limits is null");
            delay.filter(Duration::isNegative).ifPresent(it -> {
                throw new IllegalArgumentException("delay is " + it + ", expected 0s or more");
            });
        }
    }

    private final Settings settings;
    private final BackendListener listener;
    private final Connector connector;
    private final Turns turns;
    private final Optional<BackendWatch> watch;

    public PrometheusBackend(Settings settings, BackendListener listener) {
        this(settings, listener, BackendWatch.TRY_AGAIN);
    }

    PrometheusBackend(Settings settings, BackendListener listener, Duration tryAgain) {
        this.settings = settings;
        this.listener = listener;
        this.connector = new Connector(settings.api());
        this.turns = new Turns(settings.limits());
        Optional<Identity> told = settings.flavor().map(flavor -> new Identity(flavor, ""));
        this.watch = Optional.of(new BackendWatch(this, told, tryAgain));
        listener.begins(settings.name());
        told.ifPresent(identity -> listener.identified(settings.name(), identity));
    }

    private PrometheusBackend(Settings settings, Turns turns) {
        this.settings = settings;
        this.listener = BackendListener.NONE;
        this.connector = new Connector(settings.api());
        this.turns = turns;
        this.watch = Optional.empty();
    }

    /** One that is taken for a Prometheus and that nobody watches. */
    static PrometheusBackend plain(PrometheusSettings api) {
        return plain(api, new Turns(QueryLimits.DEFAULT));
    }

    /** The same, with turns that others take, too. */
    static PrometheusBackend plain(PrometheusSettings api, Turns turns) {
        return new PrometheusBackend(
                new Settings(
                        "default",
                        requireNonNull(api, "settings is null"),
                        Optional.of(Flavor.PROMETHEUS),
                        Optional.empty(),
                        Optional.empty()),
                requireNonNull(turns, "turns is null"));
    }

    /** One that nobody watches; without a flavor in its settings it stays unknown. */
    static PrometheusBackend unwatched(Settings settings) {
        return new PrometheusBackend(settings, new Turns(settings.limits()));
    }

    public String name() {
        return settings.name();
    }

    public PrometheusSettings api() {
        return settings.api();
    }

    /** What it is, as far as is known; finding out goes on beside. */
    public Identity identity() {
        return watch.map(BackendWatch::identity)
                .orElseGet(() -> settings.flavor()
                        .map(flavor -> new Identity(flavor, ""))
                        .orElse(Identity.UNKNOWN));
    }

    /** How long after its scrape a sample is shown, at the latest. Becomes shorter when it is found out what the backend is. */
    public Duration delay() {
        return settings.delay().orElseGet(() -> identity().flavor().delay());
    }

    /** Whose counters are read where a template does not say; empty for whoever is found. */
    public Optional<Reporter> reporter() {
        return settings.reporter();
    }

    /** What every query carries beside the ones of the API. */
    Map<String, String> parameters() {
        // Without it VictoriaMetrics evaluates up to 30 s earlier than asked.
        var parameters = new TreeMap<>(Map.of("nocache", "1"));
        parameters.putAll(identity().flavor().parameters());
        parameters.putAll(api().parameters());
        return parameters;
    }

    /** What all that ask it take turns by. */
    Turns turns() {
        return turns;
    }

    Connector connector() {
        return connector;
    }

    BackendListener listener() {
        return listener;
    }
}
