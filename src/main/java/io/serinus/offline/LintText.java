package io.serinus.offline;

import io.serinus.catalog.Place;
import io.serinus.routing.LintFinding;
import io.serinus.routing.LintFinding.Severity;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;

/** What lint has to say, for people: one line for each finding. */
public final class LintText {
    private LintText() {}

    /**
     * Writes the findings.
     *
     * @param out flushed, and left open
     */
    public static void write(LintReport report, Writer out) throws IOException {
        for (LintReport.Entry entry : report.findings()) {
            write(entry.about(), Optional.of(entry.place()), "", entry.finding(), out);
        }
        out.flush();
    }

    /**
     * Writes one finding.
     *
     * @param place where in the file it is about; empty if it is about what a release adds
     * @param when it holds, as in {@code step 1}; empty for the object as it stands
     * @param out left open
     */
    static void write(Manifest about, Optional<Place> place, String when, LintFinding finding, Writer out)
            throws IOException {
        out.write(line(about.file() + place.map(at -> ":" + at).orElse("") + ": " + about.kind() + " "
                + about.namespace() + "/" + about.name() + ": "
                + (when.isEmpty() ? "" : when + ": ") + finding.path() + ": " + word(finding.severity()) + " "
                + finding.code() + ": " + finding.sentence()));
        out.write('\n');
    }

    /** What else there is to know: which objects were not looked at, and how much was found. */
    public static List<String> notes(LintReport report) {
        var notes = new ArrayList<String>(skipped(report).toList());
        int objects = report.looked().size();
        notes.add(objects + (objects == 1 ? " object" : " objects") + " looked at: "
                + number(report.count(Severity.ERROR), "error") + ", "
                + number(report.count(Severity.WARNING), "warning") + ", "
                + number(report.count(Severity.INFO), "info"));
        return notes;
    }

    /** Which objects were not looked at, as a sentence for each file. */
    public static Stream<String> skipped(LintReport report) {
        Map<String, SequencedSet<String>> skipped = new LinkedHashMap<>();
        for (Manifest manifest : report.skipped()) {
            String kind = manifest.kind().isEmpty()
                    ? "an object without kind"
                    : manifest.kind() + (manifest.apiVersion().isEmpty() ? "" : " (" + manifest.apiVersion() + ")");
            skipped.computeIfAbsent(manifest.file(), _ -> new LinkedHashSet<>()).add(kind);
        }
        return skipped.entrySet().stream()
                .map(entry -> line(entry.getKey() + ": not looked at: " + String.join(", ", entry.getValue())));
    }

    /** Why nothing was looked at: most likely it is another file that was meant. */
    public static List<String> nothing(LintReport report) {
        return Stream.concat(
                        skipped(report),
                        Stream.of(
                                "nothing to look at: none of the files has a VirtualService or DestinationRule of"
                                        + " networking.istio.io, or an AnalysisTemplate; give the file that has it with --file"))
                .toList();
    }

    static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    private static String number(long count, String word) {
        return count + " " + word + (count == 1 ? "" : "s");
    }

    /** Names may have line breaks and what else a terminal obeys. */
    static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
