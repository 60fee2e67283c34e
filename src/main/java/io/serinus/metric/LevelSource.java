package io.serinus.metric;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/** Port: where the numbers of custom metrics come from. */
public interface LevelSource {

    /**
     * The numbers at one instant. One that cannot be read is {@link Level.Absent}; it never fails the others.
     *
     * @param queries complete PromQL, no variables left
     * @return a level for every query
     */
    Map<Query, Level> levels(Instant at, Collection<Query> queries);

    /** The two queries of one metric of one release. */
    record Query(String baseline, String canary) {
        public Query {
            requireNonNull(baseline, "baseline is null");
            requireNonNull(canary, "canary is null");
        }
    }
}
