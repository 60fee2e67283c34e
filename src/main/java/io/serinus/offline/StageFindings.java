package io.serinus.offline;

import io.serinus.catalog.Places;
import io.serinus.routing.LintFinding;
import io.serinus.routing.LintFinding.Severity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lint finds in a stage of a release and not in the file. Added routes move the file's further down, so a finding's
 * place is compared by which of the file's routes it is in.
 */
final class StageFindings {
    private static final Pattern HTTP_ROUTE = Pattern.compile("^spec\\.http\\[(\\d+)]");

    /** The names of added routes; no release begins if one of the file's own bears such a name. */
    private static final Pattern ADDED = Pattern.compile("serinus-(match|sticky)(-\\d+)?");

    /** It is about the user's mirrors, and where none is in the file it has found that of the step. */
    private static final String MIRROR_PRESENT = "mirror-present";

    private final StagePlaces places;
    private final Set<Spot> spots = new HashSet<>();
    private final Set<Statement> statements = new HashSet<>();

    /** Where which kind of finding is, by the routes of the file. */
    private record Spot(String code, Severity severity, String path) {}

    /** What a finding says, wherever it is: an added route is a copy, and has the findings of its original. */
    private record Statement(String code, Severity severity, String sentence) {}

    /**
     * Remembers what is known already.
     *
     * @param places where the fields of the object stand in the file
     * @param file the whole object
     * @param known what lint finds in it
     */
    StageFindings(Places places, Map<String, Object> file, List<LintFinding> known) {
        this.places = new StagePlaces(places, file);
        List<String> routes = routes(file);
        for (LintFinding finding : known) {
            spots.add(spot(finding, routes));
            statements.add(statement(finding));
        }
    }

    /**
     * Those that are not known.
     *
     * @param stage the whole object
     * @param found what lint finds in it
     */
    List<Preview.Finding> unknown(Map<String, Object> stage, List<LintFinding> found) {
        List<String> routes = routes(stage);
        return found.stream()
                .filter(finding -> !finding.code().equals(MIRROR_PRESENT))
                .filter(finding -> !spots.contains(spot(finding, routes)) && !statements.contains(statement(finding)))
                .map(finding -> new Preview.Finding(named(finding, routes), places.of(finding.path(), stage)))
                .toList();
    }

    /** Nobody finds an added route in the file. */
    private static LintFinding named(LintFinding finding, List<String> routes) {
        String route = route(finding, routes);
        return ADDED.matcher(route).matches()
                ? new LintFinding(
                        finding.code(),
                        finding.severity(),
                        finding.path(),
                        "This is " + route + ", which the release adds. " + finding.sentence())
                : finding;
    }

    private static Statement statement(LintFinding finding) {
        return new Statement(finding.code(), finding.severity(), finding.sentence());
    }

    private static Spot spot(LintFinding finding, List<String> routes) {
        String path = HTTP_ROUTE.matcher(finding.path()).replaceFirst("");
        return new Spot(finding.code(), finding.severity(), route(finding, routes) + path);
    }

    /** Empty if it is in no http route. */
    private static String route(LintFinding finding, List<String> routes) {
        Matcher route = HTTP_ROUTE.matcher(finding.path());
        return route.find() ? routes.get(Integer.parseInt(route.group(1))) : "";
    }

    private static List<String> routes(Map<String, Object> tree) {
        return tree.get("spec") instanceof Map<?, ?> spec && spec.get("http") instanceof List<?> http
                ? routes(http)
                : List.of();
    }

    /** What tells each http route from the others in the file as in every stage: an added one its name, others their rank. */
    static List<String> routes(List<?> http) {
        var routes = new ArrayList<String>();
        int rank = 0;
        for (Object route : http) {
            Object name = route instanceof Map<?, ?> fields ? fields.get("name") : null;
            routes.add(name instanceof String text && ADDED.matcher(text).matches() ? text : "route " + rank++);
        }
        return routes;
    }
}
