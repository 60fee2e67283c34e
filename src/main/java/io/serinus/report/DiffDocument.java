package io.serinus.report;

import io.serinus.release.RoutingChange;
import io.serinus.routing.LineChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a release has changed in the {@code spec} of its VirtualService, as lines of YAML.
 *
 * @param note why there are no lines; empty if there are
 * @param lines those of both, in the order in which a diff shows them
 */
public record DiffDocument(String note, List<LineDocument> lines) {
    /** To which side a line belongs. */
    public enum Kind {
        /** It stood there before, and does now. */
        SAME,
        /** It stood there before. */
        REMOVED,
        /** It stands there now. */
        ADDED
    }

    /** One line, without its end. */
    public record LineDocument(Kind kind, String text) {}

    static DiffDocument of(Optional<RoutingChange> change, Spelling spelling) {
        return change.map(found -> new DiffDocument(
                        "", lines(lines(spelling.yaml(found.before())), lines(spelling.yaml(found.now())))))
                .orElseGet(() -> new DiffDocument(
                        "The VirtualService was not written for this release, or another one has written it since.",
                        List.of()));
    }

    private static List<String> lines(String yaml) {
        return yaml.lines().toList();
    }

    private static List<LineDocument> lines(List<String> before, List<String> now) {
        var changes = LineChanges.between(before, now);
        var lines = new ArrayList<LineDocument>();
        int a = 0;
        int b = 0;
        while (a < before.size() || b < now.size()) {
            if (a < before.size() && changes.isRemoved(a)) {
                lines.add(new LineDocument(Kind.REMOVED, before.get(a++)));
            } else if (b < now.size() && changes.isAdded(b)) {
                lines.add(new LineDocument(Kind.ADDED, now.get(b++)));
            } else {
                lines.add(new LineDocument(Kind.SAME, before.get(a++)));
                b++;
            }
        }
        return lines;
    }
}
