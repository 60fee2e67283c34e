package io.serinus.metric;

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
 *   <li>A series that rose counts its rise.
 *   <li>A series that fell counts from zero if its process is young (a restart). Otherwise the fall is held for one read and
 *       accepted at the second, without counting: an eviction, or two replicas of the backend that disagree.
 *   <li>A new series counts from zero if its proxy was known before or its process is young. Otherwise it was only
 *       discovered: its history is remembered and refused.
 *   <li>A series without a current value keeps its memory. Its last known values count as far as they rose; if they fell
 *       and it comes back as a new process, it counts from zero.
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

    /**
     * @param at when the value was counted, or somewhat earlier
     * @param lowered the last read was lower and is not believed yet
     * @param fallen the last known value after the proxy vanished was lower: a process that comes back as a new one has
     *     counted from zero, however high
     */
    record Remembered<V>(V value, Instant at, boolean lowered, boolean fallen) {}

    /**
     * What was counted.
     *
     * @param since all of it was counted after that time, but for one scrape interval; null if nobody knows
     */
    record Increment<V>(V value, @Nullable Instant since) {}

    /**
     * @param increments what was counted since the last read; series without a rise are absent
     * @param refused requests that were discovered, not counted
     */
    record Reading<S, V>(CounterMemory<S, V> next, Map<S, Increment<V>> increments, long refused) {}

    /** The memory at the beginning, when nothing is counted: current values, else the last known ones. */
    static <S, V> CounterMemory<S, V> primed(
            CounterKind<S, V> kind, Instant from, Instant at, Map<S, V> current, Map<S, V> lastKnown) {
        var series = new HashMap<S, Remembered<V>>();
        current.forEach((key, value) -> series.put(key, new Remembered<>(value, at, false, false)));
        var counting = instancesOf(kind, current.keySet());
        lastKnown.forEach((key, value) -> {
            if (!counting.contains(kind.instance(key))) {
                series.put(key, new Remembered<>(value, from, false, false));
            }
        });
        return new CounterMemory<>(kind, from, at, Map.copyOf(series), instancesOf(kind, series.keySet()));
    }

    Reading<S, V> read(Sweep sweep, Map<S, V> current, Map<S, V> tail) {
        var pass = new Pass(sweep);
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
        private final Map<S, Remembered<V>> next = new HashMap<>();
        private final Map<S, Increment<V>> increments = new HashMap<>();
        private long refused;

        Pass(Sweep sweep) {
            this.sweep = sweep;
            series.forEach((key, memory) -> {
                if (sweep.remembers(kind.instance(key))) {
                    next.put(key, memory);
                }
            });
        }

        void current(S key, V value) {
            Instance instance = kind.instance(key);
            Remembered<V> memory = series.get(key);
            if (memory == null) {
                if (isKnown(instance) || sweep.isYoung(instance, readAt)) {
                    count(key, value, value);
                } else if (!sweep.awaitsAge(instance)) {
                    refuse(key, value);
                }
            } else if (memory.fallen && sweep.isNewProcess(instance)) {
                count(key, value, value);
            } else if (kind.total(value) >= kind.total(memory.value)) {
                count(key, kind.since(value, memory.value), value);
            } else if (sweep.isRestart(instance, readAt)) {
                count(key, value, value);
            } else if (memory.lowered) {
                count(key, null, value);
            } else {
                next.put(key, new Remembered<>(memory.value, memory.at, true, false));
            }
        }

        void tail(S key, V value) {
            Instance instance = kind.instance(key);
            if (sweep.isPresent(instance)) {
                return;
            }
            Remembered<V> memory = series.get(key);
            if (memory != null && kind.total(value) < kind.total(memory.value)) {
                next.put(key, new Remembered<>(memory.value, memory.at, false, true));
            } else if (sweep.hasPureTail(instance)) {
                riseOfTail(key, value, memory);
            }
        }

        private void riseOfTail(S key, V value, @Nullable Remembered<V> memory) {
            if (memory != null) {
                count(key, kind.since(value, memory.value), value);
            } else if (isKnown(kind.instance(key)) || sweep.isTailYoung(kind.instance(key), readAt)) {
                count(key, value, value);
            } else {
                refuse(key, value);
            }
        }

        private boolean isKnown(Instance instance) {
            return instances.contains(instance) || sweep.knew(instance, from, readAt);
        }

        private void count(S key, @Nullable V increment, V value) {
            next.put(key, new Remembered<>(value, sweep.countedBy(kind.instance(key)), false, false));
            if (increment != null && kind.total(increment) > 0) {
                Remembered<V> memory = series.get(key);
                Instant since = memory == null
                        ? sweep.unreadSince(kind.instance(key), readAt).orElse(null)
                        : memory.at;
                increments.put(key, new Increment<>(increment, since));
            }
        }

        private void refuse(S key, V value) {
            next.put(key, new Remembered<>(value, sweep.countedBy(kind.instance(key)), false, false));
            refused += kind.total(value);
        }

        Reading<S, V> reading() {
            var memory =
                    new CounterMemory<>(kind, from, sweep.at(), Map.copyOf(next), instancesOf(kind, next.keySet()));
            return new Reading<>(memory, increments, refused);
        }
    }
}
