package io.serinus.offline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serinus.offline.Preview.Abort;
import io.serinus.offline.Preview.Kind;
import io.serinus.offline.Preview.Stage;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Optional;

/** A preview as JSON, in the format of {@code docs/schemas/preview.schema.json}. */
public final class PreviewJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private PreviewJson() {}

    /**
     * Writes a preview as one object, indented, the last line ended.
     *
     * @param diffs whether each stage has a diff besides
     * @param out flushed, and left open
     */
    public static void write(Preview.Shown preview, boolean diffs, Writer out) throws IOException {
        ObjectNode tree = LintJson.object(preview.about(), JsonNodeFactory.instance.objectNode());
        preview.template().ifPresent(name -> tree.put("template", name));
        tree.put("baseline", preview.pair().baseline().toString());
        tree.put("canary", preview.pair().canary().toString());
        preview.routes().forEach(tree.putArray("routes")::add);
        var stages = tree.putArray("stages");
        String before = "file";
        for (Stage stage : preview.stages()) {
            add(preview.about(), before, stage, diffs, stages.addObject());
            before = stage.name();
        }
        preview.abort().ifPresent(abort -> add(abort, tree.putObject("abort")));
        preview.notes().forEach(tree.putArray("notes")::add);
        finish(tree, preview.findings(), out);
    }

    /**
     * Writes a refusal likewise.
     *
     * @param out flushed, and left open
     */
    public static void write(Preview.Refused refused, Writer out) throws IOException {
        ObjectNode tree = LintJson.object(refused.about(), JsonNodeFactory.instance.objectNode());
        tree.put("refused", refused.reason());
        finish(tree, refused.findings(), out);
    }

    private static void add(Manifest about, String before, Stage stage, boolean diffs, ObjectNode tree) {
        tree.put("stage", stage.kind().name().toLowerCase(Locale.ROOT));
        if (stage.kind() == Kind.STEP) {
            tree.put("step", stage.number());
        }
        tree.put("weight", stage.layout().canaryPercent());
        tree.put("layout", stage.layout().toString());
        tree.set("virtualService", MAPPER.valueToTree(stage.after()));
        if (diffs) {
            tree.put("diff", PreviewText.diff(about, before, stage.before(), stage.name(), stage.after()));
        }
        var findings = tree.putArray("findings");
        stage.findings().forEach(found -> LintJson.put(found.finding(), found.place(), findings.addObject()));
    }

    private static void add(Abort abort, ObjectNode tree) {
        tree.put("asBefore", abort.asBefore());
        if (!abort.asBefore()) {
            tree.set("virtualService", MAPPER.valueToTree(abort.after()));
        }
    }

    private static void finish(ObjectNode tree, LintReport report, Writer out) throws IOException {
        var findings = tree.putArray("findings");
        report.findings()
                .forEach(entry -> LintJson.put(entry.finding(), Optional.of(entry.place()), findings.addObject()));
        out.write(tree.toPrettyString());
        out.write('\n');
        out.flush();
    }
}
