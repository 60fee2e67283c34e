package io.serinus.catalog;

import io.serinus.metric.QueryText;
import io.serinus.template.Direction;
import io.serinus.template.LevelTolerance;
import io.serinus.template.Metric;
import io.serinus.template.Queries;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the object {@code custom}; its defaults stand here. */
final class CustomReader {
    static final LevelTolerance TOLERANCE = new LevelTolerance(0.20, 0);
    static final LevelTolerance MARGIN = new LevelTolerance(0.30, 0);

    private static final Pattern NOT_BLANK = Pattern.compile(".*\\S.*", Pattern.DOTALL);
    /** Stands for queries with mistakes. */
    private static final Queries NONE = new Queries("0", "1");

    private CustomReader() {}

    static Metric read(MetricReader.Head head, Fields fields) {
        return new Metric.Custom(
                head.name(),
                head.role(),
                head.importance(),
                head.method(),
                queries(fields),
                fields.word("direction", EnumSet.allOf(Direction.class), Direction.INCREASE),
                tolerance(fields.object("tolerance"), TOLERANCE),
                tolerance(fields.object("margin"), MARGIN));
    }

    private static Queries queries(Fields fields) {
        boolean each = fields.has("baseline") || fields.has("canary");
        if (fields.has("query") == each) {
            fields.problems()
                    .add(
                            fields.path(),
                            (each ? "has query beside baseline or canary" : "has no query")
                                    + ", expected either query, or baseline and canary");
            for (String field : List.of("query", "baseline", "canary")) {
                if (fields.has(field)) {
                    query(fields, field);
                }
            }
            return NONE;
        }
        if (each) {
            Optional<String> baseline = query(fields, "baseline");
            Optional<String> canary = query(fields, "canary");
            return baseline.isEmpty() || canary.isEmpty()
                    ? NONE
                    : fields.checked(NONE, () -> new Queries(baseline.get(), canary.get()));
        }
        return query(fields, "query")
                .map(query -> fields.checked(NONE, () -> Queries.ofBoth(query)))
                .orElse(NONE);
    }

    private static Optional<String> query(Fields fields, String field) {
        Optional<String> query = fields.text(field, NOT_BLANK, "a query in PromQL");
        List<String> unknown = query.map(Queries::unknownVariables).orElse(List.of());
        if (!unknown.isEmpty()) {
            fields.problems()
                    .add(
                            fields.at(field),
                            "has the variable " + String.join(" and ", unknown) + ", expected one of "
                                    + String.join(", ", Queries.VARIABLES));
            return Optional.empty();
        }
        Optional<String> problem = query.flatMap(QueryText::problem);
        problem.ifPresent(sentence -> fields.problems().add(fields.at(field), "is refused: " + sentence));
        return problem.isPresent() ? Optional.empty() : query;
    }

    private static LevelTolerance tolerance(Fields fields, LevelTolerance absent) {
        double relative = fields.fraction("relative", absent.relative());
        double absolute = fields.number("absolute", absent.absolute());
        double checked = fields.checked(absent, () -> new LevelTolerance(relative, absent.absolute()))
                .relative();
        return fields.checked(absent, () -> new LevelTolerance(checked, absolute));
    }
}
