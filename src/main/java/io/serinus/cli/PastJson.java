package io.serinus.cli;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serinus.analysis.Explanation;
import io.serinus.analysis.Judgement;
import io.serinus.analysis.Judgement.BadOfTotal;
import io.serinus.analysis.Judgement.MetricEvidence;
import io.serinus.analysis.Series.MetricPoint;
import io.serinus.controller.PastJudge.Answer;
import io.serinus.controller.PastJudge.Moment;
import io.serinus.controller.PastJudge.Question;
import io.serinus.metric.Compared;
import io.serinus.template.Metric;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the same for programs; names are those of the report. */
final class PastJson {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private PastJson() {}

    /** @param out flushed, and left open */
    static void write(PastRun.Wish wish, Question question, Answer.Judged judged, Writer out) throws IOException {
        ObjectNode document = JSON.createObjectNode()
                .put("namespace", question.namespace())
                .put("service", question.name())
                .put("template", question.template().name())
                .put("reporter", judged.reporter().label())
                .put("from", question.from().toString())
                .put("to", question.to().toString())
                .put("intervalSeconds", question.template().interval().toSeconds());
        document.putObject("baseline")
                .put("host", question.target().baseline().host())
                .put("version", question.target().baseline().label());
        document.putObject("canary")
                .put("host", question.target().canary().host())
                .put("version", question.target().canary().label());
        Optional<Judgement> word = judged.word();
        document.put("verdict", word.map(it -> it.verdict().name()).orElse("NO_DATA"));
        document.put("reason", word.map(Judgement::reason).orElse(judged.absence()));
        word.ifPresent(it -> {
            ObjectNode evidence = document.putObject("evidence");
            put(evidence, "againstLog10", it.evidence().againstLog10());
            put(evidence, "abortAtLog10", it.evidence().abortAtLog10());
            ArrayNode metrics = document.putArray("metrics");
            it.evidence().metrics().forEach(metric -> metric(metrics.addObject(), metric));
            ArrayNode findings = document.putArray("findings");
            it.findings()
                    .forEach(finding -> findings.addObject()
                            .put("code", finding.code().name())
                            .put("message", finding.message()));
        });
        if (!wish.quiet()) {
            List<String> names =
                    question.template().metrics().stream().map(Metric::name).toList();
            ArrayNode intervals = document.putArray("intervals");
            judged.moments().forEach(moment -> interval(intervals.addObject(), moment, names));
        }
        out.write(JSON.writeValueAsString(document) + "\n");
        out.flush();
    }

    private static void metric(ObjectNode node, MetricEvidence metric) {
        node.put("name", metric.name())
                .put("role", metric.role().name())
                .put("verdict", metric.verdict().name())
                .put("reason", metric.reason());
        counts(node.putObject("baseline"), metric.baseline());
        counts(node.putObject("canary"), metric.canary());
        put(node, "againstLog10", metric.againstLog10());
        put(node, "forLog10", metric.forLog10());
        put(node, "promoteAtLog10", metric.promoteAtLog10());
        range(node, "ratio", metric.explanation().flatMap(Explanation::ratio));
        node.put(
                "outlook",
                metric.explanation().map(it -> it.outlook().sentence()).orElse(null));
    }

    private static void interval(ObjectNode node, Moment moment, List<String> names) {
        node.put("at", moment.point().at().toString())
                .put("baselineRequests", moment.point().requests().baseline())
                .put("canaryRequests", moment.point().requests().canary());
        put(node, "againstLog10", moment.point().againstLog10());
        node.put("verdict", moment.word().verdict().name());
        ArrayNode metrics = node.putArray("metrics");
        List<MetricPoint> points = moment.point().metrics();
        for (int i = 0; i < points.size(); i++) {
            ObjectNode metric = metrics.addObject().put("name", names.get(i));
            counts(metric.putObject("baseline"), points.get(i).counts().baseline());
            counts(metric.putObject("canary"), points.get(i).counts().canary());
            Compared<Double> levels = points.get(i).levels().orElse(null);
            if (levels != null) {
                put(metric.putObject("levels"), "baseline", levels.baseline());
                put((ObjectNode) metric.get("levels"), "canary", levels.canary());
            }
            put(metric, "againstLog10", points.get(i).againstLog10());
            put(metric, "forLog10", points.get(i).forLog10());
        }
    }

    private static void range(ObjectNode node, String name, Optional<Explanation.Range> range) {
        if (range.isEmpty()) {
            node.putNull(name);
            return;
        }
        ObjectNode limits = node.putObject(name);
        put(limits, "low", range.get().low());
        put(limits, "estimate", range.get().estimate());
        put(limits, "high", range.get().high());
    }

    private static void counts(ObjectNode node, BadOfTotal counts) {
        node.put("bad", counts.bad()).put("total", counts.total());
    }

    /** JSON has no infinity. */
    private static void put(ObjectNode node, String name, double value) {
        @Nullable Double finite = Double.isFinite(value) ? value : null;
        node.put(name, finite);
    }
}
