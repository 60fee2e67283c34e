package io.serinus.metric;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * What a snapshot must hold: for all releases of a tick together.
 *
 * @param at the evaluation time
 * @param hosts the destination hosts whose series are wanted; none means an empty snapshot with ages only
 * @param boundsMillis the latency bounds wanted; empty means no histograms at all
 * @param form current values, or the last known ones
 */
public record SnapshotQuery(Instant at, Set<String> hosts, Set<Double> boundsMillis, Form form) {
    public SnapshotQuery {
        requireNonNull(at, "at is null");
        hosts = Set.copyOf(hosts);
        boundsMillis = Set.copyOf(boundsMillis);
        requireNonNull(form, "form is null");
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
