package io.serinus.report;

import io.serinus.analysis.Series;
import io.serinus.report.Block.Sentence;
import io.serinus.report.Block.Table;
import java.util.List;

/** Several releases as a table for people. */
final class ReleaseTable {
    private static final List<String> HEAD =
            List.of("RELEASE", "VERSIONS", "PHASE", "STEP", "WEIGHT", "VERDICT", "SINCE", "WHY");

    private ReleaseTable() {}

    static List<Block> of(ReleasesDocument document) {
        if (document.releases().isEmpty()) {
            return List.of(new Sentence("No release was found."));
        }
        String more = document.more();
        return List.of(
                new Table(
                        HEAD,
                        document.releases().stream().map(ReleaseTable::row).toList()),
                new Sentence(document.releases().size() + " of " + document.total() + " releases, newest first"
                        + (more == null ? "." : "; the next ones come with the parameter continue=" + more)));
    }

    private static List<String> row(ReleaseDocument release) {
        // Ages belong to the time of reading, and the text must stay the same while nothing happens.
        var view = new ReleaseView(release, Series.NONE, release.since());
        return List.of(
                release.namespace() + "/" + release.name(),
                view.baseline() + " → " + release.canary(),
                view.phase() + (view.trouble().isEmpty() ? "" : ", held: " + view.trouble()),
                view.step(),
                release.weight() + " %",
                view.verdict(),
                Wording.time(release.since()),
                release.reason());
    }
}
