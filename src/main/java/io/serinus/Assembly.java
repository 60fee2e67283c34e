package io.serinus;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.runtime.ShutdownEvent;
import io.serinus.config.SerinusConfig;
import io.serinus.controller.Controller;
import io.serinus.controller.ControllerSettings;
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
    private final DemoConsole console = new DemoConsole(System.out);
    private final Thread starting = Thread.ofPlatform().name("serinus-start").unstarted(this::run);

    private volatile @Nullable Controller controller;

    Assembly(
            SerinusConfig config,
            Instance<KubernetesClient> client,
            CurrentWorld world,
            ControllerMetrics metrics,
            LoopStatus status,
            InstantSource clock) {
        this.config = config;
        this.client = client;
        this.world = world;
        this.status = status;
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

    /** Starts; returns at once, since the API server may be away. */
    void start() {
        status.started();
        starting.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        starting.interrupt();
        Controller running = controller;
        if (running != null) {
            running.close();
        }
        World open = world.get();
        if (open != null) {
            open.close();
        }
    }

    private void run() {
        try {
            World connected = connect();
            connected.start();
            var settings = new ControllerSettings(
                    config.tick(), config.prometheus().delay(), config.clusterDomain(), config.keptReleases());
            var built = new Controller(connected.ports(), settings, connected.pace(), telemetry);
            controller = built;
            built.start();
            status.ready(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private World connect() throws InterruptedException {
        World simulated = world.get();
        if (simulated != null) {
            return simulated;
        }
        while (true) {
            try {
                var connected = new ClusterWorld(config, client.get(), new LogJournal(), this::wake);
                world.set(connected);
                return connected;
            } catch (KubernetesClientException | IllegalStateException e) {
                LOG.warnf("Not connected yet, trying again in %s: %s", TRY_AGAIN, e.getMessage());
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
