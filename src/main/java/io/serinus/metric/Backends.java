package io.serinus.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Port: the metrics backends by name. What is returned for a name stays the same as long as the process lives. */
public interface Backends {
    /** The name of the one that is meant where none is named. */
    String DEFAULT = "default";

    /** All names, {@link #DEFAULT} among them. */
    Set<String> names();

    /** The counters of one reporter. */
    MetricSource counters(Origin origin);

    /** What the baseline's pods did before a release. */
    HistorySource history(String backend);

    /** The numbers of custom metrics. */
    LevelSource levels(String backend);

    /** How long a sample takes until the backend shows it; counters are read as of now less this. */
    Duration delay(String backend);

    /** Whose counters are read where a template does not say; empty if {@link #reporters} is to be asked. */
    default Optional<Reporter> reporter(String backend) {
        return Optional.empty();
    }

    /**
     * Who has counted requests to any of these hosts lately.
     *
     * @param at the evaluation time
     * @throws SourceUnavailableException if the backend did not answer completely in time
     */
    Set<Reporter> reporters(String backend, Set<String> hosts, Instant at) throws SourceUnavailableException;
}
