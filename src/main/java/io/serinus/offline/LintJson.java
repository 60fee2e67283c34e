package io.serinus.offline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serinus.catalog.Place;
import io.serinus.routing.LintFinding;
import io.serinus.routing.LintFinding.Severity;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;

/** What lint has to say as JSON, in the format of {@code docs/schemas/lint.schema.json}. */
public final class LintJson {
    private LintJson() {}

    /**
     * Writes the whole report as one object, indented, the last line ended.
     *
     * @param out flushed, and left open
     */
    public static void write(LintReport report, Writer out) throws IOException {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("objects", report.looked().size());
        tree.put("errors", report.count(Severity.ERROR));
        tree.put("warnings", report.count(Severity.WARNING));
        tree.put("infos", report.count(Severity.INFO));
        var findings = tree.putArray("findings");
        report.findings()
                .forEach(entry ->
                        put(entry.finding(), Optional.of(entry.place()), object(entry.about(), findings.addObject())));
        var skipped = tree.putArray("skipped");
        report.skipped().forEach(manifest -> object(manifest, skipped.addObject()));
        out.write(tree.toPrettyString());
        out.write('\n');
        out.flush();
    }

    /**
     * Adds where a finding is and what it says.
     *
     * @param place where in the file it is about; empty if it is about what a release adds
     */
    static void put(LintFinding finding, Optional<Place> place, ObjectNode tree) {
        place.ifPresent(at -> tree.put("line", at.line()).put("column", at.column()));
        tree.put("path", finding.path())
                .put("severity", LintText.word(finding.severity()))
                .put("code", finding.code())
                .put("sentence", finding.sentence());
    }

    /** Adds which object it is. */
    static ObjectNode object(Manifest manifest, ObjectNode tree) {
        return tree.put("file", manifest.file())
                .put("apiVersion", manifest.apiVersion())
                .put("kind", manifest.kind())
                .put("namespace", manifest.namespace())
                .put("name", manifest.name());
    }
}
