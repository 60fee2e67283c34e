package io.serinus;

import io.serinus.catalog.Catalog;
import io.serinus.catalog.TemplateFiles;
import io.serinus.config.SerinusConfig;
import io.serinus.controller.Pace;
import io.serinus.controller.Ports;
import io.serinus.metric.OneBackend;
import io.serinus.metric.Reporter;
import io.serinus.prometheus.Flavor;
import io.serinus.release.Copies;
import io.serinus.release.HookDesk;
import io.serinus.release.Journal;
import io.serinus.release.Outbox;
import io.serinus.release.Scaling;
import io.serinus.routing.DestinationRule;
import io.serinus.routing.VirtualService;
import io.serinus.simulation.AcceleratedClock;
import io.serinus.simulation.DemoScenario;
import io.serinus.simulation.SimulatedCluster;
import io.serinus.simulation.SimulatedMesh;
import io.serinus.simulation.SimulatedMetricSource;
import io.serinus.simulation.SimulatedWorkloads;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Two simulated services with traffic, in one process and faster than real time. */
final class SimulatedWorld implements World {
    private static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(15);
    private static final Duration RETENTION = Duration.ofMinutes(30);

    private final SimulatedCluster cluster = new SimulatedCluster();
    private final AcceleratedClock clock;
    private final Ports ports;

    SimulatedWorld(SerinusConfig config, Journal journal, Runnable changed) {
        Instant start = Instant.now();
        clock = new AcceleratedClock(start, config.simulation().speed(), System::nanoTime);
        SimulatedMesh mesh = DemoScenario.SHOP.mesh(start, config.simulation().seed(), this::routing);
        for (String service : DemoScenario.services()) {
            cluster.apply(new DestinationRule(
                    DemoScenario.SHOP.namespace(), service, DemoScenario.SHOP.destinationRule(service)));
            cluster.apply(DemoScenario.SHOP.virtualService(service));
        }
        cluster.onChange(changed);
        var metrics = new SimulatedMetricSource(mesh, SCRAPE_INTERVAL, RETENTION);
        ports = new Ports(
                new OneBackend(
                        Reporter.SOURCE,
                        metrics,
                        metrics,
                        metrics,
                        config.prometheus().delay().orElse(Flavor.PROMETHEUS.delay())),
                cluster,
                new SimulatedWorkloads(mesh),
                cluster,
                cluster,
                new Catalog(
                        (namespace, name) -> Optional.empty(),
                        Optional.empty(),
                        TemplateFiles.load(config.templates().directory())),
                journal,
                HookDesk.NONE,
                Outbox.NONE,
                Scaling.NONE,
                Copies.NONE,
                () -> true);
    }

    @Override
    public Ports ports() {
        return ports;
    }

    @Override
    public Pace pace() {
        return new Pace() {
            @Override
            public Instant instant() {
                return clock.instant();
            }

            @Override
            public Duration real(Duration duration) {
                return clock.real(duration);
            }
        };
    }

    @Override
    public void start() {
        // Everything here is known from the beginning.
    }

    @Override
    public void close() {
        // Everything here ends with the process.
    }

    private Map<String, Object> routing(String host) {
        String service = host.substring(0, host.indexOf('.'));
        return cluster.virtualService(DemoScenario.SHOP.namespace(), service)
                .map(VirtualService::tree)
                .orElse(Map.of());
    }
}
