package io.serinus.offline;

import io.serinus.catalog.Place;
import io.serinus.routing.LintFinding;
import io.serinus.routing.LintFinding.Severity;
import java.util.Comparator;
import java.util.List;

/**
 * What lint has to say about some objects.
 *
 * @param looked the objects that were looked at
 * @param skipped the objects that were not, because they are of other kinds
 * @param findings in the objects' order, and those of an object in the order of the file
 */
public record LintReport(List<Manifest> looked, List<Manifest> skipped, List<Entry> findings) {
    public LintReport {
        looked = List.copyOf(looked);
        skipped = List.copyOf(skipped);
        findings = List.copyOf(findings);
    }

    /** A finding about an object. */
    public record Entry(Manifest about, LintFinding finding) {
        /** The findings about one object, in the order of the file. */
        static List<Entry> of(Manifest about, List<LintFinding> findings) {
            return findings.stream()
                    .map(finding -> new Entry(about, finding))
                    .sorted(Comparator.comparing(Entry::place))
                    .toList();
        }

        /** Where in the file it is about. */
        Place place() {
            return about.places().of(finding.path());
        }
    }

    /** How many findings are of this severity. */
    public long count(Severity severity) {
        return findings.stream()
                .filter(entry -> entry.finding().severity() == severity)
                .count();
    }
}
