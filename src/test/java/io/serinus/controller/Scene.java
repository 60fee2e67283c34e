package io.serinus.controller;

import static java.util.Objects.requireNonNull;

import io.serinus.analysis.Observation;
import io.serinus.analysis.Observation.Counted;
import io.serinus.analysis.Series;
import io.serinus.catalog.Catalog;
import io.serinus.catalog.TemplateFiles;
import io.serinus.metric.Backends;
import io.serinus.metric.HistorySource;
import io.serinus.metric.Level;
import io.serinus.metric.LevelSource;
import io.serinus.metric.MetricSource;
import io.serinus.metric.OneBackend;
import io.serinus.metric.PastSpan;
import io.serinus.metric.Reporter;
import io.serinus.metric.Snapshot;
import io.serinus.metric.SnapshotQuery;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.release.Action;
import io.serinus.release.Command;
import io.serinus.release.HookDesk;
import io.serinus.release.Mark;
import io.serinus.release.NotificationsPage;
import io.serinus.release.Outbox;
import io.serinus.release.Plan;
import io.serinus.release.PodTrouble;
import io.serinus.release.Preflight;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.ReleaseStore;
import io.serinus.release.Signals.Ground;
import io.serinus.release.StoreException;
import io.serinus.release.Trigger;
import io.serinus.routing.Annotations;
import io.serinus.routing.DestinationRule;
import io.serinus.routing.Endpoint;
import io.serinus.routing.JsonPatch;
import io.serinus.routing.MeshView;
import io.serinus.routing.PatchFailedException;
import io.serinus.routing.PatchOperation;
import io.serinus.routing.Router;
import io.serinus.routing.RoutingException;
import io.serinus.routing.VirtualService;
import io.serinus.simulation.Behaviour;
import io.serinus.simulation.DemoScenario;
import io.serinus.simulation.SimulatedCluster;
import io.serinus.simulation.SimulatedMesh;
import io.serinus.simulation.SimulatedMetricSource;
import io.serinus.simulation.SimulatedWorkloads;
import io.serinus.testbed.ByWeights;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One VirtualService with its traffic, its releases and everything that can go wrong around it, tick by tick in simulated
 * time: no threads, no clock.
 */
final class Scene implements Router, ReleaseStore, MetricSource {
    static final Duration TICK = Duration.ofSeconds(5);

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String SERVICE = DemoScenario.CHECKOUT;
    private static final String NAMESPACE = DemoScenario.SHOP.namespace();

    /** Waiting takes no time. */
    static final Pace AT_ONCE = new Pace() {
        @Override
        public Instant instant() {
            return START;
        }

        @Override
        public Duration real(Duration duration) {
            return Duration.ZERO;
        }
    };

    private final SimulatedCluster cluster = new SimulatedCluster();
    private final SimulatedMesh mesh;
    final SimulatedWorkloads workloads;
    final Fleet fleet = new Fleet(NAMESPACE);
    final CopyShop copies = new CopyShop();
    private final SimulatedMetricSource source;
    private final Ports ports;
    private final Preflight preflight;
    private final Levels levels = new Levels(this::levels);
    private Collector collector;
    private Track track;
    private Instant now = START;

    /** Everything that was announced, by its reason. */
    final List<String> announced = new ArrayList<>();
    /** What people were told of each release. */
    final Map<ReleaseId, List<String>> told = new HashMap<>();
    /** The canary's weights, as they were written. */
    final List<Integer> written = new ArrayList<>();

    /** Who tells others. */
    Outbox outbox = Outbox.NONE;

    boolean leads = true;
    boolean sourceIsDown;
    boolean statusCannotBeWritten;
    /** The backend keeps nothing. */
    boolean pastIsGone;
    /** The objects are there, but nobody understands what stands in them. */
    boolean recordsCannotBeRead;

    /** Where set, what the watch shows instead of what stands there now. */
    @Nullable
    VirtualService watched;

    /** Somebody else always writes when a command is to be taken away. */
    boolean commandsStay;

    int conflicts;
    int failingWrites;

    /** The controller dies at its so manieth write from now, counted before and after each; not if negative. */
    int diesAt = -1;

    /** The controller has died in the midst of what it did; {@link #restart} starts another one. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** How many times the weight the proxies send to the canary. */
    int canaryFactor = 1;
    /** Where set, who is asked about the baseline's past, and answers before the tick is over. */
    @Nullable
    HistorySource past;
    /** Where set, who is asked for the numbers of custom metrics. */
    @Nullable
    LevelSource numbers;

    /** What telemetry would hear of. */
    final Heard heard = new Heard();

    Scene() {
        this(Map.of());
    }

    /** With another default template; the usual one where the map is empty. */
    Scene(Map<String, Object> template) {
        cluster.apply(DemoScenario.SHOP.virtualService(SERVICE));
        cluster.apply(new DestinationRule(NAMESPACE, SERVICE, DemoScenario.SHOP.destinationRule(SERVICE)));
        mesh = isCopied(template)
                ? DemoScenario.SHOP
                        .builder(START, 7, host -> inForce())
                        .service(CopyShop.SERVICE)
                        .build()
                : DemoScenario.SHOP.mesh(START, 7, host -> inForce());
        copies.possible = isCopied(template) ? Optional.of(CopyShop.COPY) : Optional.empty();
        source = new SimulatedMetricSource(mesh, Duration.ofSeconds(15), Duration.ofMinutes(30));
        var catalog = new Catalog(
                (namespace, name) -> Optional.of(template).filter(given -> !given.isEmpty()),
                Optional.empty(),
                TemplateFiles.load(Optional.empty()));
        preflight = new Preflight(catalog, "cluster.local", TICK, Optional.of(Set.of(Backends.DEFAULT)));
        workloads = new SimulatedWorkloads(mesh);
        ports = new Ports(
                new OneBackend(Reporter.SOURCE, this, source, this::levels, Duration.ZERO),
                new Watch(),
                workloads,
                this,
                this,
                catalog,
                this::announce,
                HookDesk.NONE,
                release -> outbox.deliver(release),
                fleet,
                copies,
                () -> leads);
        collector = new Collector(this);
        track = newTrack();
    }

    Scene canary(Behaviour behaviour) {
        mesh.setBehaviour(DemoScenario.SHOP.host(SERVICE), DemoScenario.CANARY, behaviour);
        return this;
    }

    Scene copy(Behaviour behaviour) {
        mesh.setBehaviour(CopyShop.COPY.version().host(), "v1-copy", behaviour);
        return this;
    }

    Scene baseline(Behaviour behaviour) {
        mesh.setBehaviour(DemoScenario.SHOP.host(SERVICE), DemoScenario.BASELINE, behaviour);
        return this;
    }

    /** From now on callers of the service, and nobody else's, send so many requests. */
    Scene rate(double requestsPerSecond) {
        mesh.stopTraffic();
        mesh.setRate(DemoScenario.SHOP.host(SERVICE), requestsPerSecond);
        return this;
    }

    /** Ends the pods of a version or starts some. */
    Scene pods(String version, int count) {
        mesh.killAll(DemoScenario.SHOP.host(SERVICE), version);
        for (int i = 0; i < count; i++) {
            mesh.addPod(DemoScenario.SHOP.host(SERVICE), version);
        }
        return this;
    }

    /** What Kubernetes says against the pods of a version from now on. */
    Scene troubles(String version, List<PodTrouble> troubles) {
        workloads.setTroubles(new Endpoint(DemoScenario.SHOP.host(SERVICE), version), troubles);
        return this;
    }

    Instant now() {
        return now;
    }

    /** How many requests the canary has really got. */
    long canaryRequests() {
        return mesh.ledger().requests(DemoScenario.SHOP.host(SERVICE), DemoScenario.CANARY);
    }

    /** Sets the clock on, or back, upon which the controller counts anew. */
    Scene jump(Duration by) {
        now = now.plus(by);
        if (by.isNegative()) {
            collector = new Collector(this);
        }
        return this;
    }

    /** Time has passed for the mesh, and nobody was there. */
    Scene passes() {
        source.advance(now);
        return this;
    }

    /** All releases are as an older version has recorded them. */
    Scene forgetCourses() {
        cluster.all()
                .forEach(release -> cluster.save(new Release(
                        release.id(),
                        release.request(),
                        release.createdAt(),
                        release.plan(),
                        release.state(),
                        release.judgement(),
                        release.firstCanaryRequest(),
                        release.history(),
                        release.log(),
                        release.command(),
                        release.withdrawn(),
                        release.told(),
                        Optional.empty(),
                        Series.NONE)));
        return this;
    }

    /** The release under way as the controller has it in mind, recorded or not. */
    Optional<Release> inMind() {
        return track.active();
    }

    /** Ends all pods of the canary, as a Deployment scaled to zero does: its share of the callers gets 503. */
    Scene withoutCanaryPods() {
        mesh.killAll(DemoScenario.SHOP.host(SERVICE), DemoScenario.CANARY);
        return this;
    }

    Scene ask(String canary) {
        return edit(virtualService ->
                List.of(new PatchOperation.Add("/metadata/annotations", Map.of(Trigger.RELEASE, canary))));
    }

    /** Another object of the mesh. */
    Scene add(Map<String, Object> virtualService) {
        cluster.apply(virtualService);
        return this;
    }

    Scene withdraw() {
        return edit(virtualService -> List.of(new PatchOperation.Remove("/metadata/annotations/serinus.io~1release")));
    }

    Scene command(String text) {
        return edit(virtualService -> Annotations.set(virtualService, Command.ANNOTATION, text));
    }

    /** A look between ticks. */
    Scene look() {
        track.look(Map.of(), false, now, now);
        return this;
    }

    /** What another person or tool does to the VirtualService. */
    Scene edit(Function<VirtualService, List<PatchOperation>> edit) {
        try {
            cluster.apply(JsonPatch.apply(virtualService().tree(), edit.apply(virtualService())));
            return this;
        } catch (PatchFailedException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether the weight in force is the canary's share of all requests. */
    boolean isShare(Release release) {
        return new Traffic(ports.mesh(), this, () -> leads, LoopListener.none()).isShare(release);
    }

    Scene tick() {
        now = now.plus(TICK);
        Map<String, Observation> observations = collector.collect(now, demands());
        // The order of the controller's tick: first what is there, then what waits for numbers, then the past.
        Map<String, Counted> awaiting = Levels.awaiting(observations, demands());
        var others = new HashMap<>(observations);
        others.keySet().removeAll(awaiting.keySet());
        track.look(others, true, now, now);
        if (!awaiting.isEmpty()) {
            track.look(levels.read(now, awaiting, demands()), true, now, now);
        }
        track.toReplay().ifPresent(this::replay);
        HistorySource asked = past;
        if (asked != null) {
            track.toRecall().ifPresent(release -> recall(asked, release));
        }
        return this;
    }

    Scene ticks(int count) {
        for (int i = 0; i < count; i++) {
            tick();
        }
        return this;
    }

    /** What is asked about the past while the release goes on, and answered as wanted. */
    Optional<Release> toRecall() {
        return track.toRecall();
    }

    void remember(Release release, Histories.Recollection found) {
        track.remember(release.id(), now, found);
    }

    boolean isOpenToHistory(Release release) {
        return track.isOpenToHistory(release.id());
    }

    /** Replays as the controller does, and waits for what comes of it. */
    private void replay(Replay replay) {
        var found = new LinkedBlockingQueue<Replay.Outcome>();
        try (var replays = new Replays(ports.backends(), new Origins(ports.backends()), AT_ONCE)) {
            replays.replay(replay, () -> true, found::add);
            Replay.Outcome outcome = requireNonNull(found.poll(30, TimeUnit.SECONDS), "no outcome");
            track.replayed(replay.release().id(), outcome, now);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Asks as the controller does, and waits for the answer. */
    private void recall(HistorySource asked, Release release) {
        var found = new LinkedBlockingQueue<Histories.Recollection>();
        try (var histories = new Histories(_ -> asked, AT_ONCE)) {
            histories.recall(release, () -> isOpenToHistory(release), found::add);
            remember(release, requireNonNull(found.poll(30, TimeUnit.SECONDS), "no answer"));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Goes on until the newest release is as wanted; half an hour at most. */
    Release until(Predicate<Release> wanted) {
        for (int i = 0; i < 360; i++) {
            tick();
            Optional<Release> newest = Trigger.latest(cluster.all());
            if (newest.isPresent() && wanted.test(newest.get())) {
                return newest.get();
            }
        }
        throw new AssertionError("not reached in half an hour: " + Trigger.latest(cluster.all()) + " " + announced);
    }

    /** The controller dies, and another one takes up what is recorded. */
    Scene restart() {
        collector = new Collector(this);
        track = newTrack();
        (recordsCannotBeRead ? List.<Release>of() : cluster.load())
                .forEach(release -> track.adopt(
                        release,
                        Optional.ofNullable(virtualService().annotations().get(Mark.ANNOTATION))
                                .flatMap(Mark::parse),
                        now));
        return this;
    }

    VirtualService virtualService() {
        return cluster.virtualService(NAMESPACE, SERVICE).orElseThrow();
    }

    Object spec() {
        return requireNonNull(virtualService().tree().get("spec"));
    }

    Collection<Release> releases() {
        return cluster.all();
    }

    @Override
    public Snapshot snapshot(SnapshotQuery query) throws SourceUnavailableException {
        if (sourceIsDown) {
            throw new SourceUnavailableException("Prometheus did not answer.");
        }
        return source.snapshot(query);
    }

    @Override
    public MetricSource past(PastSpan span) {
        return query -> {
            if (pastIsGone) {
                throw new SourceUnavailableException("Prometheus keeps nothing");
            }
            return snapshot(query);
        };
    }

    @Override
    public Optional<VirtualService> read(String namespace, String name) {
        return cluster.read(namespace, name);
    }

    @Override
    public Result patch(VirtualService base, List<PatchOperation> operations) throws RoutingException {
        if (conflicts > 0) {
            conflicts--;
            return new Result.Conflict();
        }
        if (failingWrites > 0) {
            failingWrites--;
            throw new RoutingException("the API server did not answer", new java.io.IOException());
        }
        if (commandsStay && operations.equals(Annotations.remove(base, Command.ANNOTATION))) {
            return new Result.Conflict();
        }
        mayDie();
        Result result = cluster.patch(base, operations);
        written.add(weight());
        mayDie();
        return result;
    }

    @Override
    public Collection<Release> all() {
        return cluster.all();
    }

    @Override
    public void onChange(Consumer<ReleaseId> listener) {
        cluster.onChange(listener);
    }

    @Override
    public Collection<Release> load() {
        return cluster.load();
    }

    @Override
    public boolean create(Release release) {
        mayDie();
        boolean isNew = cluster.create(release);
        mayDie();
        return isNew;
    }

    @Override
    public boolean save(Release release) throws StoreException {
        if (statusCannotBeWritten) {
            throw new StoreException("the API server did not answer", new java.io.IOException());
        }
        mayDie();
        boolean isThere = cluster.save(release);
        mayDie();
        return isThere;
    }

    @Override
    public void delete(ReleaseId id) {
        cluster.delete(id);
    }

    private void mayDie() {
        if (diesAt >= 0 && diesAt-- == 0) {
            throw new Death();
        }
    }

    /** The canary's weight as the VirtualService has it. */
    int weight() {
        List<?> http = (List<?>) requireNonNull(((Map<?, ?>) spec()).get("http"));
        List<?> route = http.stream()
                .map(it -> (List<?>) requireNonNull(((Map<?, ?>) it).get("route")))
                .filter(destinations -> destinations.size() > 1)
                .findFirst()
                .orElseThrow();
        return ((Number) requireNonNull(((Map<?, ?>) route.get(1)).get("weight"))).intValue();
    }

    /** The cache, which may be behind. */
    private final class Watch implements MeshView {
        @Override
        public Collection<VirtualService> virtualServices() {
            return List.of(watched == null ? Scene.this.virtualService() : watched);
        }

        @Override
        public Collection<VirtualService> everyVirtualService() {
            return cluster.virtualServices();
        }

        @Override
        public Optional<VirtualService> virtualService(String namespace, String name) {
            return Optional.of(watched == null ? Scene.this.virtualService() : watched);
        }

        @Override
        public Collection<DestinationRule> destinationRules() {
            return cluster.destinationRules();
        }
    }

    /** What the proxies do, whatever the VirtualService says. */
    private Map<String, Object> inForce() {
        Map<String, Object> tree = ByWeights.of(virtualService().tree());
        int weight = weight();
        if (canaryFactor == 1 || weight == 0) {
            return tree;
        }
        try {
            return JsonPatch.apply(
                    tree,
                    List.of(
                            new PatchOperation.Replace("/spec/http/0/route/0/weight", 100 - canaryFactor * weight),
                            new PatchOperation.Replace("/spec/http/0/route/1/weight", canaryFactor * weight)));
        } catch (PatchFailedException e) {
            throw new AssertionError(e);
        }
    }

    private Map<LevelSource.Query, Level> levels(Instant at, Collection<LevelSource.Query> queries) {
        return (numbers == null ? source : numbers).levels(at, queries);
    }

    private Track newTrack() {
        return new Track(
                NAMESPACE, SERVICE, ports, heard, new Surroundings(this::ground, workloads, HookDesk.NONE, copies), 10);
    }

    private Ground ground(Release release) {
        Ground ground = preflight.check(release, Optional.of(virtualService()), cluster.destinationRules(), List.of());
        return ground instanceof Ground.Good(Plan plan) && plan.template().baselineCopy()
                ? Preflight.planned(plan.with(CopyShop.COPY), virtualService())
                : ground;
    }

    private static boolean isCopied(Map<String, Object> template) {
        return template.get("spec") instanceof Map<?, ?> spec && Boolean.TRUE.equals(spec.get("baselineCopy"));
    }

    private List<Demand> demands() {
        return track.counted().stream().map(Demand::of).toList();
    }

    private void announce(@Nullable Release release, Action.Announce announcement) {
        NotificationsPage.requireSaid(announcement);
        announced.add(announcement.reason());
        if (release != null) {
            told.computeIfAbsent(release.id(), _ -> new ArrayList<>()).add(announcement.message());
        }
    }
}
