package io.serinus.offline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serinus.kayenta.KayentaJudgement;
import io.serinus.kayenta.KayentaJudgement.GroupScore;
import io.serinus.kayenta.KayentaJudgement.MetricResult;
import io.serinus.kayenta.SampleStatistics;
import java.io.IOException;
import java.io.Writer;

/** A judgement in Kayenta's way as JSON. Labels are Kayenta's; numbers that do not exist are null. */
public final class KayentaJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private KayentaJson() {}

    /**
     * Writes the whole judgement as one object, indented, the last line ended.
     *
     * @param out flushed, and left open
     */
    public static void write(KayentaJudgement judgement, Writer out) throws IOException {
        out.write(of(judgement).toPrettyString());
        out.write('\n');
        out.flush();
    }

    /** The whole judgement as one object. */
    public static ObjectNode of(KayentaJudgement judgement) {
        ObjectNode tree = JSON.objectNode();
        tree.put("classification", judgement.outcome().label());
        tree.put("score", judgement.score());
        tree.put("reason", judgement.reason());
        tree.putObject("thresholds")
                .put("pass", judgement.thresholds().pass())
                .put("marginal", judgement.thresholds().marginal());
        var groups = tree.putArray("groups");
        judgement.groups().forEach(group -> groups.add(group(group)));
        var metrics = tree.putArray("metrics");
        judgement.metrics().forEach(metric -> metrics.add(metric(metric)));
        return tree;
    }

    private static ObjectNode group(GroupScore group) {
        ObjectNode tree = JSON.objectNode();
        tree.put("name", group.name());
        tree.put("score", group.score());
        tree.put("noData", group.noData());
        tree.put("weight", group.weight());
        ObjectNode counts = tree.putObject("counts");
        group.counts().forEach((classification, count) -> counts.put(classification.label(), count));
        return tree;
    }

    private static ObjectNode metric(MetricResult metric) {
        ObjectNode tree = JSON.objectNode();
        tree.put("name", metric.name());
        ObjectNode tags = tree.putObject("tags");
        metric.tags().forEach(tags::put);
        var groups = tree.putArray("groups");
        metric.groups().forEach(groups::add);
        tree.put("classification", metric.classification().label());
        tree.put("critical", metric.critical());
        tree.put("muted", metric.muted());
        putNumber(tree, "deviation", metric.deviation());
        putNumber(tree, "effectSize", metric.effectSize());
        tree.set("control", statistics(metric.control()));
        tree.set("experiment", statistics(metric.experiment()));
        tree.put("reason", metric.reason());
        return tree;
    }

    private static ObjectNode statistics(SampleStatistics statistics) {
        ObjectNode tree = JSON.objectNode();
        tree.put("count", statistics.count());
        putNumber(tree, "min", statistics.min());
        putNumber(tree, "max", statistics.max());
        putNumber(tree, "mean", statistics.mean());
        putNumber(tree, "standardDeviation", statistics.standardDeviation());
        return tree;
    }

    private static void putNumber(ObjectNode tree, String field, double value) {
        if (Double.isFinite(value)) {
            tree.put(field, value);
        } else {
            tree.putNull(field);
        }
    }
}
