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
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile Optional<Identity> found = Optional.empty();
    private volatile long lookAt = System.nanoTime();
    private volatile long identifyAt = System.nanoTime();

    /** @param told what the backend is; empty to find out */
    BackendWatch(PrometheusBackend backend, Optional<Identity> told, Duration tryAgain) {
        this.backend = backend;
        this.told = told;
        this.tryAgain = tryAgain;
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
        try {
            if (told.isEmpty() && isDue(identifyAt)) {
                Optional<Identity> identity = ask(backend);
                identity.ifPresent(this::found);
                identifyAt = after(identity.isPresent() ? IDENTIFY_AGAIN : tryAgain);
            }
            if (told.isPresent() || found.isPresent()) {
                measure();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lookAt = after(told.isPresent() || found.isPresent() ? MEASURE_AGAIN : tryAgain);
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
        try {
            var probe = new Probe(backend);
            Probe.Reply reply = probe.get("status/buildinfo");
            Optional<Identity> identity = Identity.read(
                    reply.status(),
                    backend.api().url().getPath(),
                    reply.response().headers().firstValue("X-Server-Hostname").isPresent(),
                    reply.body());
            boolean single =
                    identity.filter(it -> it.flavor() == Flavor.VICTORIAMETRICS).isPresent();
            if (single && isCluster(probe)) {
                return Optional.of(new Identity(Flavor.VICTORIAMETRICS_CLUSTER, ""));
            }
            return identity;
        } catch (IOException | UnusableFileException _) {
            return Optional.empty();
        }
    }

    /** A cluster says with every answer whether a part of it is missing, also behind a path that does not show it. */
    private static boolean isCluster(Probe probe) throws IOException, InterruptedException, UnusableFileException {
        return probe.get("query?query=1").json().has("isPartial");
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
            }
        } catch (IOException | UnusableFileException _) {
            // The queries of the loop tell that the backend is away.
        }
    }
}
