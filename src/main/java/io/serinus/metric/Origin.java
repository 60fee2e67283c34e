package io.serinus.metric;

import static java.util.Objects.requireNonNull;

/**
 * Where the counters of a release come from.
 *
 * @param backend the metrics backend's name, see {@link Backends}
 * @param reporter whose counters
 */
public record Origin(String backend, Reporter reporter) {
    public Origin {
        requireNonNull(backend, "backend is null");
        requireNonNull(reporter, "reporter is null");
    }
}
