package io.serinus.controller;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Finding;
import io.serinus.analysis.Judgement;
import io.serinus.analysis.Observation;
import io.serinus.analysis.Observation.Counted;
import io.serinus.analysis.Observation.WeightChanged;
import io.serinus.metric.Backends;
import io.serinus.metric.Level;
import io.serinus.metric.LevelSource;
import io.serinus.metric.OneBackend;
import io.serinus.metric.Origin;
import io.serinus.metric.Reporter;
import io.serinus.release.Plan;
import io.serinus.release.Release;
import io.serinus.release.State;
import io.serinus.simulation.Behaviour;
import io.serinus.simulation.DemoScenario;
import io.serinus.simulation.SimulatedMesh;
import io.serinus.simulation.SimulatedMetricSource;
import io.serinus.simulation.SimulatedProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * Two controllers watch the same release on a simulated mesh: one to the end, the other dies at some tick and another process
 * takes up what it has recorded. Once that has replayed the past, both judges say the same at every tick, to the last digit.
 */
class ReplayPropertyTest {
    private static final String HOST = DemoScenario.SHOP.host(DemoScenario.CHECKOUT);

    /** Long enough before the release for a past of the baseline. */
    private static final int BEGIN = 60;

    private static final int END = 240;

    private static final Origin BACKEND = new Origin(Backends.DEFAULT, Reporter.SOURCE);

    private static final List<Integer> WEIGHTS = List.of(5, 10, 25, 50);

    /** What happens to the mesh or the release before a tick. */
    enum Kind {
        NEXT_WEIGHT,
        GOOD_CANARY,
        BAD_CANARY,
        OTHER_RATE,
        BIRTH,
        DEATH,
        RESTART,
        UNREACHABLE,
        REACHABLE
    }

    record Event(int tick, Kind kind, int which) {}

    /**
     * @param warmup in ticks
     * @param calibratedAfter ticks until the answer on the baseline's past came; none if negative
     */
    record Shape(
            int tickSeconds, int ticksPerInterval, int warmup, int calibratedAfter, boolean hasLevels, int scrape) {
        Shape answeredBefore(int tick) {
            int answered = Math.min(calibratedAfter, tick - BEGIN - 1);
            return new Shape(tickSeconds, ticksPerInterval, warmup, answered, hasLevels, scrape);
        }

        Map<String, Object> template() {
            var spec = new LinkedHashMap<String, Object>();
            spec.put("tick", tickSeconds + "s");
            spec.put("interval", tickSeconds * ticksPerInterval + "s");
            spec.put("warmup", 5 * warmup + "s");
            spec.put("calibration", calibratedAfter >= 0);
            Map<String, Object> errors = Map.of("name", "errors", "errorRate", Map.of());
            Map<String, Object> latency = Map.of("name", "latency", "latency", Map.of("bounds", List.of("250ms")));
            Map<String, Object> tested =
                    Map.of("name", "tested", "method", "gTest", "errorRate", Map.of(), "role", "advisory");
            Map<String, Object> queue = Map.of("name", "queue", "custom", Map.of("query", "sum(x{v=\"${version}\"})"));
            spec.put("metrics", hasLevels ? List.of(errors, latency, tested, queue) : List.of(errors, latency));
            spec.put(
                    "steps",
                    WEIGHTS.stream().map(weight -> Map.of("weight", weight)).toList());
            return TrackTest.template(spec);
        }
    }

    /** When the controller dies, for how many ticks none runs, and how many the replay takes. */
    record Death(int at, int ticks, int replayTakes) {}

    @Property(tries = 25)
    void aJudgeOfAReplayedPastSaysTheSameAsOneThatWasNeverInterrupted(
            @ForAll long seed,
            @ForAll("shapes") Shape shape,
            @ForAll("events") List<Event> events,
            @ForAll("deaths") Death death) {
        // An answer that had not come when the controller died is asked for again and known from the beginning.
        var stage = new Stage(seed, shape.answeredBefore(death.at));
        boolean isReplayed = false;
        for (int tick = 0; tick < END; tick++) {
            stage.happen(events, tick, tick < death.at || tick > death.at + death.ticks);
            stage.advance();
            if (tick < BEGIN) {
                continue;
            }
            if (tick == BEGIN) {
                stage.begin();
            }
            if (tick == death.at) {
                stage.die();
            }
            if (tick == death.at + death.ticks) {
                stage.takeUp();
            }
            isReplayed |= stage.tick(tick, death.replayTakes);
            if (isReplayed) {
                assertThat(said(stage.taken().verdict()))
                        .isEqualTo(said(stage.whole().verdict()));
            }
        }
        assertThat(isReplayed).isTrue();
        assertThat(said(stage.taken().explain())).isEqualTo(said(stage.whole().explain()));
    }

    /**
     * All but how many ticks were flagged: the new process does not know for how long the proxies have been away that vanished
     * before it was there, and counts what they had counted all the same.
     */
    private static Judgement said(Judgement all) {
        List<Finding> findings = all.findings().stream()
                .filter(finding -> finding.code() != Finding.Code.UNCERTAIN_COUNTS)
                .toList();
        return new Judgement(all.verdict(), all.reason(), all.evidence(), findings, all.forecast());
    }

    @Provide
    Arbitrary<Shape> shapes() {
        return Combinators.combine(
                        Arbitraries.of(5, 10, 15),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(0, 12),
                        Arbitraries.integers().between(-1, 20),
                        Arbitraries.of(true, false),
                        Arbitraries.of(2, 5, 15))
                .as(Shape::new);
    }

    @Provide
    Arbitrary<List<Event>> events() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, END - 1),
                        Arbitraries.of(Kind.class),
                        Arbitraries.integers().between(0, 30))
                .as(Event::new)
                .list()
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<Death> deaths() {
        return Combinators.combine(
                        Arbitraries.integers().between(BEGIN + 2, END - 90),
                        Arbitraries.integers().between(0, 50),
                        Arbitraries.integers().between(0, 8))
                .as(Death::new);
    }

    /** One process: its collector and its judge. */
    private static final class Controlling {
        final Collector collector;
        final Judging judging;

        Controlling(SimulatedMetricSource source, Judging judging) {
            this.collector = new Collector(source);
            this.judging = judging;
        }
    }

    private static final class Stage {
        private final Shape shape;
        private final SimulatedMesh mesh;
        private final SimulatedMetricSource source;
        private final Backends backends;
        private final Levels levels = new Levels(Stage::numbers);
        private final Release release;
        private final Plan plan;
        private final Demand demand;
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");
        private int step = -1;

        private @Nullable Controlling whole;
        private @Nullable Controlling taken;
        private @Nullable Release recorded;
        private Judging.@Nullable Past wanted;
        private int wantedAt;

        Stage(long seed, Shape shape) {
            this.shape = shape;
            this.mesh = DemoScenario.SHOP.mesh(now, seed, host -> routing());
            mesh.stopTraffic();
            mesh.setRate(HOST, 40);
            this.source = new SimulatedMetricSource(mesh, Duration.ofSeconds(shape.scrape), Duration.ofHours(1));
            this.backends = new OneBackend(Reporter.SOURCE, source, source, Stage::numbers, Duration.ZERO);
            Instant begin = now.plus(Scene.TICK.multipliedBy(BEGIN + 1));
            Release scene =
                    new Scene(shape.template()).ask("v2").until(found -> found.state() instanceof State.Progressing);
            this.plan = scene.plan().orElseThrow();
            this.release = Release.requested(scene.id(), scene.request(), begin)
                    .with(new State.Progressing(plan, 0, begin, Optional.empty(), Optional.empty()));
            this.demand = Demand.of(release);
        }

        Judging whole() {
            return requireNonNull(whole).judging;
        }

        Judging taken() {
            return requireNonNull(taken).judging;
        }

        void advance() {
            now = now.plus(Scene.TICK);
            source.advance(now);
        }

        void begin() {
            whole = new Controlling(source, Judging.begun(plan, release, now));
            taken = new Controlling(source, Judging.begun(plan, release, now));
            lead(true);
        }

        /** Only what was recorded is left. */
        void die() {
            Judging died = taken();
            recorded = release.with(died.course())
                    .with(died.verdict(), died.state().firstCanaryRequest());
            taken = null;
        }

        void takeUp() {
            var next = new Controlling(source, Judging.begun(plan, requireNonNull(recorded), now));
            assertThat(next.judging.isTakenUp()).isTrue();
            next.judging.lead(changed(), now, false);
            taken = next;
        }

        /** Whether the past has been replayed by now. */
        boolean tick(int tick, int replayTakes) {
            observe(requireNonNull(whole), tick);
            if (taken == null) {
                return false;
            }
            observe(taken, tick);
            taken.judging.toReplay().ifPresent(past -> {
                wanted = past;
                wantedAt = tick;
            });
            if (wanted != null && tick == wantedAt + replayTakes) {
                replay(wanted);
            }
            return wanted != null && tick >= wantedAt + replayTakes;
        }

        private void replay(Judging.Past past) {
            assertThat(taken().isWaitingFor(past.to())).isTrue();
            var replay = new Replay(requireNonNull(recorded).with(past.course()), past.to());
            try {
                Replay.Outcome outcome = replay.run(backends, step -> BACKEND, () -> {}, () -> true);
                assertThat(outcome.failure()).isEmpty();
                assertThat(outcome.isWhole()).isTrue();
                taken().goOn(outcome.state().orElseThrow(), outcome.answer());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private void observe(Controlling process, int tick) {
            if (tick == BEGIN + shape.calibratedAfter && shape.calibratedAfter >= 0) {
                Release begun = requireNonNull(release);
                Histories.Recollection found = Histories.recollection(
                        source.history(Histories.query(begun).orElseThrow()));
                process.judging.observe(new Observation.Remembered(now, found.history(), found.reason()));
            }
            Map<String, Observation> observations = process.collector.collect(now, List.of(demand));
            Map<String, Counted> awaiting = Levels.awaiting(observations, List.of(demand));
            var all = new HashMap<>(observations);
            all.putAll(levels.read(now, awaiting, List.of(demand)));
            all.values().forEach(process.judging::observe);
        }

        private WeightChanged changed() {
            int weight = WEIGHTS.get(step);
            return new WeightChanged(now, step + 1, weight, plan.weightAfter(step), true);
        }

        private void lead(boolean isFirst) {
            step = isFirst ? 0 : Math.min(step + 1, WEIGHTS.size() - 1);
            for (Controlling each : new Controlling[] {whole, taken}) {
                if (each != null) {
                    each.judging.lead(changed(), now, true);
                }
            }
        }

        /** @param mayLead whether somebody is there to move weights */
        void happen(List<Event> events, int tick, boolean mayLead) {
            for (Event event : events) {
                if (event.tick == tick) {
                    happen(event, mayLead && tick > BEGIN);
                }
            }
        }

        private void happen(Event event, boolean mayLead) {
            List<SimulatedProxy> proxies = mesh.proxies();
            String pod = proxies.get(event.which % proxies.size()).pod();
            switch (event.kind) {
                case NEXT_WEIGHT -> {
                    if (mayLead) {
                        lead(false);
                    }
                }
                case GOOD_CANARY -> mesh.setBehaviour(HOST, "v2", Behaviour.withErrorRatio(0.001));
                case BAD_CANARY -> mesh.setBehaviour(HOST, "v2", Behaviour.withErrorRatio(event.which / 60.0));
                case OTHER_RATE -> mesh.setRate(HOST, 5 * event.which);
                case BIRTH -> mesh.addPod(HOST, event.which % 2 == 0 ? "v1" : "v2");
                case DEATH -> mesh.kill(pod);
                case RESTART -> mesh.restart(pod);
                case UNREACHABLE -> mesh.setReachable(pod, false);
                case REACHABLE -> proxies.forEach(proxy -> mesh.setReachable(proxy.pod(), true));
            }
        }

        private Map<String, Object> routing() {
            Map<String, Object> virtualService = DemoScenario.SHOP.virtualService(DemoScenario.CHECKOUT);
            return step < 0 ? virtualService : weighted(virtualService, WEIGHTS.get(step));
        }

        @SuppressWarnings("unchecked")
        private static Map<String, Object> weighted(Map<String, Object> virtualService, int weight) {
            var http = (List<Map<String, Object>>)
                    requireNonNull(((Map<String, Object>) requireNonNull(virtualService.get("spec"))).get("http"));
            var route =
                    (List<Map<String, Object>>) requireNonNull(http.getFirst().get("route"));
            route.getFirst().put("weight", 100 - weight);
            route.getLast().put("weight", weight);
            return virtualService;
        }

        /** Numbers that are different at every time, and the same for everybody who asks for that time. */
        private static Map<LevelSource.Query, Level> numbers(
                Instant at, java.util.Collection<LevelSource.Query> queries) {
            var levels = new HashMap<LevelSource.Query, Level>();
            long turn = at.getEpochSecond() / 5;
            queries.forEach(query -> levels.put(
                    query,
                    turn % 7 == 0 ? new Level.Absent("no series") : new Level.Read(100 + turn % 5, 100 + turn % 11)));
            return levels;
        }
    }
}
