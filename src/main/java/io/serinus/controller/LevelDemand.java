package io.serinus.controller;

import io.serinus.metric.Level;
import io.serinus.metric.LevelSource;
import io.serinus.metric.QueryText;
import io.serinus.metric.QueryText.Variable;
import io.serinus.metric.Version;
import io.serinus.release.Copy;
import io.serinus.release.Plan;
import io.serinus.release.ReleaseId;
import io.serinus.template.Metric;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The custom metrics of one release.
 *
 * @param queries what to ask, by the metric's name
 * @param unaskable the others: their queries cannot be completed for this release
 */
public record LevelDemand(Map<String, LevelSource.Query> queries, Map<String, Level> unaskable) {
    /** No custom metric. */
    public static final LevelDemand NONE = new LevelDemand(Map.of(), Map.of());

    public LevelDemand {
        queries = Map.copyOf(queries);
        unaskable = Map.copyOf(unaskable);
    }

    static LevelDemand of(ReleaseId release, Plan plan) {
        var queries = new HashMap<String, LevelSource.Query>();
        var unaskable = new HashMap<String, Level>();
        for (Metric metric : plan.template().metrics()) {
            if (metric instanceof Metric.Custom custom) {
                try {
                    queries.put(custom.name(), query(release, plan, custom));
                } catch (IllegalArgumentException e) {
                    unaskable.put(custom.name(), new Level.Absent("Nobody can be asked: " + e.getMessage() + "."));
                }
            }
        }
        return queries.isEmpty() && unaskable.isEmpty() ? NONE : new LevelDemand(queries, unaskable);
    }

    boolean isEmpty() {
        return queries.isEmpty() && unaskable.isEmpty();
    }

    private static LevelSource.Query query(ReleaseId release, Plan plan, Metric.Custom custom) {
        Duration interval = plan.template().interval();
        return new LevelSource.Query(
                QueryText.expand(custom.queries().baseline(), values(release, plan, baseline(plan)), interval),
                QueryText.expand(
                        custom.queries().canary(),
                        values(release, plan, plan.target().canary()),
                        interval));
    }

    private static Map<Variable, String> values(ReleaseId release, Plan plan, Version about) {
        var values = new EnumMap<Variable, String>(Variable.class);
        values.put(Variable.NAMESPACE, release.namespace());
        values.put(Variable.HOST, about.host());
        int dot = about.host().indexOf('.');
        values.put(Variable.SERVICE, dot < 0 ? about.host() : about.host().substring(0, dot));
        putLabel(values, Variable.VERSION, about);
        putLabel(values, Variable.BASELINE, baseline(plan));
        putLabel(values, Variable.CANARY, plan.target().canary());
        return values;
    }

    /** A copy's pods have a version of their own, by which queries find them. */
    private static Version baseline(Plan plan) {
        return plan.copy().map(Copy::version).orElse(plan.target().baseline());
    }

    private static void putLabel(Map<Variable, String> values, Variable variable, Version version) {
        if (version.label() != null) {
            values.put(variable, version.label());
        }
    }
}
