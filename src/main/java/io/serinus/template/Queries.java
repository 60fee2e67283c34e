package io.serinus.template;

import static java.util.Objects.requireNonNull;

/**
 * The PromQL by which a level is read, one query for each version, each with one number as its answer. Variables such as
 * {@code ${version}} stand in them as they were written.
 *
 * @param baseline the baseline's
 * @param canary the canary's
 */
public record Queries(String baseline, String canary) {
    public Queries {
        requireNonNull(baseline, "baseline is null");
        requireNonNull(canary, "canary is null");
        if (baseline.isBlank() || canary.isBlank()) {
            throw new IllegalArgumentException("a query is empty, expected PromQL");
        }
        if (baseline.equals(canary) && !baseline.contains("${version}")) {
            throw new IllegalArgumentException(
                    "the query has no ${version}, so it asks the same of both versions; expected one that tells them apart");
        }
    }

    /** The same query for both versions, told apart by {@code ${version}}. */
    public static Queries ofBoth(String query) {
        return new Queries(query, query);
    }
}
