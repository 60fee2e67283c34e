package io.serinus.report;

import io.serinus.analysis.Series;
import io.serinus.release.Outcome;
import io.serinus.report.ReleaseDocument.HistoryDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The course of a release in a drawing the size of a word: the canary's weight as an area, and the evidence against it as a
 * line on its way to the threshold, which is at the upper border. Paths as SVG has them; empty before the first step.
 *
 * @param weight the area
 * @param evidence the line; may be empty
 * @param text the same for those who do not see it
 */
record Sparkline(String weight, String evidence, String text) {
    private static final int WIDTH = 120;
    private static final int HEIGHT = 28;
    /** Where full weight, and the threshold of an abort, is: a line there must not be cut. */
    private static final int TOP = 2;

    /** From here on the canary had so much, in percent. */
    private record Level(Instant from, int weight) {}

    static Sparkline of(ReleaseDocument release, Series series, Instant now) {
        if (release.history().isEmpty()) {
            return new Sparkline("", "", "");
        }
        var levels = new ArrayList<Level>();
        for (HistoryDocument entered : release.history()) {
            levels.add(new Level(entered.enteredAt(), entered.weight()));
        }
        Instant end = now;
        if (release.outcome() != null) {
            end = release.since();
            levels.add(new Level(end, release.outcome() == Outcome.PROMOTED ? 100 : 0));
        }
        Instant begin = levels.getFirst().from();
        return new Sparkline(area(levels, begin, end), line(release, series, begin, end), text(release, levels));
    }

    public boolean isEmpty() {
        return weight.isEmpty();
    }

    public int width() {
        return WIDTH;
    }

    public int height() {
        return HEIGHT;
    }

    public int top() {
        return TOP;
    }

    private static String area(List<Level> levels, Instant begin, Instant end) {
        var path = new StringBuilder("M0 " + HEIGHT);
        for (Level level : levels) {
            path.append('H').append(x(level.from(), begin, end)).append('V').append(y(level.weight() / 100.0));
        }
        // What was reached at the very end is seen by its last bit.
        return path + "H" + WIDTH + "V" + HEIGHT + "Z";
    }

    /** On the scale of logarithms, where each request moves it by about as much as the one before. */
    private static String line(ReleaseDocument release, Series series, Instant begin, Instant end) {
        Double threshold =
                release.evidence() == null ? null : release.evidence().abortAtLog10();
        if (threshold == null || threshold <= 0) {
            return "";
        }
        return series.points().stream()
                .filter(point -> Double.isFinite(point.againstLog10()))
                .map(point -> x(point.at(), begin, end) + " " + y(point.againstLog10() / threshold))
                .reduce((path, point) -> path + "L" + point)
                .map(path -> "M" + path)
                .orElse("");
    }

    private static String text(ReleaseDocument release, List<Level> levels) {
        String weights =
                levels.stream().map(level -> level.weight() + " %").collect(Collectors.joining(", ", "Weight: ", ""));
        var evidence = release.evidence();
        return evidence == null || release.outcome() == Outcome.PROMOTED
                ? weights
                : weights + "; evidence against the canary: "
                        + Meter.of(evidence.againstLog10(), evidence.abortAtLog10())
                                .text();
    }

    /** The last bit of the width belongs to what is now. */
    private static String x(Instant at, Instant begin, Instant end) {
        double all = Math.max(1, Duration.between(begin, end).toMillis());
        double share = Math.clamp(Duration.between(begin, at).toMillis() / all, 0, 1);
        return decimal(share * (WIDTH - 4));
    }

    private static String y(double share) {
        return decimal(HEIGHT - Math.clamp(share, 0, 1) * (HEIGHT - TOP));
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
