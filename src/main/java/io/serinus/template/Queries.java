package io.serinus.template;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The PromQL by which a level is read, one query for each version, each with one number as its answer. Variables such as
 * {@code ${version}} stand in them as they were written.
 *
 * @param baseline the baseline's
 * @param canary the canary's
 */
public record Queries(String baseline, String canary) {
    /** The variable that tells the versions apart. */
    private static final String VERSION = "${version}";

    /** Everything that may stand in a query in place of a text that only a release knows. */
    public static final List<String> VARIABLES = List.of(
            VERSION,
            "${release.namespace}",
            "${release.host}",
            "${release.service}",
            "${release.baseline.version}",
            "${release.canary.version}",
            "${interval}");

    // One whose brace is never closed reaches to the end.
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[^}]*}?");

    public Queries {
        requireNonNull(baseline, "baseline is null");
        requireNonNull(canary, "canary is null");
        if (baseline.isBlank() || canary.isBlank()) {
            throw new IllegalArgumentException("a query is empty, expected PromQL");
        }
        if (baseline.equals(canary) && !baseline.contains(VERSION)) {
            throw new IllegalArgumentException(
                    "the query has no ${version}, so it asks the same of both versions; expected one that tells them apart");
        }
        requireKnownVariables(baseline);
        requireKnownVariables(canary);
    }

    /** The same query for both versions, told apart by {@code ${version}}. */
    public static Queries ofBoth(String query) {
        return new Queries(query, query);
    }

    /** Variables in the query, as they are written there, that nobody knows; in their order. */
    public static List<String> unknownVariables(String query) {
        return VARIABLE.matcher(query)
                .results()
                .map(MatchResult::group)
                .filter(variable -> !VARIABLES.contains(variable))
                .distinct()
                .toList();
    }

    private static void requireKnownVariables(String query) {
        List<String> unknown = unknownVariables(query);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("the query has " + String.join(", ", unknown) + ", expected one of "
                    + String.join(", ", VARIABLES));
        }
    }
}
