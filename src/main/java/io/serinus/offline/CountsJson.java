package io.serinus.offline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.serinus.analysis.CountsJudge;
import io.serinus.analysis.CountsRules;
import io.serinus.analysis.Explanation.Outlook;
import io.serinus.stats.Counts;
import io.serinus.stats.RatioInterval;
import java.io.IOException;
import java.io.Writer;
import java.util.OptionalLong;

/** Writes what was judged as JSON, one line per interval; docs/judge-command.md describes it. Logarithms are natural. */
public final class CountsJson implements CountsReport {
    private final JsonGenerator json;
    private final boolean hasList;
    private final boolean quiet;
    private String file = "";

    /**
     * A report.
     *
     * @param out flushed at the end, and left open
     * @param hasList whether the file holds a list of cases
     * @param quiet whether to leave out the intervals
     */
    public CountsJson(Writer out, boolean hasList, boolean quiet) throws IOException {
        this.json = new JsonFactory()
                .createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .setPrettyPrinter(new Lines());
        this.hasList = hasList;
        this.quiet = quiet;
    }

    /** Every element of a list on its own line, so that line tools can work with the intervals. */
    private static final class Lines extends MinimalPrettyPrinter {
        private static final long serialVersionUID = 1;

        @Override
        public void writeObjectFieldValueSeparator(JsonGenerator json) throws IOException {
            json.writeRaw(": ");
        }

        @Override
        public void writeObjectEntrySeparator(JsonGenerator json) throws IOException {
            json.writeRaw(", ");
        }

        @Override
        public void beforeArrayValues(JsonGenerator json) throws IOException {
            json.writeRaw('\n');
        }

        @Override
        public void writeEndArray(JsonGenerator json, int values) throws IOException {
            json.writeRaw("\n]");
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
            json.writeRaw(",\n");
        }
    }

    @Override
    public void begin(String name) throws IOException {
        file = name;
        if (hasList) {
            json.writeStartObject();
            json.writeStringField("file", file);
            json.writeArrayFieldStart("cases");
        }
    }

    @Override
    public void beginCase(CountsCase judged) throws IOException {
        json.writeStartObject();
        if (!hasList) {
            json.writeStringField("file", file);
        }
        if (judged.name() != null) {
            json.writeStringField("name", judged.name());
        }
        rules(judged.rules());
        if (!quiet) {
            json.writeArrayFieldStart("intervals");
        }
    }

    private void rules(CountsRules rules) throws IOException {
        json.writeObjectFieldStart("rules");
        boundary("harm", rules.harm());
        boundary("safety", rules.safety());
        json.writeNumberField("falseAbort", rules.risk().falseAbort());
        json.writeNumberField("falsePromotion", rules.risk().falsePromotion());
        json.writeNumberField("failAtLogE", rules.failAtLogE());
        json.writeNumberField("failAtLogELeaveOneOut", rules.failAtLogELeaveOneOut());
        json.writeNumberField("passAtLogESafety", rules.passAtLogE());
        json.writeEndObject();
    }

    private void boundary(String field, CountsRules.Boundary boundary) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeNumberField("ratio", boundary.ratio());
        json.writeNumberField("difference", boundary.difference());
        json.writeEndObject();
    }

    @Override
    public void interval(CountsCase judged, int index, CountsJudge judge) throws IOException {
        if (quiet) {
            return;
        }
        Intervals intervals = judged.intervals();
        json.writeStartObject();
        json.writeNumberField("interval", judge.intervals());
        if (intervals.hasTimes()) {
            json.writeStringField("start", intervals.start(index).orElseThrow().toString());
            json.writeStringField("end", intervals.end(index).orElseThrow().toString());
        }
        if (intervals.isMissing(index)) {
            json.writeBooleanField("missing", true);
        } else {
            counts(intervals.n1(index), intervals.x1(index), intervals.n2(index), intervals.x2(index));
        }
        evidence(judge);
        json.writeStringField("verdict", judge.latest().name());
        json.writeEndObject();
    }

    @Override
    public void endCase(CountsCase judged, CountsJudge judge) throws IOException {
        if (!quiet) {
            json.writeEndArray();
        }
        Counts total = judge.judged();
        json.writeObjectFieldStart("summary");
        json.writeStringField("verdict", judge.verdict().name());
        numberOrNull("sinceInterval", judge.since() == 0 ? Double.NaN : judge.since());
        json.writeNumberField("intervals", judge.intervals());
        json.writeNumberField("judgedIntervals", judge.judgedIntervals());
        counts((long) total.n1(), (long) total.x1(), (long) total.n2(), (long) total.x2());
        double baseline = total.x1() / total.n1();
        double canary = total.x2() / total.n2();
        numberOrNull("baselineRate", baseline);
        numberOrNull("canaryRate", canary);
        ratio(judge);
        evidence(judge);
        json.writeNumberField("maxLogESafety", judge.maxLogESafety());
        outlook(judge.outlook());
        json.writeEndObject();
        json.writeEndObject();
    }

    @Override
    public void end() throws IOException {
        if (hasList) {
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeRaw('\n');
        json.flush();
    }

    private void counts(long n1, long x1, long n2, long x2) throws IOException {
        json.writeNumberField("n1", n1);
        json.writeNumberField("x1", x1);
        json.writeNumberField("n2", n2);
        json.writeNumberField("x2", x2);
    }

    private void evidence(CountsJudge judge) throws IOException {
        json.writeNumberField("logE", judge.logE());
        json.writeNumberField("logELeaveOneOut", judge.logELeaveOneOut());
        json.writeNumberField("alwaysValidP", judge.alwaysValidP());
        json.writeNumberField("logESafety", judge.logESafety());
    }

    private void ratio(CountsJudge judge) throws IOException {
        RatioInterval ratio = judge.ratio();
        json.writeObjectFieldStart("ratio");
        numberOrNull("low", ratio.low());
        numberOrNull("estimate", ratio.estimate());
        numberOrNull("high", ratio.high());
        json.writeNumberField("alpha", judge.rules().confidenceAlpha());
        json.writeEndObject();
    }

    private void outlook(Outlook outlook) throws IOException {
        json.writeObjectFieldStart("outlook");
        requestsOrNull("requestsToPass", outlook.requestsToPass());
        requestsOrNull("requestsToFail", outlook.requestsToFail());
        json.writeStringField("sentence", outlook.sentence());
        json.writeEndObject();
    }

    private void requestsOrNull(String field, OptionalLong requests) throws IOException {
        if (requests.isPresent()) {
            json.writeNumberField(field, requests.getAsLong());
        } else {
            json.writeNullField(field);
        }
    }

    /** JSON has no number for what is not finite. */
    private void numberOrNull(String field, double value) throws IOException {
        if (!Double.isFinite(value)) {
            json.writeNullField(field);
        } else if (value == Math.rint(value) && Math.abs(value) <= IntervalReader.LARGEST_COUNT) {
            json.writeNumberField(field, (long) value);
        } else {
            json.writeNumberField(field, value);
        }
    }
}
