package io.serinus.metric;

import io.serinus.metric.Uncertainty.Kind;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one kind of counters had counted when they were last read, per series, and the rules by which the next read becomes
 * increments. A backend's answer is never subtracted from another answer of the backend, only from what was really counted:
 * so nothing is counted twice, and what arrives late is counted late.
 *
 * <ol>
 *   <li>A series that rose counts its rise; from zero if its process is certainly another one.
 *   <li>A series that fell counts from zero if its process is young (a restart). Otherwise the fall is held for one read and
 *       accepted at the second, without counting: an eviction, or two replicas of the backend that disagree.
 *   <li>A new series counts from zero if its proxy was known before or its process is young. Otherwise it was only
 *       discovered: its history is remembered and refused.
 *   <li>A series that its proxy does not have any more, though the proxy is scraped, ended with its process if that may have
 *       restarted: when the new process has it, it counts from zero.
 *   <li>A series of a proxy without current values keeps its memory. Its last known values count as far as they rose; if
 *       they fell and it comes back as a new process, it counts from zero.
 * </ol>
 *
 * <p>With one series per key and process, as where a proxy reports for its own workload, this never counts more than was
 * true. Where a key sums several series, a proxy that restarted and then vanished between two reads may have the last rise
 * of its old process counted against the new one's as well.
 *
 * @param from since when the counters of every scraped proxy are known
 * @param readAt the last read
 * @param series the memory
 * @param instances the proxies that hold any of the series
 */
record CounterMemory<S, V>(
        CounterKind<S, V> kind, Instant from, Instant readAt, Map<S, Remembered<V>> series, Set<Instance> instances) {

    /** What the last read made of a series. */
    enum State {
        /** Its value is current, or was when the proxy was last scraped. */
        READ,
        /** Its value was read when the proxy was gone: nobody knows of which process it is. */
        LAST_KNOWN,
        /** It was lower and is not believed yet. */
        LOWERED,
        /** It was lower after the proxy vanished: a process that comes back as a new one counts from zero, however high. */
        FALLEN,
        /** Its process has ended, and the new one does not have it yet. */
        ENDED,
        /** It disappeared from a process that goes on. */
        DROPPED
    }

    /**
     * @param at when the value was counted, or somewhat earlier
     */
    record Remembered<V>(V value, Instant at, State state) {
        Remembered<V> in(State other) {
            return new Remembered<>(value, at, other);
        }
    }

    /**
     * What was counted.
     *
     * @param since all of it was counted after that time, but for one scrape interval; null if nobody knows
     */
    record Increment<V>(V value, @Nullable Instant since) {}

    /**
     * Why the count of one series may not be exact.
     *
     * @param requests how many were left out; 0 if nobody knows
     */
    record Doubt(Uncertainty.Kind kind, long requests) {}

    /**
     * @param increments what was counted since the last read; series without a rise are absent
     * @param doubts of series, beside those that concern all series of a proxy
     */
    record Reading<S, V>(CounterMemory<S, V> next, Map<S, Increment<V>> increments, Map<S, Doubt> doubts) {}

    /**
     * The memory at the beginning, when nothing is counted: current values, else the last known ones. Those of a proxy that is
     * scraped, has none of them any more and has restarted since are of its old process.
     */
    static <S, V> CounterMemory<S, V> primed(
            CounterKind<S, V> kind, Instant from, Sweep now, Map<S, V> current, Map<S, V> lastKnown) {
        Instant at = now.at();
        var series = new HashMap<S, Remembered<V>>();
        current.forEach((key, value) -> series.put(key, new Remembered<>(value, at, State.READ)));
        var counting = instancesOf(kind, current.keySet());
        lastKnown.forEach((key, value) -> {
            Instance instance = kind.instance(key);
            if (!counting.contains(instance)) {
                State state = now.mayHaveBegunAfter(instance, from) ? State.ENDED : State.LAST_KNOWN;
                series.put(key, new Remembered<>(value, from, state));
            }
        });
        return new CounterMemory<>(kind, from, at, Map.copyOf(series), instancesOf(kind, series.keySet()));
    }

    Reading<S, V> read(Sweep sweep, Map<S, V> current, Map<S, V> tail) {
        var pass = new Pass(sweep, current);
        series.keySet().stream().filter(key -> !current.containsKey(key)).forEach(pass::absent);
        current.forEach(pass::current);
        tail.forEach(pass::tail);
        return pass.reading();
    }

    private static <S, V> Set<Instance> instancesOf(CounterKind<S, V> kind, Set<S> keys) {
        var instances = new HashSet<Instance>();
        keys.forEach(key -> instances.add(kind.instance(key)));
        return Set.copyOf(instances);
    }

    /** One read in the making. */
    private final class Pass {
        private final Sweep sweep;
        private final Set<Instance> restarted;
        private final Map<S, Remembered<V>> next = new HashMap<>();
        private final Map<S, Increment<V>> increments = new HashMap<>();
        private final Map<S, Doubt> doubts = new HashMap<>();

        Pass(Sweep sweep, Map<S, V> current) {
            this.sweep = sweep;
            this.restarted = restarted(current);
            series.forEach((key, memory) -> {
                if (sweep.remembers(kind.instance(key))) {
                    next.put(key, memory);
                }
            });
        }

        /** The proxies whose process is certainly another one than at the last read: those that may be, and lack counts. */
        private Set<Instance> restarted(Map<S, V> current) {
            var certain = new HashSet<Instance>();
            series.forEach((key, memory) -> {
                Instance instance = kind.instance(key);
                if (!sweep.isPresent(instance) || !sweep.mayHaveRestarted(instance, readAt)) {
                    return;
                }
                V now = current.get(key);
                boolean wasThere = memory.state != State.ENDED && memory.state != State.DROPPED;
                boolean lacks = now == null || kind.total(now) < kind.total(memory.value);
                if ((wasThere && lacks) || sweep.hasRestarted(instance, readAt)) {
                    certain.add(instance);
                }
            });
            return certain;
        }

        void absent(S key) {
            Remembered<V> memory = next.get(key);
            if (memory == null || !sweep.isPresent(kind.instance(key)) || memory.state == State.ENDED) {
                return;
            }
            if (restarted.contains(kind.instance(key))) {
                next.put(key, memory.in(State.ENDED));
            } else if (memory.state == State.READ || memory.state == State.LAST_KNOWN) {
                next.put(key, memory.in(State.DROPPED));
            }
        }

        void current(S key, V value) {
            Instance instance = kind.instance(key);
            Remembered<V> memory = series.get(key);
            if (memory == null) {
                if (isKnown(instance) || sweep.isYoung(instance, readAt)) {
                    count(key, value, value);
                } else if (sweep.awaitsAge(instance)) {
                    doubt(key, Kind.AGELESS);
                } else {
                    refuse(key, value);
                }
            } else if (isFromZero(memory, instance)) {
                count(key, value, value);
            } else if (kind.total(value) >= kind.total(memory.value)) {
                if (memory.state == State.DROPPED) {
                    doubt(key, Kind.FELL);
                }
                count(key, kind.since(value, memory.value), value);
            } else if (sweep.isRestart(instance, readAt)) {
                count(key, value, value);
            } else {
                doubt(key, Kind.FELL);
                if (memory.state == State.LOWERED) {
                    count(key, null, value);
                } else {
                    next.put(key, memory.in(State.LOWERED));
                }
            }
        }

        private boolean isFromZero(Remembered<V> memory, Instance instance) {
            return switch (memory.state) {
                case ENDED -> true;
                case FALLEN -> sweep.isNewProcess(instance);
                case READ -> restarted.contains(instance);
                case LAST_KNOWN, LOWERED, DROPPED -> false;
            };
        }

        void tail(S key, V value) {
            Instance instance = kind.instance(key);
            if (sweep.isPresent(instance)) {
                return;
            }
            Remembered<V> memory = series.get(key);
            if (memory != null && memory.state == State.ENDED) {
                if (sweep.isTailOfOneProcess(instance)) {
                    count(key, value, value);
                }
            } else if (memory != null && kind.total(value) < kind.total(memory.value)) {
                next.put(key, memory.in(State.FALLEN));
            } else if (sweep.hasPureTail(instance)) {
                riseOfTail(key, value, memory);
            }
        }

        private void riseOfTail(S key, V value, @Nullable Remembered<V> memory) {
            if (memory != null) {
                count(key, kind.since(value, memory.value), value);
                return;
            }
            doubt(key, Kind.ABSENT);
            if (isKnown(kind.instance(key)) || sweep.isTailYoung(kind.instance(key), readAt)) {
                count(key, value, value);
            } else {
                refuse(key, value);
            }
        }

        private boolean isKnown(Instance instance) {
            return instances.contains(instance) || sweep.knew(instance, from, readAt);
        }

        private void count(S key, @Nullable V increment, V value) {
            remember(key, value);
            if (increment != null && kind.total(increment) > 0) {
                Remembered<V> memory = series.get(key);
                Instant since = memory == null
                        ? sweep.unreadSince(kind.instance(key), readAt).orElse(null)
                        : memory.at;
                increments.put(key, new Increment<>(increment, since));
            }
        }

        private void refuse(S key, V value) {
            remember(key, value);
            doubts.put(key, new Doubt(Kind.DISCOVERED_LATE, kind.total(value)));
        }

        private void doubt(S key, Kind why) {
            doubts.put(key, new Doubt(why, 0));
        }

        private void remember(S key, V value) {
            Instance instance = kind.instance(key);
            State state = sweep.isPresent(instance) ? State.READ : State.LAST_KNOWN;
            next.put(key, new Remembered<>(value, sweep.countedBy(instance), state));
        }

        Reading<S, V> reading() {
            var memory =
                    new CounterMemory<>(kind, from, sweep.at(), Map.copyOf(next), instancesOf(kind, next.keySet()));
            return new Reading<>(memory, increments, doubts);
        }
    }
}
