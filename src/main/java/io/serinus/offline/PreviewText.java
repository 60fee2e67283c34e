package io.serinus.offline;

import io.serinus.catalog.YamlWriter;
import io.serinus.offline.Preview.Abort;
import io.serinus.offline.Preview.Shown;
import io.serinus.offline.Preview.Stage;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A preview for people: a line that says which stage it is, and behind it the VirtualService or what changes in it. */
public final class PreviewText {
    /** What stands behind the lines of the stages. */
    public enum Form {
        /** Each VirtualService whole. */
        WHOLE,
        /** Each as a unified diff against the one before. */
        DIFF,
        /** As {@link #WHOLE}, the lines of the stages as comments, so that all of it is YAML. */
        STREAM
    }

    private final Shown preview;
    private final Form form;
    private final Writer out;

    private PreviewText(Shown preview, Form form, Writer out) {
        this.preview = preview;
        this.form = form;
        this.out = out;
    }

    /**
     * Writes a preview.
     *
     * @param out flushed, and left open
     */
    public static void write(Shown preview, Form form, Writer out) throws IOException {
        new PreviewText(preview, form, out).write();
    }

    /** What is to be known besides: the versions and routes that were found, and what the cluster must have. */
    public static List<String> notes(Shown preview) {
        var notes = new ArrayList<String>();
        notes.add(LintText.line("baseline " + preview.pair().baseline() + ", canary "
                + preview.pair().canary() + ", managed " + String.join(", ", preview.routes())));
        preview.notes().forEach(note -> notes.add(LintText.line(note)));
        return notes;
    }

    /** The sentence of a refusal, on one line. */
    public static List<String> notes(Preview.Refused refused) {
        return List.of(LintText.line(refused.reason()));
    }

    /**
     * Writes what lint says about the file, and then what holds in some stages only.
     *
     * @param out flushed, and left open
     */
    public static void writeFindings(Shown preview, Writer out) throws IOException {
        LintText.write(preview.findings(), out);
        Map<Preview.Finding, List<String>> stages = new LinkedHashMap<>();
        for (Stage stage : preview.stages()) {
            stage.findings()
                    .forEach(found -> stages.computeIfAbsent(found, _ -> new ArrayList<>())
                            .add(stage.name()));
        }
        for (var entry : stages.entrySet()) {
            Preview.Finding found = entry.getKey();
            LintText.write(preview.about(), found.place(), String.join(", ", entry.getValue()), found.finding(), out);
        }
        out.flush();
    }

    /**
     * Writes what lint says about the file.
     *
     * @param out flushed, and left open
     */
    public static void writeFindings(Preview.Refused refused, Writer out) throws IOException {
        LintText.write(refused.findings(), out);
    }

    private void write() throws IOException {
        String before = "file";
        for (Stage stage : preview.stages()) {
            if (stage != preview.stages().getFirst()) {
                out.write(form == Form.STREAM ? "---\n" : "\n");
            }
            head(title(stage) + stage.layout());
            body(before, stage.before(), stage.name(), stage.after());
            before = stage.name();
        }
        if (preview.abort().isPresent()) {
            out.write(form == Form.STREAM ? "" : "\n");
            abort(preview.abort().get());
        }
        out.flush();
    }

    private static String title(Stage stage) {
        return switch (stage.kind()) {
            case STEP -> "Step " + stage.number() + " of " + stage.of() + ": ";
            case PROMOTION -> "Promotion: ";
            case WEIGHT -> "Weight: ";
        };
    }

    private void abort(Abort abort) throws IOException {
        if (abort.asBefore()) {
            head("Abort, after any step: the spec is that of " + preview.about().file() + " again.");
            return;
        }
        out.write(form == Form.STREAM ? "---\n" : "");
        head("Abort: the spec is not quite that of " + preview.about().file() + ".");
        body("file", preview.stages().getFirst().before(), "abort", abort.after());
    }

    private void head(String text) throws IOException {
        out.write((form == Form.STREAM ? "# " : "") + LintText.line(text) + "\n");
    }

    private void body(String nameBefore, Map<String, Object> before, String nameAfter, Map<String, Object> after)
            throws IOException {
        if (form != Form.DIFF) {
            out.write(YamlWriter.write(after));
            return;
        }
        String diff = diff(preview.about(), nameBefore, before, nameAfter, after);
        out.write(diff.isEmpty() ? "Nothing changes.\n" : diff);
    }

    /** Empty if nothing changes. */
    static String diff(
            Manifest about,
            String nameBefore,
            Map<String, Object> before,
            String nameAfter,
            Map<String, Object> after) {
        String object = LintText.line(about.namespace() + "/" + about.name()) + " ";
        return UnifiedDiff.of(
                object + nameBefore, YamlWriter.write(before), object + nameAfter, YamlWriter.write(after));
    }
}
