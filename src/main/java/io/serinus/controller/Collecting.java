package io.serinus.controller;

import static java.util.Objects.requireNonNull;

import io.serinus.analysis.Observation;
import io.serinus.metric.Backends;
import io.serinus.metric.Origin;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Has counters collected, those of each origin by a thread of its own: a backend that is slow or away keeps only the releases
 * waiting that are judged by it. Called by one thread; what comes of it is delivered by others.
 */
final class Collecting implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Collecting.class);

    /** Takes what came of a tick. */
    interface Delivery {
        /**
         * @param observations by release
         * @param releases those that need not wait for more, observed or not
         */
        void take(Map<String, Observation> observations, Set<String> releases);
    }

    /** One origin's collector, and whether it is at work. */
    private static final class Line {
        private final Collector collector;
        private final AtomicBoolean busy = new AtomicBoolean();

        /** What it still brings would be counted a second time by its successor. */
        private volatile boolean discarded;

        Line(Collector collector) {
            this.collector = collector;
        }
    }

    private final Backends backends;
    private final LoopListener listener;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("serinus-collector-", 0).factory());
    private final Set<Line> atWork = ConcurrentHashMap.newKeySet();
    private Map<Origin, Line> lines = new HashMap<>();

    Collecting(Backends backends, LoopListener listener) {
        this.backends = requireNonNull(backends, "backends is null");
        this.listener = requireNonNull(listener, "listener is null");
    }

    /** Begins anew: what was read so far is not subtracted from, and what is under way brings nothing any more. */
    void reset() {
        lines.values().forEach(line -> line.discarded = true);
        lines = new HashMap<>();
    }

    /** Forgets all other origins. */
    void retain(Set<Origin> origins) {
        lines.keySet().retainAll(origins);
    }

    /** Whether nothing is under way, of an earlier life either. */
    boolean isIdle() {
        return atWork.isEmpty();
    }

    /**
     * One tick of one origin.
     *
     * @param delivery first of the releases that need nothing more, then of those that wait for custom metrics
     * @param then called at the end, whatever came of it
     * @return whether it was begun; not while the one before is still under way, whose answer counts later
     */
    boolean collect(Origin origin, Instant at, List<Demand> demands, Delivery delivery, Runnable then) {
        Line line = lines.computeIfAbsent(origin, it -> new Line(new Collector(backends.counters(it))));
        if (!line.busy.compareAndSet(false, true)) {
            LOG.debugf("%s is slower than the tick; its answer counts later", origin);
            return false;
        }
        atWork.add(line);
        threads.execute(() -> {
            try {
                collect(
                        line.collector,
                        origin,
                        at,
                        demands,
                        (observations, releases) -> delivery.take(line.discarded ? Map.of() : observations, releases));
            } catch (RuntimeException e) {
                LOG.errorf(e, "Collecting from %s failed; the next tick tries again", origin);
                delivery.take(Map.of(), keys(demands));
            } finally {
                line.busy.set(false);
                atWork.remove(line);
                then.run();
            }
        });
        return true;
    }

    private void collect(Collector collector, Origin origin, Instant at, List<Demand> demands, Delivery delivery) {
        Map<String, Observation> observations = collector.collect(at, demands);
        Map<String, Observation.Counted> awaiting = Levels.awaiting(observations, demands);
        var others = new HashMap<>(observations);
        others.keySet().removeAll(awaiting.keySet());
        Set<String> ready = keys(demands);
        ready.removeAll(awaiting.keySet());
        // What has been read is delivered before anything else: it is not read again.
        delivery.take(others, ready);
        report(origin, observations);
        if (!awaiting.isEmpty()) {
            delivery.take(new Levels(backends.levels(origin.backend())).read(at, awaiting, demands), awaiting.keySet());
        }
    }

    private static Set<String> keys(List<Demand> demands) {
        return demands.stream().map(Demand::releaseKey).collect(Collectors.toCollection(HashSet::new));
    }

    private void report(Origin origin, Map<String, Observation> observations) {
        Optional<String> failure = observations.values().stream()
                .filter(Observation.SourceDown.class::isInstance)
                .map(down -> ((Observation.SourceDown) down).reason())
                .findFirst();
        if (!observations.isEmpty()) {
            listener.sourceAnswered(origin.backend(), failure);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
