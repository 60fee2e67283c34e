package io.serinus;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.serinus.config.SerinusConfig;
import io.serinus.controller.Controller;
import io.serinus.kubernetes.ClusterException;
import io.serinus.kubernetes.RemoteCluster;
import io.serinus.prometheus.BackendListener;
import io.serinus.telemetry.BackendMetrics;
import io.serinus.telemetry.ControllerMetrics;
import io.serinus.telemetry.LoopStatus;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Builds the controller and its world, starts them in order, and stops them in the opposite one. */
@Singleton
public final class Assembly {
    private static final Logger LOG = Logger.getLogger(Assembly.class);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(2);

    private final SerinusConfig config;
    private final Instance<KubernetesClient> client;
    private final CurrentWorld world;
    private final LoopStatus status;
    private final LoopTelemetry telemetry;
    private final BackendListener backends;
    private final DemoConsole console = new DemoConsole(System.out);

    private volatile boolean stopping;
    private volatile @Nullable Controller controller;

    Assembly(
            SerinusConfig config,
            Instance<KubernetesClient> client,
            CurrentWorld world,
            ControllerMetrics metrics,
            BackendMetrics backends,
            LoopStatus status,
            InstantSource clock) {
        this.config = config;
        this.client = client;
        this.world = world;
        this.status = status;
        this.backends = new BackendTelemetry(backends);
        this.telemetry = new LoopTelemetry(metrics, status, clock);
    }

    /** The simulated world and the console that tells about it. */
    SimulatedWorld simulate() {
        var simulated = new SimulatedWorld(config, console, this::wake);
        world.set(simulated);
        return simulated;
    }

    DemoConsole console() {
        return console;
    }

    /**
     * Starts; returns at once, since the API server may be away.
     *
     * @throws IllegalArgumentException if an option is wrong; the message names all that are. Also if {@code KUBECONFIG} names
     *     no kubeconfig, for which waiting is no cure
     */
    void start() {
        Options options = Options.of(config);
        if (world.get() == null) {
            requireKubeconfig();
        }
        Thread.ofPlatform().name("serinus-start").start(() -> run(options));
    }

    private static void requireKubeconfig() {
        try {
            RemoteCluster.requireKubeconfig();
        } catch (ClusterException e) {
            throw new IllegalArgumentException(e.sentence() + ".");
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        Controller running = controller;
        if (running != null) {
            running.close();
        }
        World open = world.get();
        if (open != null) {
            open.close();
        }
    }

    private void run(Options options) {
        try {
            World connected = connect(options);
            connected.start();
            var built = new Controller(connected.ports(), options.controller(), connected.pace(), telemetry);
            controller = built;
            built.start();
            status.started();
            status.ready(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("The controller could not start", e);
            Quarkus.asyncExit(1);
        }
    }

    private World connect(Options options) throws InterruptedException {
        World simulated = world.get();
        if (simulated != null) {
            return simulated;
        }
        String said = "";
        while (true) {
            if (stopping) {
                throw new InterruptedException("stopped while connecting");
            }
            try {
                var connected = new ClusterWorld(
                        config, options, client.get(), new LogJournal(), telemetry, backends, this::wake);
                world.set(connected);
                return connected;
            } catch (KubernetesClientException | IllegalStateException e) {
                String reason = Failures.sentence(e);
                if (!reason.equals(said)) {
                    LOG.warnf(
                            "Not connected to the API server %s yet, trying again every %d s: %s",
                            client.get().getMasterUrl(), TRY_AGAIN.toSeconds(), reason);
                    said = reason;
                }
                TimeUnit.NANOSECONDS.sleep(TRY_AGAIN.toNanos());
            }
        }
    }

    private void wake() {
        Controller running = controller;
        if (running != null) {
            running.wake();
        }
    }
}
