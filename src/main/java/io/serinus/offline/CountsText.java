package io.serinus.offline;

import io.serinus.analysis.CountsJudge;
import io.serinus.analysis.CountsRules;
import io.serinus.analysis.CountsWording;
import io.serinus.analysis.Verdict;
import io.serinus.stats.Counts;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes what was judged for people: a table with a line per interval, and a summary. */
public final class CountsText implements CountsReport {
    private static final String GAP = "  ";
    private static final int EVIDENCE_WIDTH = "over 1,000,000".length();

    private final Writer out;
    private final boolean quiet;
    private List<Column> columns = List.of();
    private String heading = "";
    private boolean begun;

    /**
     * A report.
     *
     * @param out flushed at the end, and left open
     * @param quiet whether to leave out the intervals
     */
    public CountsText(Writer out, boolean quiet) {
        this.out = out;
        this.quiet = quiet;
    }

    private record Column(String title, int width, boolean right) {
        String cell(String text) {
            String padding = " ".repeat(Math.max(0, width - text.length()));
            return right ? padding + text : text + padding;
        }
    }

    @Override
    public void begin(String file) {
        heading = file;
    }

    @Override
    public void beginCase(CountsCase judged) throws IOException {
        if (begun) {
            line("");
        }
        begun = true;
        line(heading + (judged.name() == null ? "" : ": " + judged.name()));
        CountsRules rules = judged.rules();
        line("fails beyond   " + boundary(rules.harm()) + ", at evidence "
                + CountsWording.evidence(rules.failAtLogE()));
        line("passes within  " + boundary(rules.safety()) + ", at evidence "
                + CountsWording.evidence(rules.passAtLogE()));
        line("");
        if (!quiet && judged.intervals().size() > 0) {
            columns = columns(judged.intervals(), rules);
            line(columns.stream().map(column -> column.cell(column.title())).collect(Collectors.joining(GAP)));
        }
    }

    /** As wide as the widest cell, which is why the counts are gone through once more beforehand. */
    private static List<Column> columns(Intervals intervals, CountsRules rules) {
        int baseline = 0;
        int canary = 0;
        int time = 0;
        for (int i = 0; i < intervals.size(); i++) {
            baseline =
                    Math.max(baseline, share(intervals.x1(i), intervals.n1(i)).length());
            canary = Math.max(canary, share(intervals.x2(i), intervals.n2(i)).length());
            time = Math.max(time, time(intervals, i).length());
        }
        var columns = new ArrayList<Column>();
        columns.add(column("interval", CountsWording.count(intervals.size()).length(), true));
        if (intervals.hasTimes()) {
            columns.add(column("from", time, false));
        }
        columns.add(column("baseline", baseline, true));
        columns.add(column("canary", canary, true));
        columns.add(column("against (of " + CountsWording.evidence(rules.failAtLogE()) + ")", EVIDENCE_WIDTH, true));
        columns.add(column("for (of " + CountsWording.evidence(rules.passAtLogE()) + ")", EVIDENCE_WIDTH, true));
        columns.add(column("verdict", 0, false));
        return columns;
    }

    private static Column column(String title, int width, boolean right) {
        return new Column(title, Math.max(title.length(), width), right);
    }

    @Override
    public void interval(CountsCase judged, int index, CountsJudge judge) throws IOException {
        if (quiet) {
            return;
        }
        Intervals intervals = judged.intervals();
        var cells = new ArrayList<String>();
        cells.add(CountsWording.count(judge.intervals()));
        if (intervals.hasTimes()) {
            cells.add(time(intervals, index));
        }
        boolean missing = intervals.isMissing(index);
        cells.add(missing ? "missing" : share(intervals.x1(index), intervals.n1(index)));
        cells.add(missing ? "missing" : share(intervals.x2(index), intervals.n2(index)));
        cells.add(CountsWording.evidence(judge.logE()));
        cells.add(CountsWording.evidence(judge.maxLogESafety()));
        cells.add(judge.latest().name());
        var text = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            text.append(i == 0 ? "" : GAP).append(columns.get(i).cell(cells.get(i)));
        }
        line(text.toString());
    }

    @Override
    public void endCase(CountsCase judged, CountsJudge judge) throws IOException {
        if (!quiet && judged.intervals().size() > 0) {
            line("");
        }
        line(conclusion(judge));
        if (judge.judgedIntervals() > 0) {
            line(sums(judge.judged()));
            line(RatioWording.of(judge.judged(), judge.ratio(), judge.rules().confidenceAlpha()));
            line(evidence(judge));
        }
        line(judge.outlook().sentence());
    }

    @Override
    public void end() throws IOException {
        out.flush();
    }

    private static String conclusion(CountsJudge judge) {
        String intervals = CountsWording.count(judge.judgedIntervals()) + " of "
                + CountsWording.count(judge.intervals()) + (judge.intervals() == 1 ? " interval" : " intervals")
                + " with requests to both versions";
        return judge.verdict() == Verdict.NO_DATA
                ? "NO_DATA: " + intervals
                : judge.verdict() + " since interval " + CountsWording.count(judge.since()) + "; " + intervals;
    }

    private static String sums(Counts total) {
        return "baseline " + bad(total.x1(), total.n1()) + ", canary " + bad(total.x2(), total.n2());
    }

    private static String bad(double bad, double all) {
        return CountsWording.count((long) bad) + " bad of " + CountsWording.count((long) all) + " ("
                + CountsWording.percent(bad / all) + ")";
    }

    private static String evidence(CountsJudge judge) {
        CountsRules rules = judge.rules();
        return "evidence against the canary " + CountsWording.evidence(judge.logE()) + " of "
                + CountsWording.evidence(rules.failAtLogE()) + " (" + CountsWording.evidence(judge.logELeaveOneOut())
                + " of " + CountsWording.evidence(rules.failAtLogELeaveOneOut())
                + " without its worst interval), for it " + CountsWording.evidence(judge.maxLogESafety()) + " of "
                + CountsWording.evidence(rules.passAtLogE());
    }

    /** As in: 1.2 x baseline + 0.02 %. */
    private static String boundary(CountsRules.Boundary boundary) {
        return CountsWording.factor(boundary.ratio()) + " x baseline"
                + (boundary.difference() == 0 ? "" : " + " + CountsWording.percent(boundary.difference()));
    }

    private static String share(long bad, long all) {
        String counts = CountsWording.count(bad) + "/" + CountsWording.count(all);
        return all == 0 ? counts : counts + " (" + CountsWording.percent((double) bad / all) + ")";
    }

    private static String time(Intervals intervals, int index) {
        return intervals.start(index).map(Object::toString).orElse("");
    }

    private void line(String text) throws IOException {
        out.write(text.stripTrailing());
        out.write('\n');
    }
}
