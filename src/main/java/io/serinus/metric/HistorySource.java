package io.serinus.metric;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Port: what the baseline's pods did before a release. Calls may take long; they are made beside the loop. */
public interface HistorySource {

    /**
     * The counts of the version's pods in two halves.
     *
     * @return empty if the version has fewer than two pods that can be told apart
     * @throws SourceUnavailableException if the backend did not answer completely in time
     */
    Optional<BaselineHistory> history(Query query) throws SourceUnavailableException;

    /**
     * Which history is wanted.
     *
     * @param version the baseline
     * @param from where the first interval begins
     * @param to where the last one ends
     * @param interval how long each is; positive
     */
    record Query(Version version, Instant from, Instant to, Duration interval) {
        public Query {
            requireNonNull(version, "version is null");
            requireNonNull(interval, "interval is null");
            if (!interval.isPositive() || !from.isBefore(to)) {
                throw new IllegalArgumentException("no interval of " + interval + " between " + from + " and " + to);
            }
        }
    }
}
