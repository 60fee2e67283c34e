package io.serinus.controller;

import static java.util.Objects.requireNonNull;

import io.serinus.analysis.Observation;
import io.serinus.analysis.Observation.Counted;
import io.serinus.metric.Level;
import io.serinus.metric.LevelSource;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Adds the numbers of custom metrics to the counts of the intervals that they belong to. They are read after the counters
 * and never in their place: whatever becomes of them, the counts are as they were.
 */
final class Levels {
    private final LevelSource source;

    Levels(LevelSource source) {
        this.source = requireNonNull(source, "source is null");
    }

    /** Those of a tick's observations that end an interval of a release with custom metrics. */
    static Map<String, Counted> awaiting(Map<String, Observation> observations, List<Demand> demands) {
        var awaiting = new HashMap<String, Counted>();
        for (Demand demand : demands) {
            if (!demand.levels().isEmpty()
                    && observations.get(demand.releaseKey()) instanceof Counted counted
                    && counted.endsInterval()) {
                awaiting.put(demand.releaseKey(), counted);
            }
        }
        return awaiting;
    }

    /**
     * The same observations with the numbers, for all releases together. Waits for the source.
     *
     * @param at the instant they are read at, the end of the interval
     */
    Map<String, Observation> read(Instant at, Map<String, Counted> awaiting, List<Demand> demands) {
        List<Demand> asking = demands.stream()
                .filter(demand -> awaiting.containsKey(demand.releaseKey()))
                .toList();
        var queries = new HashSet<LevelSource.Query>();
        asking.forEach(demand -> queries.addAll(demand.levels().queries().values()));
        Map<LevelSource.Query, Level> answers = answers(at, queries);
        var observations = new HashMap<String, Observation>();
        for (Demand demand : asking) {
            var levels = new HashMap<>(demand.levels().unaskable());
            demand.levels()
                    .queries()
                    .forEach((metric, query) -> levels.put(
                            metric, answers.getOrDefault(query, new Level.Absent("The source has not answered."))));
            Counted counted = requireNonNull(awaiting.get(demand.releaseKey()));
            observations.put(demand.releaseKey(), counted.with(levels));
        }
        return observations;
    }

    private Map<LevelSource.Query, Level> answers(Instant at, Set<LevelSource.Query> queries) {
        if (queries.isEmpty()) {
            return Map.of();
        }
        try {
            return source.levels(at, queries);
        } catch (RuntimeException e) {
            var absent = new HashMap<LevelSource.Query, Level>();
            queries.forEach(query -> absent.put(query, new Level.Absent("It could not be asked: " + e + ".")));
            return absent;
        }
    }
}
