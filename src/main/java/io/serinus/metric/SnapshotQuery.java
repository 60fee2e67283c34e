package io.serinus.metric;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a snapshot must hold: for all releases of a tick together.
 *
 * @param at the evaluation time
 * @param bounds the destination hosts whose series are wanted, with what is wanted of their histograms; none means an
 *     empty snapshot with ages only
 * @param form current values, or the last known ones
 */
public record SnapshotQuery(Instant at, Map<String, BucketBounds> bounds, Form form) {
    public SnapshotQuery {
        requireNonNull(at, "at is null");
        bounds = Map.copyOf(bounds);
        requireNonNull(form, "form is null");
    }

    /** The same of every host's histograms. */
    public SnapshotQuery(Instant at, Set<String> hosts, BucketBounds bounds, Form form) {
        this(at, ofEach(hosts, bounds), form);
    }

    private static Map<String, BucketBounds> ofEach(Set<String> hosts, BucketBounds bounds) {
        var ofEach = new HashMap<String, BucketBounds>();
        hosts.forEach(host -> ofEach.put(host, bounds));
        return ofEach;
    }

    /** The destination hosts whose series are wanted. */
    public Set<String> hosts() {
        return bounds.keySet();
    }

    /** What is wanted of the host's histograms. */
    public BucketBounds boundsOf(String host) {
        return bounds.getOrDefault(host, BucketBounds.none());
    }

    /** The hosts whose histograms are wanted, told apart by whether certain bounds or all of them are. */
    public Map<BucketBounds, Set<String>> hostsByBounds() {
        var certain = new TreeSet<String>();
        var all = new TreeSet<String>();
        BucketBounds union = BucketBounds.none();
        for (var host : new TreeMap<>(bounds).entrySet()) {
            switch (host.getValue()) {
                case BucketBounds.None _ -> {}
                case BucketBounds.All _ -> all.add(host.getKey());
                case BucketBounds.Exactly exactly -> {
                    certain.add(host.getKey());
                    union = union.or(exactly);
                }
            }
        }
        var sorted = new HashMap<BucketBounds, Set<String>>();
        if (!certain.isEmpty()) {
            sorted.put(union, certain);
        }
        if (!all.isEmpty()) {
            sorted.put(BucketBounds.all(), all);
        }
        return sorted;
    }

    /** Which value of a series is meant. */
    public sealed interface Form {
        /** The value at the evaluation time; a series whose last scrape failed or whose proxy is gone has none. */
        record Current() implements Form {}

        /**
         * The newest value within the lookback, stale or not.
         *
         * @param only the instances wanted; empty means all
         */
        record LastKnown(Duration lookback, Set<Instance> only) implements Form {
            public LastKnown {
                requireNonNull(lookback, "lookback is null");
                only = Set.copyOf(only);
            }
        }
    }
}
