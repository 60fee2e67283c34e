package io.serinus.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Finds out what a backend is and how old its data are, beside the queries: they never wait for it. It begins with the first
 * question, is repeated soon while the backend is away, and now and then afterwards, since backends are replaced.
 */
final class BackendWatch {
    static final Duration TRY_AGAIN = Duration.ofSeconds(10);
    private static final Duration MEASURE_AGAIN = Duration.ofMinutes(1);
    private static final Duration IDENTIFY_AGAIN = Duration.ofMinutes(10);
    private static final Logger LOG = Logger.getLogger(BackendWatch.class);

    /** VictoriaMetrics' timestamp() sees through the marks of what has ended, so the series itself must be there, too. */
    static final String SAMPLE_AGE =
            "quantile(0.9, (time() - timestamp(envoy_server_uptime))" + " and on (job, instance) envoy_server_uptime)";

    private final PrometheusBackend backend;
    private final Optional<Identity> told;
    private final Duration tryAgain;
    private final Duration identifyAgain;
    private final Duration measureAgain;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile Optional<Identity> found = Optional.empty();
    private volatile long lookAt = System.nanoTime();
    private volatile long identifyAt = System.nanoTime();

    /** @param told what the backend is; empty to find out */
    BackendWatch(PrometheusBackend backend, Optional<Identity> told, Duration tryAgain) {
        this(backend, told, tryAgain, IDENTIFY_AGAIN);
    }

    BackendWatch(PrometheusBackend backend, Optional<Identity> told, Duration tryAgain, Duration identifyAgain) {
        this.backend = backend;
        this.told = told;
        this.tryAgain = tryAgain;
        this.identifyAgain = identifyAgain;
        this.measureAgain = identifyAgain.compareTo(MEASURE_AGAIN) < 0 ? identifyAgain : MEASURE_AGAIN;
    }

    /** What the backend is, as far as is known; looks again if it is time. */
    Identity identity() {
        if (isDue(lookAt) && busy.compareAndSet(false, true)) {
            Thread.ofVirtual().name("serinus-backend-" + backend.name()).start(this::look);
        }
        return told.or(() -> found).orElse(Identity.UNKNOWN);
    }

    private static boolean isDue(long nanoTime) {
        return System.nanoTime() - nanoTime >= 0;
    }

    private void look() {
        boolean isSaid = told.isPresent() || !isDue(identifyAt);
        try {
            if (!isSaid) {
                Optional<Identity> identity = ask(backend, found);
                identity.ifPresent(this::found);
                isSaid = identity.isPresent();
                identifyAt = after(isSaid ? identifyAgain : tryAgain);
            }
            if (told.isPresent() || found.isPresent()) {
                measure();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lookAt = after(isSaid ? measureAgain : tryAgain);
            busy.set(false);
        }
    }

    private static long after(Duration duration) {
        return System.nanoTime() + duration.toNanos();
    }

    private void found(Identity identity) {
        Identity before = found.orElse(null);
        found = Optional.of(identity);
        if (!identity.equals(before)) {
            LOG.infof(
                    "The metrics backend %s at %s is %s; its counters are read %d ms behind",
                    backend.name(),
                    backend.api().url(),
                    identity,
                    backend.delay().toMillis());
            backend.listener().identified(backend.name(), identity);
        }
    }

    /** Empty if the backend is away, or does not say now. */
    static Optional<Identity> ask(PrometheusBackend backend) throws InterruptedException {
        return ask(backend, Optional.empty());
    }

    /**
     * The same of one of which something is known: an error, or an answer that says nothing, may come from whatever stands in
     * between and tells nothing new.
     */
    private static Optional<Identity> ask(PrometheusBackend backend, Optional<Identity> before)
            throws InterruptedException {
        boolean isKnown = before.filter(it -> it.flavor() != Flavor.UNKNOWN).isPresent();
        try {
            var probe = new Probe(backend);
            Probe.Reply reply = probe.get("status/buildinfo");
            Optional<Identity> identity = Identity.read(
                    reply.status(),
                    backend.api().url().getPath(),
                    reply.response().headers().firstValue("X-Server-Hostname").isPresent(),
                    reply.body());
            if (isKnown
                    && (reply.status() != 200
                            || identity.filter(it -> it.flavor() == Flavor.UNKNOWN)
                                    .isPresent())) {
                return Optional.empty();
            }
            if (identity.filter(it -> it.flavor() == Flavor.VICTORIAMETRICS).isEmpty()) {
                return identity;
            }
            Probe.Reply one = probe.get("query?query=1");
            // A cluster says with every answer whether a part of it is missing, even where the path hides it.
            if (one.json().has("isPartial")) {
                return Optional.of(new Identity(Flavor.VICTORIAMETRICS_CLUSTER, ""));
            }
            return isKnown && !one.isSuccess() ? Optional.empty() : identity;
        } catch (IOException | UnusableFileException _) {
            return Optional.empty();
        }
    }

    private void measure() throws InterruptedException {
        try {
            JsonNode rows = new Probe(backend)
                    .query(SAMPLE_AGE, Instant.now())
                    .json()
                    .path("data")
                    .path("result");
            double seconds = rows.path(0).path("value").path(1).asDouble(Double.NaN);
            if (Double.isFinite(seconds)) {
                backend.listener().sampleAge(backend.name(), Duration.ofMillis(Math.round(seconds * 1000)));
                return;
            }
        } catch (IOException | UnusableFileException _) {
            // The queries of the loop tell that the backend is away.
        }
        backend.listener().sampleAgeUnknown(backend.name());
    }
}
