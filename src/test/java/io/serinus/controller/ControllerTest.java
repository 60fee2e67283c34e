package io.serinus.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serinus.analysis.Finding;
import io.serinus.analysis.Judgement;
import io.serinus.analysis.Verdict;
import io.serinus.catalog.Catalog;
import io.serinus.catalog.TemplateFiles;
import io.serinus.metric.BaselineHistory;
import io.serinus.metric.HistorySource;
import io.serinus.metric.Level;
import io.serinus.metric.LevelSource;
import io.serinus.metric.OneBackend;
import io.serinus.metric.Reporter;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.release.Copies;
import io.serinus.release.HookDesk;
import io.serinus.release.Outbox;
import io.serinus.release.Release;
import io.serinus.release.Scaling;
import io.serinus.release.State.Phase;
import io.serinus.release.Trigger;
import io.serinus.routing.DestinationRule;
import io.serinus.routing.JsonPatch;
import io.serinus.routing.PatchOperation;
import io.serinus.simulation.AcceleratedClock;
import io.serinus.simulation.Behaviour;
import io.serinus.simulation.DemoScenario;
import io.serinus.simulation.SimulatedCluster;
import io.serinus.simulation.SimulatedMetricSource;
import io.serinus.simulation.SimulatedWorkloads;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The loop with its threads, on a simulated mesh whose time passes a minute a second. */
class ControllerTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final DemoScenario SHOP = DemoScenario.SHOP;

    private final SimulatedCluster cluster = new SimulatedCluster();
    private final CountDownLatch over = new CountDownLatch(1);

    /** Of checkout nothing is heard, of payments something at once; both have numbers. */
    @Test
    void aPastThatIsNeverAnsweredDelaysNobodyAndNumbersReachTheJudge() throws Exception {
        var mesh = SHOP.mesh(
                START,
                7,
                host -> cluster.virtualService(SHOP.namespace(), host.substring(0, host.indexOf('.')))
                        .orElseThrow()
                        .tree());
        mesh.setBehaviour(SHOP.host(DemoScenario.PAYMENTS), DemoScenario.CANARY, Behaviour.withErrorRatio(0.001));
        for (String service : DemoScenario.services()) {
            cluster.apply(new DestinationRule(SHOP.namespace(), service, SHOP.destinationRule(service)));
            cluster.apply(JsonPatch.apply(
                    SHOP.virtualService(service),
                    List.of(new PatchOperation.Add(
                            "/metadata/annotations", Map.of(Trigger.RELEASE, DemoScenario.CANARY)))));
        }
        var source = new SimulatedMetricSource(mesh, Duration.ofSeconds(15), Duration.ofMinutes(30));
        var catalog = new Catalog(
                (namespace, name) -> Optional.of(WholeReleaseTest.template(WholeReleaseTest.WITH_QUEUE)),
                Optional.empty(),
                TemplateFiles.load(Optional.empty()));
        var ports = new Ports(
                new OneBackend(Reporter.SOURCE, source, this::past, ControllerTest::numbers, Duration.ofMillis(500)),
                cluster,
                new SimulatedWorkloads(mesh),
                cluster,
                cluster,
                catalog,
                (release, announcement) -> {},
                HookDesk.NONE,
                Outbox.NONE,
                Scaling.NONE,
                Copies.NONE,
                () -> true);
        var settings = new ControllerSettings(Duration.ofSeconds(5), "cluster.local", 10);

        try (var controller = new Controller(ports, settings, pace(), LoopListener.none())) {
            cluster.onChange(controller::wake);
            controller.start();
            await().atMost(Duration.ofMinutes(5))
                    .until(() -> cluster.all().size() == 2
                            && cluster.all().stream()
                                    .allMatch(release -> release.state().isTerminal()));
        } finally {
            over.countDown();
        }

        for (String service : DemoScenario.services()) {
            Release release = cluster.all().stream()
                    .filter(found -> found.request().virtualService().equals(service))
                    .findFirst()
                    .orElseThrow();
            Judgement judgement = release.judgement().orElseThrow();
            assertThat(release.state().phase()).isEqualTo(Phase.PROMOTED);
            assertThat(judgement.evidence().metrics())
                    .filteredOn(metric -> metric.name().equals("queue"))
                    .singleElement()
                    .satisfies(queue -> assertThat(queue.verdict()).isEqualTo(Verdict.PASS))
                    .satisfies(queue -> assertThat(queue.reason()).contains("canary 101, baseline 100"));
            assertThat(judgement.findings())
                    .filteredOn(finding -> finding.code() == Finding.Code.CALIBRATION)
                    .hasSize(service.equals(DemoScenario.PAYMENTS) ? 1 : 0);
        }
    }

    private static Map<LevelSource.Query, Level> numbers(Instant at, Collection<LevelSource.Query> queries) {
        var levels = new HashMap<LevelSource.Query, Level>();
        queries.forEach(query -> levels.put(query, new Level.Read(100, 101)));
        return levels;
    }

    private Optional<BaselineHistory> past(HistorySource.Query query) throws SourceUnavailableException {
        if (query.version().host().equals(SHOP.host(DemoScenario.CHECKOUT))) {
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new SourceUnavailableException("interrupted", e);
            }
        }
        return Optional.of(WholeReleaseTest.unlikePods(query, 4));
    }

    private static Pace pace() {
        var clock = new AcceleratedClock(START, 60, System::nanoTime);
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
}
