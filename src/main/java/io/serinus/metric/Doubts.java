package io.serinus.metric;

import io.serinus.metric.CounterMemory.Doubt;
import io.serinus.metric.Uncertainty.Extent;
import io.serinus.metric.Uncertainty.Kind;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what makes one read uncertain, for each version by itself. */
final class Doubts {
    private final Sweep sweep;
    private final Instant readAt;
    private final Target target;
    private final boolean countsWhereServed;
    private final Map<Instance, Set<Kind>> judged = new HashMap<>();
    private final Map<Optional<Version>, Tally> tallies = new HashMap<>();

    /**
     * @param readAt the last read of the requests
     * @param countsWhereServed whether a proxy counts requests of one version only; else what concerns a caller's proxy
     *     concerns both versions, as it may have called either unseen
     */
    Doubts(Sweep sweep, Instant readAt, Target target, boolean countsWhereServed) {
        this.sweep = sweep;
        this.readAt = readAt;
        this.target = target;
        this.countsWhereServed = countsWhereServed;
    }

    /** A proxy that has counted such requests: what concerns it as a whole. */
    void proxy(Instance instance, Destination destination) {
        for (Kind kind : judged.computeIfAbsent(instance, this::judge)) {
            tally(target.versionOf(destination)).add(kind, instance, 0);
            if (!countsWhereServed) {
                tally(target.baseline()).add(kind, instance, 0);
                tally(target.canary()).add(kind, instance, 0);
            }
        }
    }

    /** What concerns one series. */
    void add(Instance instance, Destination destination, Doubt doubt) {
        tally(target.versionOf(destination)).add(doubt.kind(), instance, doubt.requests());
    }

    void unreadable(@Nullable Version version, int histograms) {
        tally(version).unreadable += histograms;
    }

    Compared<Uncertainty> ofVersions() {
        return new Compared<>(
                tally(target.baseline()).uncertainty(), tally(target.canary()).uncertainty());
    }

    /** Of what belongs to neither version. */
    Uncertainty elsewhere() {
        var versions = Set.of(Optional.of(target.baseline()), Optional.of(target.canary()));
        return tallies.entrySet().stream()
                .filter(entry -> !versions.contains(entry.getKey()))
                .map(entry -> entry.getValue().uncertainty())
                .reduce(Uncertainty.NONE, Uncertainty::plus);
    }

    private Tally tally(@Nullable Version version) {
        return tallies.computeIfAbsent(Optional.ofNullable(version), fresh -> new Tally());
    }

    private Set<Kind> judge(Instance instance) {
        var kinds = new HashSet<Kind>();
        if (sweep.isMissing(instance, readAt)) {
            kinds.add(Kind.ABSENT);
        }
        if (sweep.isOutdated(instance)) {
            kinds.add(Kind.OUTDATED);
        }
        if (sweep.hasRestarted(instance, readAt)) {
            kinds.add(Kind.RESTARTED);
        } else if (sweep.mayHaveRestarted(instance, readAt)) {
            kinds.add(Kind.YOUNG);
        }
        if (sweep.hasReturned(instance, readAt)) {
            kinds.add(Kind.RETURNED);
        }
        if (sweep.isAgeless(instance)) {
            kinds.add(Kind.AGELESS);
        }
        return kinds;
    }

    private static final class Tally {
        private final Map<Kind, Set<Instance>> proxies = new EnumMap<>(Kind.class);
        private final Map<Kind, Long> requests = new EnumMap<>(Kind.class);
        private int unreadable;

        void add(Kind kind, Instance instance, long missing) {
            proxies.computeIfAbsent(kind, fresh -> new HashSet<>()).add(instance);
            requests.merge(kind, missing, Long::sum);
        }

        Uncertainty uncertainty() {
            if (proxies.isEmpty() && unreadable == 0) {
                return Uncertainty.NONE;
            }
            var extents = new EnumMap<Kind, Extent>(Kind.class);
            proxies.forEach(
                    (kind, which) -> extents.put(kind, new Extent(which.size(), requests.getOrDefault(kind, 0L))));
            if (unreadable > 0) {
                extents.put(Kind.UNREADABLE, new Extent(unreadable, 0));
            }
            return new Uncertainty(extents);
        }
    }
}
