package io.serinus.controller;

import io.serinus.analysis.Observation;
import io.serinus.metric.Origin;
import io.serinus.release.Mark;
import io.serinus.release.Preflight;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.Signals.Ground;
import io.serinus.release.StoreException;
import io.serinus.routing.RoutingException;
import io.serinus.routing.VirtualService;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The loop. At every tick of a grid aligned to the epoch it has the counters of all releases collected in a few queries and
 * hands each release what it brought; between ticks it looks at once at whatever changed in the cluster.
 *
 * <p>Three kinds of threads: the loop, which never waits for the outside; a collecting thread for every origin of counters, which
 * waits for its backend; and a lane for every VirtualService, which waits for the API server.
 */
public final class Controller implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Controller.class);

    /** Changes in the cluster come in showers; looking at them this far apart is soon enough. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** A way back that could not be written does not wait for the next tick. */
    private static final Duration BETWEEN_WAYS_BACK = Duration.ofMillis(500);

    private final Ports ports;
    private final ControllerSettings settings;
    private final Pace pace;
    private final LoopListener listener;
    private final Grounds grounds;
    private final Histories histories;
    private final Origins origins;
    private final Collecting collecting;
    private final Replays replays;

    private final Lanes lanes = new Lanes();
    private final Executor soon =
            CompletableFuture.delayedExecutor(BETWEEN_WAYS_BACK.toMillis(), TimeUnit.MILLISECONDS);
    private final Semaphore changes = new Semaphore(0);
    private final Thread loop = Thread.ofPlatform().name("serinus-loop").unstarted(this::run);

    private volatile boolean closed;

    /** One for each VirtualService, of this lead; replaced as a whole when the lead begins or ends. */
    private volatile Map<String, Track> tracks = new ConcurrentHashMap<>();

    private boolean leading;

    /** A controller at rest; {@link #start} sets it going. */
    public Controller(Ports ports, ControllerSettings settings, Pace pace, LoopListener listener) {
        this.ports = ports;
        this.settings = settings;
        this.pace = pace;
        this.listener = listener;
        this.grounds = new Grounds(
                ports,
                new Preflight(
                        ports.templates(),
                        settings.clusterDomain(),
                        settings.tick(),
                        Optional.of(ports.backends().names())));
        this.histories = new Histories(ports.backends()::history, pace);
        this.origins = new Origins(ports.backends());
        this.collecting = new Collecting(ports.backends(), listener);
        this.replays = new Replays(ports.backends(), origins, pace);
    }

    /** Starts the loop; once. */
    public void start() {
        loop.start();
    }

    /** Something in the cluster changed: look at it soon. May be called from any thread, at any rate. */
    public void wake() {
        changes.release();
    }

    /** Stops the loop and lets writes that have begun finish. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        wake();
        loop.join();
        collecting.close();
        origins.close();
        histories.close();
        replays.close();
        lanes.close();
    }

    private void run() {
        Instant before = pace.instant();
        Instant last = beat(before);
        while (!closed) {
            try {
                boolean changed = awaitChange(last.plus(settings.tick()).plus(afterBeat()));
                Instant now = pace.instant();
                if (now.isBefore(before.minus(settings.tick()))) {
                    LOG.warnf("The clock was set back by %s; counting begins anew", Duration.between(now, before));
                    collecting.reset();
                    last = beat(now);
                }
                before = now;
                Instant at = beat(now);
                boolean due = at.isAfter(last);
                last = due ? at : last;
                listener.wentRound();
                if (closed || !lead()) {
                    continue;
                }
                if (due) {
                    tick(now);
                } else if (changed) {
                    look();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.error("The tick failed; the next one tries again", e);
            }
        }
    }

    /** Waits until the time has come or something changed; true if something changed. */
    private boolean awaitChange(Instant until) throws InterruptedException {
        Duration toGo = Duration.between(pace.instant(), until);
        // Never longer than a tick, however the clock was set meanwhile.
        Duration wait = pace.real(toGo.compareTo(settings.tick()) > 0 ? settings.tick() : toGo);
        if (!changes.tryAcquire(Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS)) {
            return false;
        }
        if (wait.compareTo(BETWEEN_LOOKS) > 0) {
            TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
        }
        changes.drainPermits();
        return true;
    }

    /** Whether this process leads. One that begins to lead reads what is recorded before it does anything else. */
    private boolean lead() {
        boolean mayWrite = ports.mayWrite().getAsBoolean();
        if (mayWrite && !leading) {
            leading = takeOver();
        } else if (!mayWrite && leading) {
            LOG.info("Not leading any more; standing by");
            leading = false;
            tracks.values().forEach(Track::retire);
            tracks = new ConcurrentHashMap<>();
            collecting.reset();
            listener.leading(false);
        }
        return leading;
    }

    /** Nothing of an earlier lead may still be under way, and nothing of the new one begins before all is known. */
    private boolean takeOver() {
        if (!lanes.isIdle() || !collecting.isIdle()) {
            return false;
        }
        try {
            Instant now = pace.instant();
            var known = new ConcurrentHashMap<String, Track>();
            for (Release release : ports.releases().load()) {
                track(known, release.id().namespace(), release.request().virtualService())
                        .adopt(release, mark(release), now);
            }
            tracks = known;
            LOG.infof(
                    "Leading, with %d releases under way",
                    known.values().stream()
                            .filter(track -> track.counted().isPresent())
                            .count());
            listener.leading(true);
            return true;
        } catch (StoreException | RoutingException e) {
            LOG.warnf("What is recorded could not be read, trying again: %s", e.getMessage());
            return false;
        }
    }

    /** What the VirtualService of a release under way says; from the API server, since a cache may be behind. */
    private Optional<Mark> mark(Release release) throws RoutingException {
        return release.state().isTerminal()
                ? Optional.empty()
                : ports.router()
                        .read(release.id().namespace(), release.request().virtualService())
                        .map(found -> found.annotations().get(Mark.ANNOTATION))
                        .flatMap(Mark::parse);
    }

    /** What is counted is looked at when its counts are there, everything else at once. */
    private void tick(Instant now) {
        Map<String, Track> of = tracks;
        refresh(of);
        var wanted = new HashMap<Origin, Map<String, Demand>>();
        var homeless = new HashMap<String, Observation>();
        of.forEach((key, track) -> track.counted().ifPresent(release -> {
            if (origins.isKnown(release)) {
                wanted.computeIfAbsent(origins.of(release, now), _ -> new HashMap<>())
                        .put(key, Demand.of(release));
            } else {
                homeless.put(release.id().toString(), noBackend(release, now));
            }
        }));
        Set<String> uncounted = new HashSet<>(of.keySet());
        wanted.values().forEach(demands -> uncounted.removeAll(demands.keySet()));
        look(of, uncounted, homeless, true);
        collecting.retain(wanted.keySet());
        int releases = wanted.values().stream().mapToInt(Map::size).sum();
        long began = System.nanoTime();
        var open = new AtomicInteger(wanted.size());
        Runnable then = () -> {
            if (open.decrementAndGet() <= 0) {
                listener.ticked(beat(now), Duration.ofNanos(System.nanoTime() - began), releases);
            }
        };
        if (wanted.isEmpty()) {
            then.run();
        }
        wanted.forEach((origin, demands) -> {
            Instant at = grid(now, ports.backends().delay(origin.backend()));
            if (!collecting.collect(
                    origin,
                    at,
                    List.copyOf(demands.values()),
                    (observations, ready) -> look(of, tracks(demands, ready), observations, true),
                    then)) {
                look(of, demands.keySet(), Map.of(), true);
                then.run();
            }
        });
    }

    /** Somebody has taken it away from the configuration while the release was under way. */
    private Observation noBackend(Release release, Instant now) {
        return new Observation.SourceDown(
                beat(now),
                "the controller is not configured with the backend "
                        + release.plan().orElseThrow().template().counting().backend()
                        + " that the release's template names");
    }

    private static Set<String> tracks(Map<String, Demand> demands, Set<String> releases) {
        return demands.entrySet().stream()
                .filter(entry -> releases.contains(entry.getValue().releaseKey()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Between ticks. */
    private void look() {
        Map<String, Track> of = tracks;
        refresh(of);
        look(of, of.keySet(), Map.of(), false);
    }

    /** A track for every VirtualService, and none for those whose last one is over. */
    private void refresh(Map<String, Track> of) {
        for (VirtualService virtualService : ports.mesh().virtualServices()) {
            track(of, virtualService.namespace(), virtualService.name());
        }
        of.values().removeIf(track -> {
            boolean over = track.isOver();
            if (over) {
                track.retire();
            }
            return over;
        });
        Set<ReleaseId> active = of.values().stream()
                .flatMap(track -> track.active().stream())
                .map(Release::id)
                .collect(Collectors.toSet());
        grounds.retain(active);
        origins.retain(active);
    }

    /** Lets VirtualServices that have or want a release have a look, each in its own lane. */
    private void look(Map<String, Track> of, Set<String> keys, Map<String, Observation> observations, boolean isTick) {
        for (String key : keys) {
            Track track = of.get(key);
            if (track == null) {
                continue;
            }
            boolean hasNews = track.active()
                    .filter(release -> observations.containsKey(release.id().toString()))
                    .isPresent();
            // What a tick brought must reach its release; a look without news may be left out while one is under way.
            if (hasNews || !lanes.isBusy(key)) {
                lanes.submit(key, () -> look(key, track, observations, isTick));
            }
        }
    }

    private void look(String key, Track track, Map<String, Observation> observations, boolean isTick) {
        Instant now = pace.instant();
        track.look(observations, isTick, grid(track, now), now);
        track.toRecall()
                .ifPresent(release -> histories.recall(
                        release,
                        () -> track.isOpenToHistory(release.id()),
                        found -> lanes.submit(
                                key, () -> track.remember(release.id(), grid(track, pace.instant()), found))));
        track.active()
                .filter(release -> release.plan().isPresent() && origins.isSettled(release))
                .flatMap(_ -> track.toReplay())
                .ifPresent(replay -> replays.replay(replay, () -> !closed && !track.isRetired(), outcome -> {
                    lanes.submit(key, () -> track.replayed(replay.release().id(), outcome, pace.instant()));
                    wake();
                }));
        if (track.isHurrying(now)) {
            soon.execute(this::wake);
        }
    }

    private Track track(Map<String, Track> among, String namespace, String virtualService) {
        return among.computeIfAbsent(
                namespace + "/" + virtualService,
                key -> new Track(
                        namespace,
                        virtualService,
                        ports,
                        listener,
                        new Surroundings(this::ground, ports.workloads(), ports.hooks(), ports.copies()),
                        settings.keptReleases()));
    }

    private Ground ground(Release release) {
        return grounds.check(
                release,
                tracks.values().stream()
                        .flatMap(track -> track.active().stream())
                        .filter(other -> !other.id().equals(release.id()))
                        .toList());
    }

    /** The newest grid time whose samples the track's backend shows by now. */
    private Instant grid(Track track, Instant now) {
        return grid(
                now,
                track.active()
                        .flatMap(Release::plan)
                        .map(plan -> plan.template().counting().backend())
                        .filter(ports.backends().names()::contains)
                        .map(ports.backends()::delay)
                        .orElseGet(this::shortestDelay));
    }

    /** The loop's own tick, however late backends are, so that it goes on when that changes. */
    private Instant beat(Instant now) {
        return grid(now, afterBeat());
    }

    /** How long after a point of the grid the loop goes round: as soon as the quickest backend shows it. */
    private Duration afterBeat() {
        long delay = shortestDelay().toMillis();
        return Duration.ofMillis(delay % settings.tick().toMillis());
    }

    private Duration shortestDelay() {
        return ports.backends().names().stream()
                .map(ports.backends()::delay)
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private Instant grid(Instant now, Duration delay) {
        long tick = settings.tick().toMillis();
        long shown = now.minus(delay).toEpochMilli();
        return Instant.ofEpochMilli(Math.floorDiv(shown, tick) * tick);
    }
}
